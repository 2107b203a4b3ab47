// Tells the demo company's story through the public API, each deed on its day under a set clock:
//
//   STORY_EXECUTIVE=… STORY_HR=… STORY_MANAGER=… \
//     node tell.mjs --url URL --made DIR --metrics URL --clock FILE     a quarter, its close, and the next one so far
//   TWINRAIL_PASSWORD=… node tell.mjs --url URL --made DIR               what is of today, by the machine's clock
//
// DIR is what make_readings.mjs has made: the story with its dates moved, and the figures.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { run, signIn, withToken } from "./client.mjs";
import { Clock } from "./clock.mjs";
import { giveDuties } from "./load_duties.mjs";
import { askForReview, begin, checkIn, directory, find, open } from "./load_objectives.mjs";

const version = (row) => ({ "if-match": `"v${row.version}"` });

class Story {
  constructor({ url, made, metrics, clock }) {
    const doc = (name) => JSON.parse(readFileSync(join(made, name), "utf8"));
    Object.assign(this, { url, made, metrics, past: doc("last_quarter.json"), running: doc("objectives.json"), deeds: doc("running.json") });
    if (!clock) return;
    this.clock = new Clock(clock);
    for (const login of ["executive", "hr", "manager"]) this[login] = withToken(url, process.env[`STORY_${login.toUpperCase()}`]);
  }

  wake(day) {
    return this.clock.wake(day, this.metrics, () => this.executive.get("/session"));
  }

  async #comment({ by, objective, text, mentions }) {
    const people = mentions.map((number) => find(this.known.people, number));
    await this[by].post(`/objectives/${find(this.ids, objective)}/comments`, { text, mentions: people });
  }

  async #say(comments, day) {
    for (const one of comments.filter(({ on }) => on === day)) await this.#comment(one);
  }

  /** Somebody is lent to another team, and back; a department goes to another one. */
  async #post(number, { unit, ...change }) {
    const path = `/people/${find(this.known.people, number)}`;
    const { version: at } = await this.hr.get(path);
    await this.hr.post(`${path}/posts`, { ...change, unit: find(this.known.units, unit) }, { "if-match": `"v${at}"` });
  }

  async #place(code, { parent, ...change }) {
    const path = `/units/${find(this.known.units, code)}`;
    await this.hr.send("PATCH", path, { ...change, parent: find(this.known.units, parent) }, version(await this.hr.get(path)));
  }

  async #state(cycle, state) {
    const row = (await this.hr.list("/cycles")).find(({ id }) => id === cycle);
    await this.hr.send("PATCH", `/cycles/${cycle}`, { state }, version(row));
  }

  /** The quarter before: nothing of it is in the panel. */
  async lastQuarter() {
    const { past } = this;
    const { person, unit } = past.moved;
    this.known = await directory(this.hr);
    await this.#post(person.employee_no, person.lent);
    await this.#place(unit.code, unit.before);
    const cycle = await this.hr.post("/cycles", { ...past.cycle, state: "active" });
    await this.wake(past.active_on);
    this.ids = await open(this.executive, past, cycle.id);
    let after = past.active_on;
    for (const day of past.told_on) {
      await this.wake(day);
      await checkIn(this.executive, past, cycle.id, { after, to: day });
      await this.#say(past.comments, day);
      if (after < person.back.valid_from && person.back.valid_from <= day) {
        await this.#post(person.employee_no, person.back);
        await this.#place(unit.code, unit.after);
      }
      after = day;
    }
    await this.#close(cycle.id);
  }

  /** Scores, reviews and the close; what goes on is drafted in the next quarter. */
  async #close(cycle) {
    await this.wake(this.past.closed_on);
    await this.#state(cycle, "closing");
    this.next = (await this.hr.post("/cycles", { ...this.running.cycle, state: "active" })).id;
    for (const { code, score } of this.past.objectives) await this.#score(find(this.ids, code), score);
    for (const { code, review } of this.past.objectives) await this.#review(code, review);
    await this.#state(cycle, "closed");
  }

  async #score(id, { own, by, score, reason }) {
    if (own) await this[own.by].post(`/objectives/${id}/scores`, { score: own.score });
    const { row } = await this[by].get(`/objectives/${id}/review`);
    await this[by].post(`/objectives/${id}/scores`, { score: score ?? row.suggested, ...(reason ? { reason } : {}) });
  }

  async #review(code, { by, steps, ...words }) {
    const path = `/objectives/${find(this.ids, code)}/review`;
    const owned = steps.map(({ owner, ...step }) => ({ ...step, owner: find(this.known.people, owner) }));
    const view = await this[by].send("PATCH", path, { ...words, steps: owned, submit: true }, version(await this[by].get(path)));
    if (view.row.lacks.length > 0) throw new Error(`the review of ${code} lacks ${view.row.lacks.join()}`);
    if (code === this.deeds.carried.from) this.carried = view.carried_to;
  }

  /** The quarter that runs: its figures are the panel's, a week at a time. */
  async thisQuarter() {
    const { running, deeds } = this;
    await this.wake(running.active_on);
    await this.#upload("readings-opening.csv");
    this.ids = await open(this.executive, running, this.next);
    await begin(this.executive, this.carried, running.active_on);
    const rows = readFileSync(join(this.made, "readings.csv"), "utf8").trimEnd().split("\n");
    let after = "";
    for (const day of deeds.told_on) {
      await this.wake(day);
      const due = rows.slice(1).filter((row) => row.split(",")[2] >= after && row.split(",")[2] < day);
      await this.#send([rows[0], ...due, ""].join("\n"));
      await checkIn(this.executive, running, this.next, { after, to: day });
      await this.#tellCarried(day);
      await this.#say(deeds.comments, day);
      for (const one of deeds.acknowledged.filter(({ on }) => on === day)) await this.#acknowledge(one);
      await this.#decide(deeds.decisions, day);
      after = day;
    }
  }

  /** What the weekly meetings decide, and what of it is done. */
  async #decide(decisions, day) {
    for (const one of decisions.filter(({ on }) => on === day)) {
      const { by, unit, note, owner, due } = one;
      one.made = await this[by].post("/decisions", { org_unit: find(this.known.units, unit), note, owner: find(this.known.people, owner), due });
    }
    for (const { by, made } of decisions.filter(({ done }) => done === day))
      await this[by].send("PATCH", `/decisions/${made.id}`, { done: true }, version(made));
  }

  async #tellCarried(day) {
    const { row } = await this.executive.get(`/objectives/${this.carried}`);
    for (const one of this.deeds.carried.check_ins.filter(({ on }) => on === day)) await this.executive.post(`/key-results/${row.key_results[0].id}/check-ins`, one);
  }

  async #acknowledge({ by, kpi, org_unit, last_day, reason }) {
    const path = `/kpi-assignments/${find(this.known.assignments, `${kpi}/${org_unit}`)}`;
    const { row } = await this[by].get(path);
    if (!row.breach?.id) throw new Error(`${kpi} of ${org_unit} is not in breach`);
    await this[by].post(`/breaches/${row.breach.id}/acknowledgement`, { accepted_value: row.breach.value, last_day, reason });
  }

  #upload(name) {
    return this.#send(readFileSync(join(this.made, name), "utf8"));
  }

  /** A file of readings, as somebody uploads it. */
  async #send(text) {
    const { state } = await this.hr.upload("kpi.reading", text, "text/csv");
    if (state !== "done") throw new Error(`the readings ended ${state}`);
  }

  /** Today: the last check-ins, figures typed by hand, and a request that waits. */
  async today() {
    const as = (login) => signIn(this.url, login, process.env.TWINRAIL_PASSWORD);
    const executive = await as("executive");
    const cycle = (await executive.list("/cycles")).find(({ state }) => state === "active");
    await checkIn(executive, this.running, cycle.id, { after: this.deeds.told_on.at(-1) });
    await giveDuties(await as("hr"));
    await askForReview(await as("employee"), this.running.proposal);
  }
}

await run("tell", async () => {
  const text = { type: "string" };
  const { values } = parseArgs({ options: { url: text, made: text, metrics: text, clock: text } });
  if (!values.url || !values.made) throw new Error("--url URL and --made DIR are needed");
  const story = new Story(values);
  if (!values.clock) return story.today();
  await story.lastQuarter();
  await story.thisQuarter();
});
