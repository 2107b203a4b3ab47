// An import by command is killed: node import.mjs [--postgres] [--rounds N] [--seed N]
//
// More rows than one transaction takes. What is left of it is nothing or a beginning that is brought to its end: by the
// same command again, or by a server that starts. Either way every row of the file is there in the end, once.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { assertThere, check, close, Company, next, rounds, timeOf } from "./company.mjs";

/** One more part than fits into a single transaction. */
const rows = 12_000;
const company = new Company("import");
let usual = 0;

const stored = (name) => company.count(`kpi_reading WHERE source_key LIKE '${name}-%'`);
const open = () => company.count("inlet_import WHERE finished_at IS NULL");

/** A server goes on with what it finds half done. */
async function servedUntilDone() {
  await company.start();
  for (let look = 0; open() > 0 && look < 1200; ++look) await pause(100);
  await company.kill("SIGTERM");
  assert.equal(open(), 0, "the server does not bring the import to its end");
}

async function round(at) {
  const name = `file${at}`;
  const load = ["import", "kpi.reading", company.readings(name, rows), "--tenant", "kill"];
  const { code } = await company.killed(next() * usual * 1.1, ...load);
  company.assertWell();
  const left = stored(name);
  if (at % 2 === 0) await servedUntilDone();
  const served = stored(name);
  assert.ok(served === rows || served === left || at % 2 === 0, `${served} rows of ${rows}`);
  assert.ok(served === rows || served === 0 || at % 2 === 1, `${served} rows of ${rows} stay after the server's start`);
  company.command(...load);
  assert.equal(stored(name), rows);
  assertThere([], company.facts());
  if (code !== null) return "done before the kill";
  return left === 0 ? "killed with nothing written" : left === rows ? "killed with all written" : "killed half-way";
}

try {
  company.make();
  usual = await timeOf(() =>
    company.command("import", "kpi.reading", company.readings("first", rows), "--tenant", "kill"),
  );
  await rounds("an import that is killed is absent or brought to its end", 2, round);
  await check("its figures are those of a new computation", () => company.assertFigures());
} finally {
  await close(company);
}
