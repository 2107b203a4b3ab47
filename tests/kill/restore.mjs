// restore is killed: node restore.mjs [--postgres] [--rounds N] [--seed N]
//
// The company is there with every row or it is not there at all; then the same command again makes it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { close, Company, next, rounds, timeOf } from "./company.mjs";

const company = new Company("restore");
const file = join(company.folder, "saved");
let usual = 0;
let facts = [];

const isThere = (code) => company.command("tenant", "list").split("\n").some((line) => line.startsWith(`${code}\t`));

async function round(at) {
  const code = `copy${at}`;
  const load = ["restore", file, "--tenant", code];
  const { code: ended } = await company.killed(next() * usual * 1.1, ...load);
  const there = isThere(code);
  if (!there) company.command(...load);
  company.assertWell(code);
  assert.deepEqual(company.facts(code), facts);
  if (ended !== null) return "done before the kill";
  return there ? "killed at its end" : "killed, and done the second time";
}

try {
  company.make();
  company.command("import", "kpi.reading", company.readings("first", 3000), "--tenant", "kill");
  facts = company.facts();
  company.command("backup", file, "--tenant", "kill");
  usual = await timeOf(() => company.command("restore", file, "--tenant", "copy"));
  await rounds("a restore that is killed has made all or nothing, and is done the second time", 6, round);
} finally {
  await close(company);
}
