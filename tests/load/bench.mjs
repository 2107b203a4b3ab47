// The benchmarks: node bench.mjs [--quick] [--rounds N] [--only NAME,…] [--write FILE] [--folder DIR]
//
// Each figure is a ratio against a yardstick of the same run, the median of several rounds in which product and
// yardstick take turns, because machines are noisy. --write puts the rows into docs/benchmarks.md; with --only those
// that were measured take the place of their own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measures } from "./measures.mjs";
import { machine, write } from "./report.mjs";
import { Ground } from "./ground.mjs";

const { values: given } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
    write: { type: "string" },
    folder: { type: "string" },
  },
});

// A real disk: /tmp may be memory, and a commit there proves nothing.
const folder = given.folder ?? mkdtempSync(join(process.env.TWINRAIL_LOAD_DIR ?? "/var/tmp", "twinrail-load-"));
const ground = new Ground(folder, { quick: given.quick, rounds: Number(given.rounds) });
const results = [];
try {
  const chosen = given.only ? given.only.split(",") : measures.map(({ name }) => name);
  for (const name of chosen) if (!measures.some((one) => one.name === name)) throw new Error(`nothing is called ${name}`);
  for (const { name, run, needs } of measures) {
    if (!chosen.includes(name)) continue;
    await ground.prepare(needs);
    for (const line of await run(ground)) {
      results.push({ name, ...line });
      console.log(`${line.reached ? "reached" : "MISSED "}  ${line.what} (${line.where}): ${line.ratio} — must reach ${line.goal}; ${line.note}`);
    }
  }
} finally {
  if (!given.folder) rmSync(folder, { recursive: true, force: true });
}
if (given.write) write(given.write, results, measures.map(({ name }) => name), { ...machine(), rounds: ground.rounds });
const missed = results.filter((line) => !line.reached);
console.log(`${results.length - missed.length} reached, ${missed.length} missed`);
