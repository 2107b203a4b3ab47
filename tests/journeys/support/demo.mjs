// The demo company behind the release program: one for all journeys of a run, or one of a journey's own
// where that one stops its server.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { signIn, withToken } from "../../../data/demo/client.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const program = process.env.TWINRAIL ?? join(root, "build/release/twinrail");
/** Loading the demo takes some seconds on an idle machine; this is the limit on a busy one. */
const loadMs = 240_000;
export const password = "twinrail-demo";

/** Starts a command and gives its address once it prints `ready URL`. */
function untilReady(command, args, environment) {
  const child = spawn(command, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  const gone = new Promise((done) => child.once("exit", done));
  const url = new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`not ready in time:\n${text}`)), loadMs).unref();
    const read = (piece) => {
      text += piece;
      const ready = /^ready (\S+)$/m.exec(text);
      if (ready) found(ready[1]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void gone.then(() => failed(new Error(`it ended before it was ready:\n${text}`)));
    void gone.then(() => clearTimeout(timer));
  });
  return { child, gone, url };
}

/** A loaded demo company and the server that answers for it. */
export class Demo {
  /**
   * The company that with_demo.sh has loaded for the whole run; a journey that runs alone loads one. What
   * other journeys have written is there: a journey looks for what it needs and compares before and after.
   */
  static async shared() {
    const { TWINRAIL_TEST_URL: url, TWINRAIL_TOKEN: token } = process.env;
    if (!url) return Demo.start();
    return Object.assign(new Demo(), { url, token });
  }

  /** Loads the company with the demo's own script and serves it on a free port. */
  static async start() {
    const demo = new Demo();
    demo.folder = mkdtempSync(join(tmpdir(), "twinrail-journey-"));
    // What belongs to the shared company must not reach this one.
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith("TWINRAIL"));
    demo.environment = { ...Object.fromEntries(others), TWINRAIL: program, TWINRAIL_AUDIT_KEY: join(demo.folder, "audit.key") };
    try {
      await demo.#run(join(root, "data/demo/load.sh"), ["--port", "0", "--data", demo.folder]);
    } catch (error) {
      rmSync(demo.folder, { recursive: true, force: true });
      throw error;
    }
    demo.token = readFileSync(join(demo.folder, "demo-token"), "utf8").trim();
    return demo;
  }

  async #run(command, args) {
    this.server = untilReady(command, args, this.environment);
    this.url = await this.server.url;
  }

  /** Stops the server; the company stays. */
  async halt() {
    this.server.child.kill("SIGTERM");
    await this.server.gone;
  }

  /** Serves the same company again, on the port that open pages know. */
  async resume() {
    const port = new URL(this.url).port;
    await this.#run(program, ["--data", join(this.folder, "data"), "serve", "--port", port, "--demo"]);
  }

  /** The public API with the token of the demo's feed. */
  get feed() {
    return withToken(this.url, this.token);
  }

  /** The public API as one of the demo's people. */
  as(login) {
    return signIn(this.url, login, password);
  }

  /** Ends a company of one's own; the shared one ends with the run. */
  async stop() {
    if (!this.server) return;
    await this.halt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
