// The migration of a released database is killed: node migrate.mjs [--postgres] [--rounds N] [--seed N]
//
// Afterwards it is of the old release or of this one; the next opening completes it, and its data is well.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { close, Company, newDatabase, next, postgres, rounds, timeOf } from "./company.mjs";

const kept = join(import.meta.dirname, "../upgrade");
const releases = readdirSync(kept, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);
const company = new Company("migrate");
const code = "hengzhi";
let usual = 0;

/** The release's database as it was kept. */
function lay(release) {
  rmSync(company.data, { recursive: true, force: true });
  mkdirSync(company.data, { recursive: true });
  if (postgres) {
    const place = newDatabase(company.database);
    const sql = gunzipSync(readFileSync(join(kept, release, "postgres.sql.gz")));
    execFileSync("psql", ["-qX", "--set", "ON_ERROR_STOP=1", place], { input: sql, stdio: ["pipe", "ignore", "pipe"] });
  } else {
    execFileSync("tar", ["-C", company.data, "-xzf", join(kept, release, "sqlite.tar.gz")]);
  }
  chmodSync(company.data, 0o700);
}

async function round(at) {
  lay(releases[at % releases.length]);
  const facts = company.facts(code);
  const { code: ended } = await company.killed(next() * usual * 1.1, "migrate");
  assert.deepEqual(company.facts(code), facts);
  company.command("migrate");
  company.assertWell(code);
  assert.deepEqual(company.facts(code), facts);
  return ended === null ? "killed" : "done before the kill";
}

try {
  lay(releases[0]);
  usual = await timeOf(() => company.command("migrate"));
  await rounds("a migration that is killed is completed by the next opening", 6, round);
} finally {
  await close(company);
}
