// Where the benchmarks run: a company of full size and one of a tenth, on both engines, and fresh copies of them.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCompany, tenant } from "./company.mjs";
import { command, keyOf, serve } from "./server.mjs";

process.umask(0o077); // a data folder that others can read is not served

/** Divisions of the company of full size and of a tenth (company.mjs says what a division holds). */
const sizes = { full: 10, tenth: 1 };
/** With --quick, to see whether everything runs: the figures say little. */
const quickSizes = { full: 2, tenth: 1 };
/** Where one connection string of PostgreSQL leads to. */
const server = process.env.TWINRAIL_TEST_PG;

const connectionTo = (database) => server.replace(/dbname=\S+/, `dbname=${database}`);
const sql = (text) => execFileSync("psql", ["--quiet", "--no-psqlrc", "--tuples-only", "--no-align", connectionTo("postgres"), "--command", text]);

export class Ground {
  constructor(folder, { quick, rounds = 3 }) {
    this.folder = folder;
    this.rounds = quick ? 1 : rounds;
    this.seconds = quick ? 4 : 6;
    this.sizes = quick ? quickSizes : sizes;
    this.companies = {};
    this.copies = 0;
  }

  /** Makes the companies with the product, on SQLite, and moves copies of them to PostgreSQL; each once. */
  async prepare(sizes) {
    for (const size of sizes) {
      if (this.companies[size]) continue;
      const divisions = this.sizes[size];
      const folder = join(this.folder, size);
      const known = join(folder, "company.json");
      if (!existsSync(known)) {
        const began = Date.now();
        mkdirSync(folder, { recursive: true });
        const company = await makeCompany(folder, divisions);
        command(join(folder, "data"), ["backup", join(folder, "saved"), "--tenant", tenant]);
        writeFileSync(known, JSON.stringify(company));
        console.log(`made the ${size} company in ${((Date.now() - began) / 1e3).toFixed(0)} s`);
      }
      this.companies[size] = JSON.parse(readFileSync(known, "utf8"));
      if (server) this.#toPostgres(size, folder);
    }
  }

  #toPostgres(size, folder) {
    sql(`CREATE DATABASE load_${size}`);
    const data = join(folder, "postgres-data");
    rmSync(data, { recursive: true, force: true });
    command(data, ["restore", join(folder, "saved"), "--tenant", tenant], connectionTo(`load_${size}`));
    execFileSync("psql", ["--quiet", connectionTo(`load_${size}`), "--command", "VACUUM ANALYZE"]);
  }

  get engines() {
    return server ? ["SQLite", "PostgreSQL"] : ["SQLite"];
  }

  /** A copy of a company that may be written to. `remove` it afterwards. */
  copy(size, engine) {
    const folder = join(this.folder, `copy-${++this.copies}`);
    mkdirSync(folder);
    const data = join(folder, "data");
    cpSync(keyOf(join(this.folder, size, "data")), keyOf(data));
    if (engine === "SQLite") {
      cpSync(join(this.folder, size, "data"), data, { recursive: true });
      const file = join(data, "tenants", `${tenant}.sqlite`);
      return {
        company: this.companies[size], data, file,
        target: ["--file", file],
        serve: () => serve(data),
        remove: () => rmSync(folder, { recursive: true, force: true }),
      };
    }
    const database = `copy_${this.copies}`;
    sql(`CREATE DATABASE ${database} TEMPLATE load_${size}`);
    cpSync(join(this.folder, size, "postgres-data"), data, { recursive: true });
    return {
      company: this.companies[size], data,
      target: ["--postgres", connectionTo(database), "--schema", `t_${tenant}`],
      serve: () => serve(data, connectionTo(database)),
      remove: () => {
        rmSync(folder, { recursive: true, force: true });
        sql(`DROP DATABASE ${database} WITH (FORCE)`);
      },
    };
  }

  /** The company's file as it is before any run. */
  before(size) {
    return join(this.folder, size, "data", "tenants", `${tenant}.sqlite`);
  }
}

/** The middle one of a list of numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
