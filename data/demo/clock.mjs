// The clock that an installation of the kind test or demo follows: a file, moved while the server runs.
import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Looks at what the server has done by itself; nothing is asserted about how long it takes. */
const looks = 2400;

export class Clock {
  constructor(file) {
    this.file = file;
  }

  /** Ten in the morning in Shanghai. */
  set(day) {
    this.day = day;
    writeFileSync(`${this.file}.new`, `${day}T02:00:00Z\n`);
    renameSync(`${this.file}.new`, this.file);
  }

  /** The next day begins: what is due is done before anybody works. `metrics`: their address; `touch` keeps the company open. */
  async wake(day, metrics, touch) {
    this.set(day);
    const figure = (text, name) => Number(new RegExp(`^twinrail_${name} (\\d+)`, "m").exec(text)?.[1] ?? -1);
    for (let look = 0; look < looks; ++look) {
      await touch();
      const text = await (await fetch(metrics)).text();
      const now = figure(text, "clock_seconds");
      if (now === Date.parse(`${day}T02:00:00Z`) / 1000 && figure(text, "jobs_done_until_seconds") >= now) return;
      await pause(25);
    }
    throw new Error(`the jobs of ${day} were not done`);
  }
}
