// tenant move is killed, there and back again: node move.mjs --postgres [--rounds N] [--seed N]
//
// Whenever it is killed, the place in force holds every row; what is written there stays through the moves to come, and
// the same command again brings the company to where it was to go.
import assert from "node:assert/strict";
import { check, close, Company, next, rounds, timeOf } from "./company.mjs";

const company = new Company("move");

/** Where the directory says that the company lives. */
function place() {
  const [engine] = company.ask("", "SELECT engine FROM tenant_engine WHERE code = 'kill';");
  return engine ?? "postgres";
}

/** The readings, in the place in force. */
function facts() {
  company.postgres = place() === "postgres";
  const held = company.facts();
  company.postgres = true;
  return held;
}

let expected = [];

/** A further acknowledged row, in whatever place is in force. */
function add(name) {
  company.command("import", "kpi.reading", company.readings(name, 3), "--tenant", "kill");
  expected = [...expected, ...[0, 1, 2].map((at) => `${name}-${at}`)].sort();
}

function assertHeld() {
  company.assertWell();
  assert.deepEqual(facts().map((line) => line.split(" ")[0]).sort(), expected);
}

async function round(at) {
  const to = place() === "postgres" ? "sqlite" : "postgres";
  const { code } = await company.killed(next() * usual * 1.1, "tenant", "move", "kill", "--to", to);
  assertHeld();
  add(`after-${at}`);
  const there = place() === to;
  if (!there) company.command("tenant", "move", "kill", "--to", to);
  assert.equal(place(), to);
  assertHeld();
  return code === null ? `killed ${there ? "after" : "before"} the switch` : "done before the kill";
}

let usual = 0;
try {
  company.make();
  company.command("import", "kpi.reading", company.readings("first", 3000), "--tenant", "kill");
  expected = facts().map((line) => line.split(" ")[0]).sort();
  usual = await timeOf(() => company.command("tenant", "move", "kill", "--to", "sqlite"));
  await rounds("a company that is moved and killed is whole, and arrives", 8, round);
  await check("its figures are those of a new computation", () => company.assertFigures());
} finally {
  await close(company);
}
