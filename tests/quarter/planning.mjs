// How the objectives come into the product: drafted, linked, agreed to, told of, and what the product says of them.
import { signIn } from "../../data/demo/client.mjs";
import { first, last } from "./company.mjs";
import { same, shown } from "./exact.mjs";
import { valueOf, pointsOf } from "./reckoning.mjs";
import { goals, standings } from "./goals.mjs";
import { password } from "./site.mjs";

const names = (text) => ({ zh: text, en: text });
const version = (row) => ({ "if-match": `"v${row.version}"` });

export class Planning {
  list = goals();

  constructor(site, facts, assignments) {
    Object.assign(this, { site, facts, assignments, api: site.executive });
  }

  goal(name) {
    return this.list.find((one) => one.name === name);
  }

  async draft() {
    this.people = new Map((await this.site.hr.list("/people?limit=100")).map((row) => [row.employee_no, row.id]));
    this.cycle = await this.api.post("/cycles", { names: names("Q1"), start: first, end: last, state: "active" });
    for (const goal of this.list) if (!goal.asked) await this.#draft(goal, this.api);
    this.employee = await signIn(this.site.server.url, "employee", password);
    await this.#draft(this.goal("team"), this.employee);
    for (const goal of this.list)
      for (const [parent, share] of Object.entries(goal.parents))
        await this.api.post("/contributions", { child: goal.id, parent: this.goal(parent).id, share, relation: "contributes" });
    const path = `/objectives/${this.goal("team").id}`;
    const seen = await this.employee.get(path);
    const { review } = await this.employee.post(`${path}/review`, { reason: "the new machine" }, version(seen));
    this.review = review;
  }

  async #draft(goal, api) {
    const { row } = await api.post("/objectives", {
      cycle: this.cycle.id,
      org_unit: this.site.units.get(goal.unit),
      owner: this.people.get(goal.owner),
      title: names(goal.name),
      type: goal.type,
      ...(goal.weight ? { weight: goal.weight } : {}),
    });
    goal.id = row.id;
    for (const keyResult of goal.keyResults) await this.#keyResult(goal, keyResult, api);
    if (!goal.guards) return;
    await api.post("/links", { kind: "guards", assignment: this.site.assignments.get(goal.guards), objective: goal.id });
  }

  async #keyResult(goal, keyResult, api) {
    const { title, kind, start, target, weight, milestones, driver } = keyResult;
    const made = await api.post(`/objectives/${goal.id}/key-results`, {
      title: names(title), kind, start, target, weight, unit: "piece", decimals: 2,
      milestones: milestones?.map((part, at) => ({ title: names(`step ${at + 1}`), weight: part })),
    });
    keyResult.id = made.id;
    keyResult.steps = made.milestones.map(({ id }) => id);
    if (!driver) return;
    const { name, rule, k, agg } = driver;
    await api.post("/links", { kind: "drives", assignment: this.site.assignments.get(name), key_result: made.id, value_rule: rule, k, agg });
  }

  /** The first day: the manager agrees to what was asked for, the others begin. Baselines freeze. */
  async begin(today) {
    for (const goal of this.list) {
      for (const { driver, ...keyResult } of goal.keyResults) if (driver && !keyResult.start) this.#freeze(keyResult.id, driver, today);
      if (goal.asked) continue;
      const seen = await this.api.get(`/objectives/${goal.id}`);
      await this.api.post(`/objectives/${goal.id}/activation`, {}, version(seen));
    }
    const manager = await signIn(this.site.server.url, "manager", password);
    const seen = await manager.get(`/approvals/${this.review}`);
    await manager.send("PATCH", `/approvals/${this.review}`, { act: "approve" }, version(seen));
  }

  /** What adds up begins at nothing, else at the newest period that was over before. */
  #freeze(id, { name, agg }, today) {
    const assignment = this.assignments.find((one) => one.name === name);
    const over = pointsOf(this.facts, assignment, today).filter((point) => point.over && point.value);
    const keyResult = this.list.flatMap(({ keyResults }) => keyResults).find((one) => one.id === id);
    keyResult.baseline = agg === "sum" ? "0" : over.at(-1).value;
  }

  /** Somebody tells how far a key result is: {value}, {done} or {step, done}. */
  async tell(on, title, { step, ...word }) {
    const keyResult = this.list.flatMap(({ keyResults }) => keyResults).find((one) => one.title === title);
    const which = step === undefined ? {} : { milestone: keyResult.steps[step] };
    const { id } = await this.api.post(`/key-results/${keyResult.id}/check-ins`, { ...word, ...which, text: "as agreed" });
    keyResult.told.push({ on, id, step, ...word });
  }

  /** The last word on a key result was wrong. */
  async takeBack(title, value) {
    const keyResult = this.list.flatMap(({ keyResults }) => keyResults).find((one) => one.title === title);
    const word = keyResult.told.at(-1);
    await this.api.post(`/check-ins/${word.id}/corrections`, { value, reason: "counted twice" });
    word.value = value;
  }

  /** What of a quotient stands above and below the line in a period. */
  partsOf = (name) => {
    const { kpi, unit } = this.assignments.find((one) => one.name === name);
    return (period) => kpi.measures.map((measure) => valueOf(this.facts, { ...kpi, measures: [measure] }, unit, period).value);
  };

  async wrong(today) {
    const mine = standings(this.facts, this.assignments, this.list, today, this.partsOf);
    const theirs = new Map((await this.api.list(`/objectives?cycle=${this.cycle.id}&limit=100`)).map((row) => [row.id, row]));
    const wrong = [];
    let compared = 0;
    const note = (what, holds, theirsIs, mineIs) => {
      compared += 1;
      if (!holds) wrong.push(`${what} ${theirsIs} for ${shown(mineIs)}`);
    };
    for (const goal of this.list) {
      const [own, row] = [mine.get(goal.name), theirs.get(goal.id)];
      for (const field of ["progress", "coverage", "expected"]) note(`${goal.name} ${field}`, same(own[field], row[field]), row[field], own[field]);
      // Below 0.6 of coverage the product judges all the same.
      if (own.pace !== "too_little_data") note(`${goal.name} pace`, own.pace === row.pace, row.pace, own.pace);
      for (const [at, keyResult] of goal.keyResults.entries()) {
        const seen = row.key_results.find(({ id }) => id === keyResult.id);
        for (const field of ["progress", "coverage", "current"]) note(`${keyResult.title} ${field}`, same(own.keyResults[at][field], seen[field]), seen[field], own.keyResults[at][field]);
        note(`${keyResult.title} state`, own.keyResults[at].state === seen.state, seen.state, own.keyResults[at].state);
      }
    }
    return { wrong, compared };
  }
}
