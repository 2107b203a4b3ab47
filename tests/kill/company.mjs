// The company that is killed, and what every kind of kill shares: options, a random time from a seed, a program that
// is killed after it, and what must hold afterwards.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { withToken } from "../../data/demo/client.mjs";
import { Installation } from "../support/installation.mjs";

const { values: given } = parseArgs({
  options: {
    postgres: { type: "boolean", default: false },
    rounds: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
export const postgres = given.postgres;
export const engine = postgres ? "PostgreSQL" : "SQLite";
const units = ["K", "K1", "K2"];
const day = "2026-01-05";

/** A small generator, so that a failing run can be repeated by its seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
export const next = random(Number(given.seed));

/** How many rounds are asked for; `usual` when nothing is said. */
export const roundsOr = (usual) => Number(given.rounds ?? usual);

/** A database of its own on the server that TWINRAIL_TEST_PG names, so that kinds do not meet. */
export function newDatabase(name) {
  const server = process.env.TWINRAIL_TEST_PG;
  const sql = (text) => execFileSync("psql", ["-qX", server, "--command", text], { stdio: "pipe" });
  sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  sql(`CREATE DATABASE ${name}`);
  return server.replace(/dbname=\S+/, `dbname=${name}`);
}

/** Three units, one measure and one KPI on each unit; `name` is that of its folder and its database. */
export class Company extends Installation {
  constructor(name, settings = {}, onPostgres = postgres) {
    super(`kill-${name}`, onPostgres, {
      TWINRAIL_HTTP_RATE_LIMIT: "0",
      TWINRAIL_HTTP_COMPANY_RATE_LIMIT: "0",
      ...settings,
    });
    this.database = `kill_${name}`;
    if (onPostgres) this.environment.TWINRAIL_DATABASE_POSTGRES = newDatabase(this.database);
  }

  take(inlet, name, text) {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return this.command("import", inlet, file, "--tenant", "kill");
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

  password = "a long password";

  /** A login of that role; with the number of an employee it is that person's. */
  login(name, role, employee) {
    const secret = join(this.folder, "password");
    writeFileSync(secret, `${this.password}\n`);
    const person = employee ? ["--employee", employee] : [];
    this.command("user", "add", name, "--password-file", secret, "--role", role, ...person, "--tenant", "kill");
  }

  /** A login named as its role, and an API token of it. */
  tokenOf(role, scopes) {
    const name = `${role}-program`;
    this.login(name, role);
    const asked = scopes.flatMap((scope) => ["--scope", scope]);
    return this.command("user", "token", name, ...asked, "--tenant", "kill").trim().split("\n").at(-1);
  }

  /** Starts the server and waits until it is ready. */
  async start() {
    this.server = await this.serve();
    this.api = withToken(this.server.url, this.token);
    this.goalsApi = withToken(this.server.url, this.goalsToken);
  }

  async kill(signal) {
    await this.server.stop(signal);
  }

  /** Readings that are taken in by a command: as a file of `count` rows whose keys begin with `name`. */
  readings(name, count) {
    const rows = Array.from(
      { length: count },
      (_, at) => `pieces,${units[at % 3]},2026-01-${String(1 + (at % 28)).padStart(2, "0")},${at + 1},file,${name}-${at}\n`,
    );
    const file = join(this.folder, `${name}.csv`);
    writeFileSync(file, `measure,unit,day,amount,source,source_key\n${rows.join("")}`);
    return file;
  }

  /** Rows of a table, by the database itself; the place is the one that the engine of this run names. */
  count(what) {
    return Number(this.ask("kill", `SELECT COUNT(*) FROM ${what};`)[0]);
  }

  /** Every reading, as the database holds it: two places that hold the same say the same. */
  facts(company = "kill") {
    const columns = "source_key || ' ' || revision || ' ' || org_unit || ' ' || day || ' ' || amount";
    return this.ask(company, `SELECT ${columns} FROM kpi_reading ORDER BY source_key, revision;`);
  }

  /** Runs the program and kills it after so many milliseconds. Gives its exit code, or null when it was killed. */
  async killed(milliseconds, ...args) {
    const child = spawn(process.env.TWINRAIL, ["--data", this.data, ...args], {
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (text += piece));
    const gone = new Promise((done) => child.once("close", done));
    await Promise.race([pause(milliseconds, undefined, { ref: false }), gone]);
    child.kill("SIGKILL");
    return { code: await gone, text };
  }

  /** What every kill has to leave: the company opens, and all of its data is well. */
  assertWell(company = "kill") {
    this.command("check-data", "--tenant", company);
  }

  assertFigures() {
    return this.command("recompute", "--tenant", "kill").trim();
  }
}

/** How long something takes when nobody kills it, in milliseconds: kills are spread over a little more than that. */
export async function timeOf(job) {
  const began = performance.now();
  await job();
  return performance.now() - began;
}

/** Posts one reading after the other until the server is gone or `end.now`; the keys that were answered go into `answered`. */
export async function write(company, name, end, answered) {
  const [measure] = await company.api.list("/measures");
  const [unit] = await company.api.list("/units");
  for (let at = 0; !end.now; ++at) {
    const source_key = `${name}-${at}`;
    const readings = [{ org_unit: unit.id, on: day, amount: "1", source_key }];
    try {
      await company.api.post(`/measures/${measure.id}/readings`, { readings });
    } catch (error) {
      if (error instanceof TypeError) return; // fetch: the connection broke
      throw error;
    }
    answered.push(source_key);
  }
}

/** All of `keys` are among the facts, and nothing is there twice. */
export function assertThere(keys, facts) {
  const held = facts.map((line) => line.split(" ")[0]);
  const once = new Set(held);
  assert.equal(once.size, held.length, "a reading is there twice");
  for (const key of keys) assert.ok(once.has(key), `${key} was acknowledged and is lost`);
}

let passed = 0;
let failed = 0;

export async function check(what, job) {
  try {
    const note = await job();
    passed += 1;
    console.log(`ok ${engine}: ${what}${note === undefined ? "" : ` (${note})`}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${engine}: ${what}\n${error.stack.slice(0, 4000)}\n${error.stderr ?? ""}`);
  }
}

/** Runs `round` so often; the first that does not hold ends it and is told with its number. */
export async function rounds(what, usual, round) {
  const count = roundsOr(usual);
  await check(what, async () => {
    const seen = {};
    for (let at = 0; at < count; ++at) {
      try {
        const outcome = await round(at);
        seen[outcome] = (seen[outcome] ?? 0) + 1;
      } catch (error) {
        error.stack = `round ${at} of seed ${given.seed}: ${error.stack}`;
        throw error;
      }
    }
    return Object.entries(seen).map(([outcome, times]) => `${times} ${outcome}`).join(", ");
  });
}

/** Prints the sum, takes away what the company left and sets the exit code. */
export async function close(company) {
  const { child } = company.server ?? {};
  if (child && child.exitCode === null && child.signalCode === null) await company.kill("SIGKILL");
  company.remove();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
