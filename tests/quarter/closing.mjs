// The end of the quarter: scores, grades, reviews and what goes on, each reckoned from what was sent.
import { signIn } from "../../data/demo/client.mjs";
import { last } from "./company.mjs";
import { Exact, later, same, shown } from "./exact.mjs";
import { pointsOf } from "./reckoning.mjs";
import { standings } from "./goals.mjs";
import { password } from "./site.mjs";

const cap = Exact.of("0.7");
const version = (row) => ({ "if-match": `"v${row.version}"` });
const least = (a, b) => (a.against(b) <= 0 ? a : b);

/** Who gives the score that counts, and the score where it is not what the key results come to. */
const verdicts = {
  company: { by: "hr" },
  production: { by: "executive", score: "0.9", reason: "the hall stood under water for a week" },
  logistics: { by: "executive" },
  team: { by: "manager", score: "0.5", reason: "a key result was never told" },
};
const decisions = { company: "keep", production: "modify", logistics: "abandon", team: "keep" };

export class Closing {
  constructor(planning) {
    Object.assign(this, planning, { planning, wrong: [], compared: 0 });
  }

  note(what, mine, theirs) {
    this.compared += 1;
    const holds = mine instanceof Exact ? same(mine, theirs) : (mine ?? null) === (theirs ?? null);
    if (!holds) this.wrong.push(`${what} ${theirs} for ${shown(mine)}`);
  }

  async #refused(what, status, act) {
    const answer = await act().then(() => "taken", (error) => error.message);
    this.note(what, true, answer.includes(`: ${status} `) || answer);
  }

  async #state(state) {
    const cycle = (await this.hr.list("/cycles")).find(({ id }) => id === this.cycle.id);
    return this.hr.send("PATCH", `/cycles/${cycle.id}`, { state }, version(cycle));
  }

  /** What each objective is worth: its own key results by their weights, or the manager's word; then the guardrail. */
  #grades(today) {
    const { facts, assignments, list } = this;
    const firing = (name) => pointsOf(facts, assignments.find((one) => one.name === name), today).at(-1).phase !== "ok";
    const stood = standings(facts, assignments, list, today, this.planning.partsOf);
    return new Map(
      list.map((goal) => {
        const own = stood.get(goal.name).keyResults;
        const sum = (each) => own.reduce((all, one) => all.plus(each(one)), Exact.of(0));
        const suggested = sum(({ weight, progress }) => progress.times(weight)).over(sum(({ weight }) => Exact.of(weight))).rounded(4);
        const score = verdicts[goal.name].score ?? suggested;
        const raw = Exact.of(score);
        const held = Boolean(goal.guards) && firing(goal.guards) && raw.against(cap) > 0;
        const final = held ? cap : raw;
        const success = !held && final.against(goal.type === "committed" ? 1 : "0.7") >= 0;
        return [goal.name, { progress: stood.get(goal.name).progress, suggested, raw, grade: least(final, raw).rounded(1), capped: held, success, keyResults: own }];
      }),
    );
  }

  async close(today) {
    for (const login of ["hr", "executive", "manager", "employee"]) this[login] = await signIn(this.site.server.url, login, password);
    await this.#state("closing");
    const next = await this.hr.post("/cycles", { names: { zh: "Q2", en: "Q2" }, start: later(last, 1), end: later(last, 91), state: "planning" });
    await this.#refused("the cycle closes before it is ready", 409, () => this.#state("closed"));
    await this.#refused("a check-in of a day after the cycle", 400, () => this.executive.post(`/key-results/${this.list[1].keyResults[0].id}/check-ins`, { value: "44", on: later(last, 1) }));
    const grades = this.#grades(today);
    for (const goal of this.list) await this.#score(goal, grades.get(goal.name));
    for (const goal of this.list) await this.#review(goal, today);
    await this.#state("closed");
    for (const goal of this.list) await this.#carried(goal, grades.get(goal.name), next.id);
    await this.#refused("a check-in of a closed cycle", 409, () => this.executive.post(`/key-results/${this.list[1].keyResults[0].id}/check-ins`, { value: "44", on: last }));
    return grades;
  }

  async #score(goal, { suggested, raw, grade, capped, success }) {
    const path = `/objectives/${goal.id}/scores`;
    const { by, score = decimal(suggested), reason } = verdicts[goal.name];
    // Whose own objective contributes has a word that counts nowhere.
    if (goal.name === "company") await this.#refused("a stranger scores", 403, () => this.employee.post(path, { score: "1" }));
    else await this.employee.post(path, { score: "1" });
    const { row } = await this[by].post(path, { score, ...(reason ? { reason } : {}) });
    for (const [field, mine] of Object.entries({ suggested, raw, grade, capped, success })) this.note(`${goal.name} ${field}`, mine, row[field]);
  }

  async #review(goal, today) {
    const path = `/objectives/${goal.id}/review`;
    const seen = await this.executive.get(path);
    const decision = decisions[goal.name];
    const steps = [{ note: "order earlier", owner: this.people.get(goal.owner), due: later(today, 14) }];
    const review = await this.executive.send("PATCH", path, { cause: "parts came late", learned: "ask sooner", decision, carry: decision !== "abandon", steps, submit: true }, version(seen));
    this.note(`${goal.name} lacks`, "", review.row.lacks.join());
    goal.next = review.carried_to;
  }

  /** What goes on begins in the next cycle where it ended in this one. */
  async #carried(goal, { keyResults }, next) {
    this.note(`${goal.name} goes on`, decisions[goal.name] !== "abandon", goal.next !== null);
    if (goal.next === null) return;
    const { row } = await this.executive.get(`/objectives/${goal.next}`);
    this.note(`${goal.name} goes on in the next cycle`, next, row.cycle);
    const left = goal.keyResults.filter((_, at) => keyResults[at].progress.against(1) < 0);
    this.note(`${goal.name} goes on with`, left.map(({ title }) => title).join(), row.key_results.map(({ title }) => title.en).join());
    for (const [at, keyResult] of goal.keyResults.entries()) {
      if (keyResult.kind !== "move" || keyResult.driver || !left.includes(keyResult)) continue;
      const begun = row.key_results.find(({ title }) => title.en === keyResult.title);
      this.note(`${keyResult.title} starts again`, keyResults[at].current ?? Exact.of(keyResult.start), begun?.start);
    }
  }
}

/** A rounded amount as it is sent. */
const decimal = (value) => (Number(value.num) / Number(value.den)).toFixed(4);
