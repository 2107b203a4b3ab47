// The kill loop: node serve.mjs [--postgres] [--rounds N] [--seed N]
//
// Four writers post batches of readings and two tell check-ins, without a pause; after a random time the
// server is killed with -9. What was answered is remembered here and must be in the database when the loop
// is over. A request that the kill interrupted is sent again with its Idempotency-Key: it counts once.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { check, close, Company, next, roundsOr } from "./company.mjs";
import { Goals } from "./goals.mjs";

const writers = 4;
const batch = 5;
const usual = 8;

/** One batch of readings as a request that can be sent again. */
function batchOf(company, places, name) {
  const readings = Array.from({ length: batch }, (_, at) => ({
    org_unit: places[Math.floor(next() * places.length)],
    on: `2026-01-${String(1 + Math.floor(next() * 28)).padStart(2, "0")}`,
    amount: (1 + next() * 1e3).toFixed(3),
    source_key: `${name}-${at}`,
  }));
  return { path: `/measures/${company.measure}/readings`, body: { readings }, key: `kill-${name}` };
}

/** Posts batches until the server is gone; an answered batch is noted, the interrupted one is given back. */
async function write(company, places, round, writer, acknowledged) {
  for (let count = 0; ; ++count) {
    const request = batchOf(company, places, `${round}-${writer}-${count}`);
    try {
      await company.api.send("POST", request.path, request.body, { "idempotency-key": request.key });
    } catch (error) {
      if (error instanceof TypeError) return request; // fetch: the connection broke
      throw error;
    }
    for (const one of request.body.readings) acknowledged.set(one.source_key, one);
  }
}

/** Sends what the kill interrupted again, with the same key: it is done now, once. */
async function repeat(company, interrupted, acknowledged) {
  for (const { path, body, key } of interrupted) {
    await company.api.send("POST", path, body, { "idempotency-key": key });
    for (const one of body.readings) acknowledged.set(one.source_key, one);
  }
}

async function rounds(company, acknowledged, goals) {
  let interrupted = [];
  for (let round = 0; round < roundsOr(usual); ++round) {
    await company.start();
    if (round === 0) await goals.make();
    await goals.check();
    await repeat(company, interrupted, acknowledged);
    const places = (await company.api.list("/units")).map((unit) => unit.id);
    company.measure = (await company.api.list("/measures"))[0].id;
    const told = goals.writers(round);
    const busy = Array.from({ length: writers }, (_, writer) =>
      write(company, places, round, writer, acknowledged),
    );
    // A refusal is thrown below, once the server is gone; until then it must not end the process.
    for (const one of [...busy, ...told]) one.catch(() => undefined);
    await pause(150 + next() * 600);
    await company.kill("SIGKILL");
    interrupted = await Promise.all(busy);
    await Promise.all(told);
  }
  await company.start();
  await repeat(company, interrupted, acknowledged);
}

/** Every acknowledged reading with its unit, day and amount, and none twice. */
async function assertAllThere(company, acknowledged) {
  const held = await company.api.list(`/measures/${company.measure}/readings?limit=200`);
  const byKey = new Map(held.map((one) => [one.source_key, one]));
  assert.equal(byKey.size, held.length, "a reading is there twice");
  for (const [key, said] of acknowledged) {
    const found = byKey.get(key);
    assert.ok(found, `${key} was acknowledged and is lost`);
    assert.equal(found.org_unit, said.org_unit, key);
    assert.equal(found.on, said.on, key);
    assert.equal(Number(found.amount), Number(said.amount), key);
  }
  return held.length;
}

const company = new Company("serve");
try {
  const acknowledged = new Map();
  company.make();
  const goals = new Goals(company);
  await rounds(company, acknowledged, goals);
  await check("readings were acknowledged in every round", () => {
    for (let round = 0; round < roundsOr(usual); ++round)
      assert.ok([...acknowledged.keys()].some((key) => key.startsWith(`${round}-`)), `none in ${round}`);
    return `${acknowledged.size} readings`;
  });
  await check("what was acknowledged is there, once", () => assertAllThere(company, acknowledged));
  await check("every check-in that was answered is there, once", () => goals.check());
  await company.kill("SIGTERM");
  await check("no figure differs from a new computation", () =>
    company.command("recompute", "--tenant", "kill"),
  );
  await check("the audit chain is whole", () => company.command("audit", "verify", "--tenant", "kill"));
} finally {
  await close(company);
}
