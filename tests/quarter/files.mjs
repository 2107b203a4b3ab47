// The figures that come as files: comma-separated text of team 5 and workbooks of team 6. Some are late, wrong, refused,
// corrected by a further file or taken back; each is told to the product and, where it counts, to the reckoning.
import { figuresOf } from "./company.mjs";
import { later } from "./exact.mjs";

/** Working days of a week that begins on a Monday. */
const week = (monday) => [0, 1, 2, 3, 4].map((days) => later(monday, days));

export class Files {
  constructor(site, facts) {
    Object.assign(this, { site, facts });
  }

  /** What the teams tell on a day. On the 9th of March a figure of team 5 is typed ten times too large. */
  async report(day, readings) {
    const text = readings.filter(({ unit }) => unit === "T5").map((one) => (one.key === "T5-defects-2026-03-04" ? { ...one, amount: `${one.amount}0` } : one));
    const book = readings.filter(({ unit }) => unit === "T6");
    if (text.length) await this.#take(text, { workbook: false });
    if (book.length) await this.#take(book, { workbook: true });
  }

  async #take(readings, form) {
    const taken = await this.site.upload(readings, form);
    readings.forEach((one) => this.facts.read(one));
    return taken;
  }

  /** What else is done with files on a day. */
  async live(day) {
    await this.#deeds[day]?.();
  }

  #wrong = () => ({ measure: "defects", unit: "T5", day: "2026-03-04", key: "T5-defects-2026-03-04", amount: this.#right() });
  #right = () => figuresOf("T5", "2026-03-04").find(({ measure }) => measure === "defects").amount;
  /** Team 6's week of the 9th of March under team 5. */
  #strange = () => week("2026-03-09").flatMap((day) => figuresOf("T6", day)).map((one) => ({ ...one, unit: "T5", key: `again-${one.key}` }));

  #deeds = {
    // A cell holds a letter: nothing of the workbook counts, and the mended one comes two days later.
    "2026-01-26": () => {
      const rows = week("2026-01-19").flatMap((day) => figuresOf("T6", day));
      return this.site.upload([{ ...rows[0], amount: "1o8" }, ...rows.slice(1)], { workbook: true, ends: "refused" });
    },
    // Who changes a figure has to say why.
    "2026-03-11": () => this.site.upload([this.#wrong()], { workbook: true, ends: "refused" }),
    "2026-03-12": () => this.#take([{ ...this.#wrong(), reason: "typed ten times" }], { workbook: true }),
    // The same week once more, under another team; a day later it is taken back.
    "2026-03-17": async () => {
      this.strange = await this.#take(this.#strange(), { workbook: true });
    },
    "2026-03-18": async () => {
      await this.site.takeBack(this.strange);
      this.#strange().forEach((one) => this.facts.forget(one));
    },
  };
}
