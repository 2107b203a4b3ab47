// Cycles that end: a goal of a cycle is scored and reviewed and goes on in the next one; then it is closed, by
// itself or with its cycle.
import assert from "node:assert/strict";
import { Errand, version, Worker } from "./steps.mjs";

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const names = (text) => ({ zh: text, en: text });
/** It is not over yet, and closes when somebody says so. */
const [first, last] = [day(-30), day(29)];

export class Closing {
  constructor(company) {
    this.company = company;
    this.worker = new Worker((number) => this.#errand(`end-${number}`, number % 2 === 1));
  }

  /** The cycle in which goals go on. */
  make() {
    return this.#hr.post("/cycles", { names: names("next"), start: day(300), end: day(359) });
  }

  get #hr() {
    return this.company.as("hr");
  }

  #errand(name, alone) {
    const steps = [
      async (one) => {
        const made = await one.send(this.#hr, "/cycles", { names: names(name), start: first, end: last, state: "active" });
        one.cycle = made.id;
      },
      async (one) => {
        const { row } = await one.send(this.#hr, "/objectives", { cycle: one.cycle, org_unit: this.company.unit("K"), title: names(name), type: "committed" });
        one.goal = row.id;
      },
      (one) => one.send(this.#hr, `/objectives/${one.goal}/key-results`, { title: names("number"), kind: "move", start: "0", target: "10" }),
      async (one) => {
        one.seen ??= await this.#hr.get(`/objectives/${one.goal}`);
        await one.send(this.#hr, `/objectives/${one.goal}/activation`, {}, version(one.seen));
      },
      (one) => one.send(this.#hr, `/objectives/${one.goal}/scores`, { score: "0.8", reason: "nobody told a number" }),
      (one) => this.#review(one),
      ...(alone ? [(one) => this.#closeGoal(one)] : []),
      (one) => this.#closeCycle(one, "closing"),
      (one) => this.#closeCycle(one, "closed"),
    ];
    return new Errand(name, steps);
  }

  /** Hands it in, and with it the goal goes on as a draft: both or neither. */
  async #review(one) {
    const path = `/objectives/${one.goal}/review`;
    const steps = [{ note: "ask more often", owner: this.company.person("M1"), due: day(14) }];
    const body = { cause: "late", learned: "ask sooner", decision: "keep", carry: true, steps, submit: true };
    await one.change(
      () => this.#hr.get(path),
      (seen) => seen.submitted_at !== null && seen.submitted_at !== undefined,
      (seen) => this.#hr.send("PATCH", path, body, version(seen)),
    );
  }

  async #closeGoal(one) {
    one.active ??= await this.#hr.get(`/objectives/${one.goal}`);
    await one.send(this.#hr, `/objectives/${one.goal}/close`, { cause: "late" }, version(one.active));
  }

  async #closeCycle(one, state) {
    const look = async () => (await this.#hr.list("/cycles")).find(({ id }) => id === one.cycle);
    await one.change(look, (seen) => seen.state === state, (seen) => this.#hr.send("PATCH", `/cycles/${one.cycle}`, { state }, version(seen)));
  }

  /** Past the product: nothing is half closed, half reviewed or there twice, and what was answered is closed. */
  assertWhole() {
    const rows = this.company.ask("kill", `
      SELECT o.title_en, c.state, o.state,
             (SELECT COUNT(*) FROM okr_closing x WHERE x.objective = o.id AND x.outcome = 'missed' AND x.grade IS NOT NULL),
             (SELECT COUNT(*) FROM okr_score s WHERE s.objective = o.id),
             (SELECT COUNT(*) FROM okr_review r WHERE r.objective = o.id AND r.submitted_at IS NOT NULL),
             (SELECT COUNT(*) FROM okr_origin r WHERE r.source = o.id AND r.carried = 1),
             (SELECT COUNT(*) FROM okr_review_step t WHERE t.objective = o.id)
        FROM okr_objective o JOIN okr_cycle c ON c.id = o.cycle
       WHERE o.title_en LIKE 'end-%' AND c.name_en = o.title_en ORDER BY o.id;`).map((line) => line.split("|"));
    assert.equal(new Set(rows.map(([title]) => title)).size, rows.length, "a goal is there twice");
    const cycles = this.company.count("okr_cycle WHERE name_en LIKE 'end-%'");
    assert.equal(cycles, this.company.count("(SELECT DISTINCT name_en FROM okr_cycle WHERE name_en LIKE 'end-%') x"), "a cycle is there twice");
    const held = new Map(rows.map((row) => [row[0], row]));
    for (const [title, cycle, goal, closings, scores, reviews, carried, steps] of rows) {
      assert.equal(closings, goal === "closed" ? "1" : "0", `${title} is ${goal} with ${closings} grades`);
      if (cycle === "closed") assert.equal(goal, "closed", `${title} is ${goal} in a closed cycle`);
      assert.ok(Number(scores) <= 1, `${title} was scored twice`);
      assert.equal(carried, reviews, `${title} goes on ${carried} times after ${reviews} reviews`);
      assert.equal(steps, reviews, `${title} has ${steps} next steps`);
    }
    for (const { name } of this.worker.finished) {
      const [, cycle, , , scores, reviews] = held.get(name) ?? assert.fail(`${name} was answered and is lost`);
      assert.equal(`${cycle} ${scores} ${reviews}`, "closed 1 1", name);
    }
  }
}
