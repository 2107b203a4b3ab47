// Whom the bell tells of a breach: the owner of the indicator and whoever leads the unit, or leads above where that is
// the owner; once for each breach.
import { leaders } from "./company.mjs";
import { pointsOf } from "./reckoning.mjs";

const confirmed = (phase) => phase === "firing" || phase === "recovering";

export class Bell {
  #told = new Map();
  /** Each breach: {name, unit, owner, day, first, phase, ended}. */
  breaches = [];

  /** `readers`: a client of each person whose bell is listened to, by employee number. */
  constructor(facts, assignments, readers, idOf) {
    Object.assign(this, { facts, assignments: assignments.filter(({ breach }) => breach), readers, idOf });
  }

  /** Who leads the unit and the units above it on a day, without the owner. */
  chain({ unit, owner }, day) {
    const chain = [];
    for (let at = unit; at; at = this.facts.parentOf(at, day)) chain.push(leaders[at]);
    return chain.filter((person, at) => person !== owner && chain.indexOf(person) === at);
  }

  #begin({ name, unit, owner }, day) {
    const [above] = this.chain({ unit, owner }, day);
    const first = [owner, ...(above ? [above] : [])];
    this.breaches.push({ name, unit, owner, day, first, phase: "firing", ended: false });
    for (const person of first) {
      const key = `${person} ${name}`;
      if (this.readers[person]) this.#told.set(key, (this.#told.get(key) ?? 0) + 1);
    }
  }

  /** A day is over: what has newly come to be in breach is told. */
  day(today) {
    for (const assignment of this.assignments) {
      const open = this.breaches.find(({ name, ended }) => name === assignment.name && !ended);
      const phase = pointsOf(this.facts, assignment, today).at(-1)?.phase;
      const now = confirmed(phase);
      if (now && !open) this.#begin(assignment, today);
      if (open) Object.assign(open, { ended: !now, phase });
    }
  }

  /** How many breaches were told of, each reader counted. */
  get count() {
    return [...this.#told.values()].reduce((sum, one) => sum + one, 0);
  }

  async wrong() {
    const seen = new Map();
    for (const [person, api] of Object.entries(this.readers)) {
      const fired = (await api.list("/notices?limit=100")).filter(({ kind }) => kind === "kpi.breach_fired");
      for (const { name } of this.assignments) {
        const count = fired.filter(({ link }) => link === `/kpi/${this.idOf(name)}`).length;
        if (count > 0) seen.set(`${person} ${name}`, count);
      }
    }
    const keys = [...new Set([...seen.keys(), ...this.#told.keys()])];
    const wrong = keys.filter((key) => seen.get(key) !== this.#told.get(key)).map((key) => `the bell told ${key} of ${seen.get(key) ?? 0} breaches for ${this.#told.get(key) ?? 0}`);
    return { wrong, compared: keys.length };
  }
}
