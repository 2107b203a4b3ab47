// An installation of a test's own: a folder, and with a server the database that TWINRAIL_TEST_PG names. Started
// programs are stopped by whoever started them; everything listens on the loopback address.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.TWINRAIL;
/** Bytes that a database may answer when it is asked past the product. */
const answerMost = 256 * 1024 * 1024;

export class Installation {
  constructor(name, postgres, settings = {}) {
    this.folder = mkdtempSync(join(tmpdir(), `twinrail-${name}-`));
    this.data = join(this.folder, "data");
    this.postgres = postgres;
    this.environment = {
      PATH: process.env.PATH,
      XDG_CONFIG_HOME: this.folder, // the key of the audit trail
      ...settings,
      ...(postgres ? { TWINRAIL_DATABASE_POSTGRES: process.env.TWINRAIL_TEST_PG } : {}),
    };
  }

  command(...args) {
    return execFileSync(program, ["--data", this.data, ...args], { env: this.environment, encoding: "utf8" });
  }

  /** Asks a company's database, or the directory of all, past the product. Gives lines of `a|b`. */
  ask(company, sql) {
    const text = this.postgres
      ? execFileSync("psql", ["-qAtX", this.environment.TWINRAIL_DATABASE_POSTGRES], {
          input: `SET search_path TO ${company ? `t_${company}` : "twinrail_directory"};\n${sql}`,
          encoding: "utf8",
          maxBuffer: answerMost,
        })
      : execFileSync("sqlite3", ["-batch", "-cmd", ".timeout 10000", this.fileOf(company)], {
          input: sql,
          encoding: "utf8",
          maxBuffer: answerMost,
        });
    return text.split("\n").filter((line) => line !== "");
  }

  fileOf(company) {
    return company ? join(this.data, "tenants", `${company}.sqlite`) : join(this.data, "directory.sqlite");
  }

  /** Starts the server; with `descriptors` it may have so many open. */
  async serve(descriptors) {
    const limit = descriptors ? `ulimit -n ${descriptors};` : "";
    const began = Date.now();
    const child = spawn("bash", ["-c", `${limit} exec "$0" "$@"`, program, "--data", this.data, "serve", "--port", "0"], {
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    child.stderr.on("data", (piece) => (log += piece));
    const gone = new Promise((done) => child.once("exit", done));
    let text = "";
    const url = await new Promise((found, failed) => {
      child.stdout.on("data", (piece) => {
        text += piece;
        const ready = /^ready (\S+)$/m.exec(text);
        if (ready) found(ready[1]);
      });
      void gone.then(() => failed(new Error(`the server ended: ${text}${log}`)));
    });
    const metrics = /^metrics (\S+)$/m.exec(text)?.[1];
    const firstStart = /^first start: open (\S+)/m.exec(text)?.[1];
    return new Server(child, url, gone, (Date.now() - began) / 1000, () => log, { metrics, firstStart });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class Server {
  /**
   * `links.metrics`: their address, where the installation has a port for them; `links.firstStart`: where the first
   * administrator is made, while nobody is there.
   */
  constructor(child, url, gone, seconds, log, links) {
    Object.assign(this, { child, url, gone, seconds, log, ...links });
  }

  /** Threads and open descriptors, as the kernel counts them. */
  holds() {
    const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
    return {
      threads: Number(/^Threads:\s+(\d+)$/m.exec(status)[1]),
      descriptors: readdirSync(`/proc/${this.child.pid}/fd`).length,
    };
  }

  /** What a company answers to somebody who is not signed in. */
  async status(company) {
    const answer = await fetch(`${this.url}/api/v1/session`, { headers: { "twinrail-tenant": company } });
    await answer.arrayBuffer();
    return answer.status;
  }

  stop(signal = "SIGTERM") {
    this.child.kill(signal);
    return this.gone;
  }
}

/** Counts what holds; `close` prints the sum and sets the exit code. */
export class Tally {
  passed = 0;
  failed = 0;

  check(holds, what) {
    if (holds) this.passed += 1;
    else this.failed += 1;
    console.log(`${holds ? "ok" : "NOT OK"} ${what}`);
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 ? 0 : 1;
  }
}
