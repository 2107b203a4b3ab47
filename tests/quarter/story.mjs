// What happens in the company, day by day: each deed is told to the product and to the reckoning.
import { first, units } from "./company.mjs";
import { Files } from "./files.mjs";
import { Planning } from "./planning.mjs";

export class Story {
  constructor(site, facts, assignments) {
    Object.assign(this, { site, facts, assignments, files: new Files(site, facts) });
  }

  async plan() {
    for (const [code, parent] of units) this.facts.place(code, parent || null, "2025-01-01");
    this.goals = new Planning(this.site, this.facts, this.assignments);
    await this.goals.draft();
  }

  /** One day: what is sent, corrected and moved. */
  async live(day, readings) {
    await this.#report(day, readings);
    if (day === first) await this.goals.begin(day);
    await this.#deeds[day]?.();
    for (const [title, word] of words[day] ?? []) await this.goals.tell(day, title, word);
  }

  async #report(day, readings) {
    const bySystem = readings.filter(({ unit }) => !["T5", "T6"].includes(unit));
    const sent = day === "2026-01-20" ? bySystem.map(tenfold) : bySystem;
    if (sent.length) await this.site.send(sent);
    sent.forEach((one) => this.facts.read(one));
    await this.files.report(day, readings);
    await this.files.live(day);
  }

  async #correct(readings, reason) {
    await this.site.send(readings, reason);
    readings.forEach((one) => this.facts.read(one));
  }

  async #move(unit, parent, from) {
    await this.site.move(unit, parent, from);
    this.facts.place(unit, parent, from);
  }

  async #aim(name, target) {
    await this.site.aim(name, target);
    this.assignments.find((one) => one.name === name).targets.push(target);
  }

  /** A figure of March turns out wrong when the quarter is closed: the KPI moves, the closed goals do not. */
  correctLate() {
    const right = { measure: "defects", unit: "T5", day: "2026-03-31", key: "T5-defects-2026-03-31", amount: "40" };
    return this.#correct([right], "counted again");
  }

  #told(key) {
    return this.facts.readings.get(key);
  }

  #deeds = {
    // Ten times too much was typed on the 19th of January; it is seen three days later.
    "2026-01-23": () => {
      const { amount, ...one } = this.#told("output/T1-output-2026-01-19");
      const right = String(Number(amount.num / amount.den) / 10);
      return this.#correct([{ ...one, key: "T1-output-2026-01-19", amount: right }], "typed ten times");
    },
    // A figure of team 1 was one of team 2, and of the day before.
    "2026-02-05": () => {
      const one = this.#told("defects/T1-defects-2026-02-03");
      const right = { measure: "defects", unit: "T2", day: "2026-02-02", key: "T1-defects-2026-02-03" };
      return this.#correct([{ ...right, amount: String(one.amount.num) }], "booked on the wrong team and day");
    },
    // Team 4 goes to the other department in the middle of a week; team 3 did so two weeks before it is told.
    "2026-02-04": () => this.#move("T4", "D2", "2026-02-04"),
    "2026-02-27": () => this.#move("T3", "D2", "2026-02-12"),
    "2026-03-13": () => this.#move("T3", "D1", "2026-03-16"),
    "2026-02-16": () => this.#aim("hourly/T1", { from: "2026-02-16", target: "1.95" }),
    "2026-02-20": () => this.goals.takeBack("trained", "17"),
    "2026-03-02": () => this.#aim("output_week/D2", { from: "2026-03-02", target: "1700" }),
  };

  wrongGoals() {
    return this.goals.wrong(this.site.today);
  }
}

const tenfold = (one) => (one.key === "T1-output-2026-01-19" ? { ...one, amount: `${one.amount}0` } : one);

/** The check-ins of the quarter; the team is silent for weeks in February. */
const words = {
  "2026-01-05": [["trained", { value: "0" }], ["stops", { value: "9" }], ["downtime", { value: "125" }], ["new line", { step: 0, done: true }]],
  "2026-01-14": [["trained", { value: "6" }], ["stops", { value: "8" }], ["downtime", { value: "110" }]],
  "2026-01-23": [["trained", { value: "11" }], ["stops", { value: "7.5" }]],
  "2026-02-02": [["new line", { step: 1, done: true }], ["stops", { value: "7" }]],
  "2026-02-11": [["trained", { value: "21" }]],
  "2026-02-26": [["downtime", { value: "88.8" }], ["stops", { value: "5.5" }]],
  "2026-03-06": [["trained", { value: "29" }], ["audited", { done: false }]],
  "2026-03-16": [["new line", { step: 1, done: false }], ["stops", { value: "4" }]],
  "2026-03-23": [["audited", { done: true }], ["downtime", { value: "58" }]],
  "2026-03-30": [["new line", { step: 1, done: true }], ["stops", { value: "3.2" }], ["trained", { value: "41" }]],
};
