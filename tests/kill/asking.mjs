// Requests that somebody has to agree to: an employee drafts a goal and asks for it, and it is approved, refused, passed on
// and approved by another, approved by a deputy, withdrawn, or it waits.
import assert from "node:assert/strict";
import { Errand, version, Worker } from "./steps.mjs";

const fates = ["approve", "wait", "refuse", "wait", "pass_on", "wait", "deputy", "withdraw"];
/** What a fate makes of the request, and of the goal. */
const ends = {
  approve: "approved|active", refuse: "refused|draft", pass_on: "approved|active", deputy: "approved|active",
  withdraw: "withdrawn|draft", wait: "open|review",
};
const today = () => new Date().toISOString().slice(0, 10);
const names = (text) => ({ zh: text, en: text });

/** `cycle`: the one that goals are asked for in. */
export class Asking {
  constructor(company) {
    this.company = company;
    this.worker = new Worker((number) => this.#errand(`goal-${number}`, fates[number % fates.length]));
  }

  #errand(name, fate) {
    const { company } = this;
    const steps = [
      async (one) => {
        const { row } = await one.send(company.as("employee"), "/objectives", {
          cycle: this.cycle, org_unit: company.unit("K1"), owner: company.person("E1"), title: names(name), type: "committed",
        });
        Object.assign(one, { goal: row.id, version: row.version });
      },
      (one) => one.send(company.as("employee"), `/objectives/${one.goal}/key-results`, { title: names("number"), kind: "move", start: "0", target: "10" }),
      async (one) => {
        one.seen ??= await company.as("employee").get(`/objectives/${one.goal}`);
        const { review } = await one.send(company.as("employee"), `/objectives/${one.goal}/review`, { reason: "why not" }, version(one.seen));
        one.approval = review;
      },
      ...this.#fate(fate),
    ];
    return Object.assign(new Errand(name, steps), { fate });
  }

  #fate(fate) {
    const decide = (login, act, more = {}) => (one) => this.#decide(one, login, { act, ...more });
    const { company } = this;
    if (fate === "wait") return [];
    if (fate === "withdraw") return [decide("employee", "withdraw")];
    if (fate === "refuse") return [decide("manager", "refuse", { word: "not now" })];
    if (fate === "pass_on") return [decide("manager", "pass_on", { to: company.person("D1") }), decide("deputy", "approve")];
    if (fate === "approve") return [decide("manager", "approve")];
    return [(one) => this.#delegate(one), decide("deputy", "approve"), (one) => this.#endDelegation(one)];
  }

  async #decide(one, login, body) {
    const api = this.company.as(login);
    const path = `/approvals/${one.approval}`;
    const isDone = ({ row, history }) => (body.act === "pass_on" ? history.some(({ deed }) => deed === "passed_on") : row.state !== "open");
    await one.change(() => api.get(path), isDone, (seen) => api.send("PATCH", path, body, version(seen)));
  }

  async #delegate(one) {
    const { id } = await one.send(this.company.as("manager"), "/approval-delegations", { deputy: this.company.person("D1"), from: today(), to: today() });
    one.delegation = id;
  }

  async #endDelegation(one) {
    const api = this.company.as("manager");
    const look = async () => (await api.get("/approval-delegations")).items.find(({ id }) => id === one.delegation);
    await one.change(look, (seen) => seen === undefined, (seen) => api.send("DELETE", `/approval-delegations/${one.delegation}`, undefined, version(seen)));
  }

  /** Past the product: each goal and its request agree with one another and with what was answered; nothing is there twice. */
  assertWhole() {
    const { company } = this;
    const rows = company.ask("kill", `
      SELECT o.title_en, a.id, a.state, o.state,
             (SELECT COUNT(*) FROM approval_deed d WHERE d.approval = a.id AND d.deed = 'submitted'),
             (SELECT COUNT(*) FROM approval_deed d WHERE d.approval = a.id AND d.deed IN ('approved', 'refused', 'withdrawn')),
             (SELECT COUNT(*) FROM approval_deed d WHERE d.approval = a.id AND d.deed = 'passed_on')
        FROM okr_objective o LEFT JOIN approval a ON a.subject = o.id AND a.kind = 'okr.objective_review'
       WHERE o.title_en LIKE 'goal-%' ORDER BY o.id;`).map((line) => line.split("|"));
    assert.equal(new Set(rows.map(([title]) => title)).size, rows.length, "a goal, or a request for it, is there twice");
    const held = new Map(rows.map((row) => [row[0], row]));
    const pairs = new Set(Object.values(ends));
    for (const [title, id, state, goal, submitted, decided, passed] of rows) {
      const both = id === "" ? "|draft" : `${state}|${goal}`;
      assert.ok(id === "" ? goal === "draft" : pairs.has(both), `${title}: a request that is ${state} of a goal that is ${goal}`);
      if (id === "") continue;
      assert.equal(submitted, "1", title);
      assert.equal(decided, state === "open" ? "0" : "1", `${title}: ${decided} decisions`);
      assert.ok(Number(passed) <= 1, `${title} was passed on twice`);
    }
    for (const { name, fate } of this.worker.finished) {
      const [, , state, goal] = held.get(name) ?? assert.fail(`${name} was answered and is lost`);
      assert.equal(`${state}|${goal}`, ends[fate], `${name}, answered as ${fate}`);
    }
  }

  /** Of each request that waits, the manager is told once. */
  assertTold() {
    const waits = this.worker.finished.filter(({ fate }) => fate === "wait");
    const told = this.company.ask("kill", `
      SELECT n.link, COUNT(*) FROM notice n JOIN notice_copy c ON c.notice = n.id
       WHERE n.kind = 'approval.asked' AND c.person = ${this.company.person("M1")} GROUP BY n.link;`);
    const times = new Map(told.map((line) => line.split("|")));
    for (const { name, approval } of waits) assert.equal(times.get(`/inbox/${approval}`), "1", `${name}: the manager is told so often`);
    return `${waits.length} requests wait`;
  }
}
