// The kill loop: node kill.mjs [--postgres] [--rounds N] [--seed N]
//
// Four writers post batches of readings and two tell check-ins, without a pause; after a random time the
// server is killed with -9. What was answered is remembered here and must be in the database when the loop
// is over. A request that the kill interrupted is sent again with its Idempotency-Key: it counts once.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { withToken } from "../../data/demo/client.mjs";
import { Goals } from "./goals.mjs";

const { values: given } = parseArgs({
  options: {
    postgres: { type: "boolean", default: false },
    rounds: { type: "string", default: "8" },
    seed: { type: "string", default: "1" },
  },
});
const program = process.env.TWINRAIL;
const writers = 4;
const batch = 5;
const units = ["K", "K1", "K2"];
const engine = given.postgres ? "PostgreSQL" : "SQLite";

/** A small generator, so that a failing run can be repeated by its seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The company to be killed: three units, one measure, one KPI on each unit. */
class Company {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "twinrail-kill-"));
    this.environment = {
      PATH: process.env.PATH,
      XDG_CONFIG_HOME: this.folder,
      TWINRAIL_HTTP_RATE_LIMIT: "0",
      TWINRAIL_HTTP_COMPANY_RATE_LIMIT: "0",
    };
    if (given.postgres) this.environment.TWINRAIL_DATABASE_POSTGRES = process.env.TWINRAIL_TEST_PG;
  }

  command(...args) {
    return execFileSync(program, ["--data", join(this.folder, "data"), ...args], {
      env: this.environment,
      encoding: "utf8",
    }).trim();
  }

  take(inlet, name, text) {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    this.command("import", inlet, file, "--tenant", "kill");
  }

  make() {
    this.command("tenant", "create", "kill", "--name-en", "Kill", "--name-zh", "中断", "--zone", "UTC");
    this.take(
      "people.unit",
      "units.csv",
      "code,parent,name_zh,name_en,kind,valid_from\n" +
        "K,,公司,Company,company,2020-01-01\n" +
        "K1,K,一组,Team 1,team,2020-01-01\nK2,K,二组,Team 2,team,2020-01-01\n",
    );
    this.take(
      "kpi.measure",
      "measures.csv",
      "code,name_zh,name_en,kind,unit,grain\npieces,件数,Pieces,flow,piece,day\n",
    );
    this.take(
      "kpi.kpi",
      "kpis.csv",
      "code,name_zh,name_en,formula,unit,decimals,direction,frequency,time_agg,org_agg\n" +
        "pieces,件数,Pieces,pieces,piece,0,higher,day,ratio_of_sums,ratio_of_sums\n",
    );
    this.take(
      "kpi.assignment",
      "assignments.csv",
      `kpi,unit,from\n${units.map((unit) => `pieces,${unit},2020-01-01\n`).join("")}`,
    );
    this.token = this.tokenOf("hr", ["kpi.write_reading", "kpi.read", "people.read"]);
    this.goalsToken = this.tokenOf("executive", ["okr.read", "okr.define", "okr.write", "okr.check_in"]);
  }

  /** A login of that role, and an API token of it. */
  tokenOf(role, scopes) {
    const secret = join(this.folder, "password");
    writeFileSync(secret, "a long password\n");
    this.command("user", "add", role, "--password-file", secret, "--role", role, "--tenant", "kill");
    const asked = scopes.flatMap((scope) => ["--scope", scope]);
    return this.command("user", "token", role, ...asked, "--tenant", "kill").split("\n").at(-1);
  }

  /** Starts the server and waits until it is ready. */
  async start() {
    this.server = spawn(program, ["--data", join(this.folder, "data"), "serve", "--port", "0"], {
      env: this.environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.gone = new Promise((done) => this.server.once("exit", done));
    const url = await new Promise((found, failed) => {
      let text = "";
      this.server.stdout.on("data", (piece) => {
        text += piece;
        const ready = /^ready (\S+)$/m.exec(text);
        if (ready) found(ready[1]);
      });
      this.gone.then(() => failed(new Error("the server did not start")));
    });
    this.api = withToken(url, this.token);
    this.goalsApi = withToken(url, this.goalsToken);
  }

  async kill(signal) {
    this.server.kill(signal);
    await this.gone;
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One batch of readings as a request that can be sent again. */
function batchOf(company, places, name, next) {
  const readings = Array.from({ length: batch }, (_, at) => ({
    org_unit: places[Math.floor(next() * places.length)],
    on: `2026-01-${String(1 + Math.floor(next() * 28)).padStart(2, "0")}`,
    amount: (1 + next() * 1e3).toFixed(3),
    source_key: `${name}-${at}`,
  }));
  return { path: `/measures/${company.measure}/readings`, body: { readings }, key: `kill-${name}` };
}

/** Posts batches until the server is gone; an answered batch is noted, the interrupted one is given back. */
async function write(company, places, round, writer, acknowledged, next) {
  for (let count = 0; ; ++count) {
    const request = batchOf(company, places, `${round}-${writer}-${count}`, next);
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
  const next = random(Number(given.seed));
  let interrupted = [];
  for (let round = 0; round < Number(given.rounds); ++round) {
    await company.start();
    if (round === 0) await goals.make();
    await goals.check();
    await repeat(company, interrupted, acknowledged);
    const places = (await company.api.list("/units")).map((unit) => unit.id);
    company.measure = (await company.api.list("/measures"))[0].id;
    const told = goals.writers(round);
    const busy = Array.from({ length: writers }, (_, writer) =>
      write(company, places, round, writer, acknowledged, next),
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

const company = new Company();
let passed = 0;
let failed = 0;
async function check(what, job) {
  try {
    const note = await job();
    passed += 1;
    console.log(`ok ${engine}: ${what}${note === undefined ? "" : ` (${note})`}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${engine}: ${what}\n${error.stack}`);
  }
}

try {
  const acknowledged = new Map();
  company.make();
  const goals = new Goals(company);
  await rounds(company, acknowledged, goals);
  await check("readings were acknowledged in every round", () => {
    for (let round = 0; round < Number(given.rounds); ++round)
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
  if (company.server.exitCode === null && company.server.signalCode === null) await company.kill("SIGKILL");
  company.remove();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
