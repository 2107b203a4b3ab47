// A server that takes an import back is killed: node undo.mjs [--postgres] [--rounds N] [--seed N]
//
// The file has more rows than one transaction takes. Whatever the kill leaves, the next start goes on with it: in the end no
// reading of the file counts, each was withdrawn once, and none of the other file was touched.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { check, close, Company, next, rounds, timeOf } from "./company.mjs";

/** Two parts more than fit into a single transaction. */
const rows = 12_000;
const company = new Company("undo");
let usual = 0;

const standing = (name) => company.count(`kpi_reading WHERE superseded_at IS NULL AND source_key LIKE '${name}-%'`);
const revisions = (name) => company.count(`kpi_reading WHERE source_key LIKE '${name}-%'`);
const underWay = () => company.count("inlet_import WHERE finished_at IS NULL");

/** Asks for the newest import to be taken back. */
async function ask() {
  const [{ id, version }] = (await company.api.get("/imports?inlet=kpi.reading")).items;
  await company.api.post(`/imports/${id}/undo`, {}, { "if-match": `"v${version}"` });
}

async function untilDone() {
  for (let look = 0; underWay() > 0 && look < 1200; ++look) await pause(100);
  assert.equal(underWay(), 0, "the server does not bring it to its end");
}

const load = (name) => company.command("import", "kpi.reading", company.readings(name, rows), "--tenant", "kill");

async function round(at) {
  const name = `file${at}`;
  load(name);
  await company.start();
  await ask();
  await pause(next() * usual * 1.1);
  const early = underWay() > 0;
  await company.kill("SIGKILL");
  company.assertWell();
  const left = standing(name);
  assert.ok(left === 0 || early, `${left} readings count after the end`);
  await company.start();
  await untilDone();
  await company.kill("SIGTERM");
  assert.equal(standing(name), 0);
  assert.equal(revisions(name), 2 * rows, "a reading was withdrawn twice, or never");
  assert.equal(standing("kept"), rows);
  return left === 0 ? "killed when done" : left === rows ? "killed before anything was taken back" : "killed half-way";
}

try {
  company.make();
  load("kept");
  load("first");
  await company.start();
  usual = await timeOf(async () => {
    await ask();
    await untilDone();
  });
  await company.kill("SIGTERM");
  await rounds("an import that is being taken back is taken back whole", 2, round);
  await check("its figures are those of a new computation", () => company.assertFigures());
} finally {
  await close(company);
}
