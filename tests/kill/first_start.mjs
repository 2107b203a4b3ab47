// The first start on an empty folder or an empty database is killed: node first_start.mjs [--postgres] [--rounds N]
//
// Killed once or twice: the next start is ready, offers the link to the first administrator, and its data is well.
import assert from "node:assert/strict";
import { close, Company, newDatabase, next, postgres, rounds, timeOf } from "./company.mjs";
import { rmSync } from "node:fs";

const company = new Company("first_start");
let usual = 0;

function empty() {
  rmSync(company.data, { recursive: true, force: true });
  if (postgres) newDatabase(company.database);
}

async function round(at) {
  empty();
  let killed = 0;
  for (let times = 0; times <= at % 2; ++times) {
    const { code } = await company.killed(next() * usual, "serve", "--port", "0");
    assert.equal(code, null, "the start ends by itself");
    killed += 1;
  }
  const server = await company.serve();
  company.server = server;
  assert.equal(await server.status("main"), 401);
  await server.stop();
  company.assertWell("main");
  return `killed ${killed === 1 ? "once" : "twice"}`;
}

try {
  usual = await timeOf(async () => (await company.serve()).stop("SIGKILL"));
  await rounds("a first start that is killed leaves what the next one makes whole", 6, round);
} finally {
  await close(company);
}
