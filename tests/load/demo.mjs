// The demo company, loaded once and served as often as asked.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { program, serve } from "./server.mjs";

const script = fileURLToPath(new URL("../../data/demo/load.sh", import.meta.url));
/** The password that the demo prints. */
export const demoPassword = "twinrail-demo";

export class Demo {
  constructor(folder) {
    this.folder = folder;
    this.data = join(folder, "data");
  }

  /** Loads the company into the folder unless it is there. */
  static async load(folder) {
    const demo = new Demo(folder);
    if (existsSync(join(folder, "loaded"))) return demo;
    mkdirSync(folder, { recursive: true });
    const child = spawn(script, ["--port", "0", "--data", folder], {
      env: { PATH: process.env.PATH, TWINRAIL: program },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const gone = new Promise((done) => child.once("exit", done));
    await new Promise((ready, failed) => {
      child.stdout.on("data", (piece) => /^ready /m.test(String(piece)) && ready());
      void gone.then(() => failed(new Error("the demo did not load")));
    });
    child.kill("SIGTERM");
    await gone;
    return demo;
  }

  serve() {
    return serve(this.data);
  }

  /** An API token that may post readings. */
  get token() {
    return readFileSync(join(this.folder, "demo-token"), "utf8").trim();
  }
}
