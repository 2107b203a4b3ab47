// The goals of the company that is killed: one objective with key results that people update.
import assert from "node:assert/strict";

/** What the server shows of a key result's check-ins: the newest. */
const shown = 50;
const today = new Date().toISOString().slice(0, 10);
const year = today.slice(0, 4);

/** Writes check-ins, one writer a key result, and knows what was answered. */
export class Goals {
  constructor(company) {
    this.company = company;
    this.keyResults = [];
    this.told = new Map();
    this.interrupted = [];
  }

  get #api() {
    return this.company.goalsApi;
  }

  /** The cycle of this year, an objective of the company and two key results from 0 to 1,000,000. */
  async make() {
    const unit = (await this.company.api.list("/units")).find(({ code }) => code === "K").id;
    const names = (text) => ({ zh: text, en: text });
    const cycle = await this.#api.post("/cycles", {
      names: names(year),
      start: `${year}-01-01`,
      end: `${year}-12-31`,
      state: "active",
    });
    const { row } = await this.#api.post("/objectives", {
      cycle: cycle.id,
      org_unit: unit,
      title: names("Survive"),
      type: "committed",
    });
    for (const title of ["First", "Second"]) {
      const made = await this.#api.post(`/objectives/${row.id}/key-results`, {
        title: names(title),
        kind: "move",
        unit: "count",
        decimals: 0,
        start: "0",
        target: "1000000",
        weight: "1",
      });
      this.keyResults.push(made.id);
      this.told.set(made.id, []);
    }
    await this.#api.post(`/objectives/${row.id}/activation`, {}, { "if-match": `"v${row.version}"` });
  }

  /** Each tells check-ins until the server is gone. */
  writers(round) {
    return this.keyResults.map((id) => this.#tell(id, round));
  }

  async #tell(id, round) {
    for (let count = 0; ; ++count) {
      const request = { id, text: `${round}-${count}`, value: String(round * 10_000 + count) };
      try {
        this.#note(request, await this.#send(request));
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        this.interrupted.push(request);
        return;
      }
    }
  }

  #send({ id, text, value }) {
    const key = { "idempotency-key": `kill-check-in-${id}-${text}` };
    return this.#api.send("POST", `/key-results/${id}/check-ins`, { text, value }, key);
  }

  #note(request, answer) {
    this.told.get(request.id).push({ ...request, answer: answer.id });
  }

  /** After a restart: all that was answered is there, and what is sent again counts once. */
  async check() {
    for (const request of this.interrupted.splice(0)) this.#note(request, await this.#send(request));
    for (const [id, told] of this.told) {
      const last = told.at(-1);
      if (last) assert.equal((await this.#send(last)).id, last.answer, "a repeated check-in is a second one");
      const { check_ins: held, row } = await this.#api.get(`/key-results/${id}`);
      const expected = told.slice(-shown).map(({ answer }) => answer).reverse();
      assert.deepEqual(held.map((one) => one.id).slice(0, expected.length), expected);
      if (last) assert.equal(Number(row.current), Number(last.value));
    }
    return `${[...this.told.values()].flat().length} check-ins`;
  }
}
