// Whom the bell tells of a breach: the owner of the indicator and whoever leads the unit, once for each breach.
import { leaders } from "./company.mjs";
import { pointsOf } from "./reckoning.mjs";

const confirmed = (phase) => phase === "firing" || phase === "recovering";

export class Bell {
  #firing = new Set();
  #told = new Map();

  /** `readers`: a client of each person whose bell is listened to, by employee number. */
  constructor(facts, assignments, readers, idOf) {
    Object.assign(this, { facts, assignments: assignments.filter(({ breach }) => breach), readers, idOf });
  }

  #expect(name, person) {
    const key = `${person} ${name}`;
    if (this.readers[person]) this.#told.set(key, (this.#told.get(key) ?? 0) + 1);
  }

  /** A day is over: what has newly come to be in breach is told. */
  day(today) {
    for (const { name, unit, owner, ...assignment } of this.assignments) {
      const now = confirmed(pointsOf(this.facts, { name, unit, ...assignment }, today).at(-1)?.phase);
      if (now && !this.#firing.has(name)) for (const person of new Set([owner, leaders[unit]])) this.#expect(name, person);
      if (now) this.#firing.add(name);
      else this.#firing.delete(name);
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
