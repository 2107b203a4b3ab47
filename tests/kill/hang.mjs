// PostgreSQL hangs: node hang.mjs --postgres [--rounds N] [--seed N]
//
// The backends that serve the program are stopped (SIGSTOP) while readings arrive, and go on after a random time; in each
// second round the program is killed meanwhile. The page itself answers all the time. What was answered is there, and
// what was sent without an answer, sent again under its key, counts once.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { assertThere, check, close, Company, next, rounds } from "./company.mjs";

const company = new Company("hang", { TWINRAIL_HTTP_RATE_LIMIT: "0" });
const answered = new Set();
/** Requests without an answer, to be sent again. */
let open = [];

/** The processes of PostgreSQL that serve this test's own database. */
function backends() {
  const mine = `application_name = 'twinrail' AND datname = '${company.database}'`;
  return company.ask("", `SELECT pid FROM pg_stat_activity WHERE ${mine};`).map(Number);
}

async function send({ path, body, key }) {
  await company.api.send("POST", path, body, { "idempotency-key": key });
  for (const one of body.readings) answered.add(one.source_key);
}

/** Sends one after the other until `end.now` or until the server is gone; what is refused for the moment is kept. */
async function write(name, path, unit, end) {
  for (let at = 0; !end.now; ++at) {
    const readings = [{ org_unit: unit, on: "2026-01-05", amount: "1", source_key: `${name}-${at}` }];
    const request = { path, body: { readings }, key: `hang-${name}-${at}` };
    try {
      await send(request);
    } catch (error) {
      if (!(error instanceof TypeError) && !/: 503 /.test(error.message)) throw error;
      open.push(request);
      if (error instanceof TypeError) return;
      await pause(50);
    }
  }
}

/** Stops the backends for so many milliseconds; the page answers meanwhile. */
async function hang(milliseconds, meanwhile) {
  const stopped = backends();
  assert.ok(stopped.length > 0, "nothing is connected");
  try {
    for (const pid of stopped) process.kill(pid, "SIGSTOP");
    await pause(milliseconds / 2);
    const page = await fetch(`${company.server.url}/healthz`, { signal: AbortSignal.timeout(8000) });
    assert.equal(page.status, 200);
    await pause(milliseconds / 2);
    await meanwhile();
  } finally {
    for (const pid of stopped) process.kill(pid, "SIGCONT");
  }
}

async function round(at) {
  await company.start();
  for (const request of open.splice(0)) await send(request);
  const [measure] = await company.api.list("/measures");
  const [unit] = await company.api.list("/units");
  const end = { now: false };
  const path = `/measures/${measure.id}/readings`;
  const busy = ["a", "b", "c"].map((name) => write(`${at}-${name}`, path, unit.id, end));
  await pause(100 + next() * 300);
  const kill = at % 2 === 1;
  await hang(300 + next() * 1500, () => (kill ? company.kill("SIGKILL") : undefined));
  if (!kill) await pause(200);
  end.now = true;
  await Promise.all(busy);
  if (!kill) await company.kill("SIGTERM");
  assertThere(answered, company.facts());
  return kill ? "with a kill" : "without a kill";
}

try {
  company.make();
  await rounds("PostgreSQL hangs for a while: nothing answered is lost, nothing counts twice", 4, round);
  await company.start();
  for (const request of open.splice(0)) await send(request);
  await company.kill("SIGTERM");
  await check("what had no answer is there once", () => {
    assertThere(answered, company.facts());
    company.assertWell();
    return `${answered.size} readings; ${company.assertFigures()}`;
  });
} finally {
  await close(company);
}
