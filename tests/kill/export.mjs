// A server that makes a file of a long list is killed: node export.mjs [--postgres] [--rounds N] [--seed N]
//
// Whatever the kill leaves, the next start begins the file anew, once nobody holds the job any more: in the end it has each
// row of the list once, and nothing of the first beginning.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { check, close, Company, next, rounds, timeOf } from "./company.mjs";

const rows = 12_000;
const company = new Company("export");
const list = "/measures/1/readings";
let usual = 0;

const underWay = () => company.count("export_file WHERE ended_at IS NULL");

/** Asks for the list as a file, and gives its path. */
async function ask() {
  const { id } = await company.api.post("/export-files", { list, format: "csv" });
  return `/export-files/${id}`;
}

/** A process that was killed holds its job for a minute. */
async function untilDone() {
  for (let look = 0; underWay() > 0 && look < 1500; ++look) await pause(100);
  assert.equal(underWay(), 0, "the server does not bring the file to its end");
}

async function assertWhole(path) {
  const made = await company.api.get(path);
  assert.equal(made.state, "ready", made.problem);
  assert.equal(made.written, rows);
  const reply = await fetch(`${company.server.url}/api/v1${path}/content`, { headers: { authorization: `Bearer ${company.token}` } });
  assert.equal(reply.status, 200);
  const keys = new Set((await reply.text()).trim().split("\r\n").slice(1));
  assert.equal(keys.size, rows, "a row is there twice, or not at all");
}

async function round() {
  await company.start();
  const path = await ask();
  await pause(next() * usual * 1.1);
  const early = underWay() > 0;
  await company.kill("SIGKILL");
  company.assertWell();
  const pieces = company.count("export_piece p JOIN export_file f ON f.id = p.file WHERE f.ended_at IS NULL");
  await company.start();
  await untilDone();
  await assertWhole(path);
  assert.equal(company.count("export_piece WHERE file NOT IN (SELECT id FROM export_file)"), 0);
  await company.kill("SIGTERM");
  return !early ? "killed when done" : pieces > 0 ? "killed half-way" : "killed before anything was kept";
}

try {
  company.make();
  company.command("import", "kpi.reading", company.readings("read", rows), "--tenant", "kill");
  await company.start();
  usual = await timeOf(async () => {
    const path = await ask();
    await untilDone();
    await assertWhole(path);
  });
  await company.kill("SIGTERM");
  await rounds("a file that is being made is made whole", 1, round);
  await check("its figures are those of a new computation", () => company.assertFigures());
} finally {
  await close(company);
}
