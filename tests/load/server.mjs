// What is measured: the product, and the servers and tools beside it. Everything listens on the loopback address and is
// stopped by the process that started it.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const program = process.env.TWINRAIL ?? join(root, "build/release/twinrail");
const yardstick = join(root, "build/release/yardstick");
const wrkScripts = join(root, "tests/load/wrk");

/** The I/O threads of the product, and so the workers of the file server it is compared with. */
export const ioThreads = 2;

/** Starts a program and gives it once a line of its output says `ready URL`. */
export async function started(command, args, env) {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise((done) => child.once("exit", done));
  const url = await new Promise((found, failed) => {
    let text = "";
    child.stdout.on("data", (piece) => {
      text += piece;
      const ready = /^ready (\S+)$/m.exec(text);
      if (ready) found(ready[1]);
    });
    void gone.then(() => failed(new Error(`${command} ended: ${text}`)));
  });
  return { url, pid: child.pid, stop: () => (child.kill("SIGTERM"), gone) };
}

/** Where the key of the audit trail lies: beside the data, and copied with them. */
export const keyOf = (data) => join(dirname(data), "audit.key");

/** The product on a data folder; with `postgres` its companies live behind that connection. */
export function serve(data, postgres) {
  const env = {
    PATH: process.env.PATH,
    TWINRAIL_AUDIT_KEY: keyOf(data),
    TWINRAIL_HTTP_RATE_LIMIT: "0",
    TWINRAIL_HTTP_COMPANY_RATE_LIMIT: "0",
    TWINRAIL_HTTP_ACCOUNT_STREAMS: "0",
    TWINRAIL_HTTP_ACCESS_LOG: "false",
    TWINRAIL_HTTP_THREADS: String(ioThreads),
    ...(postgres ? { TWINRAIL_DATABASE_POSTGRES: postgres } : {}),
  };
  return started(program, ["--data", data, "serve", "--port", "0"], env);
}

/** A command of the product: the program, what it is given and what it finds around it. */
export const commandLine = (data, args, postgres) => ({
  program,
  args: ["--data", data, ...args],
  env: { PATH: process.env.PATH, TWINRAIL_AUDIT_KEY: keyOf(data), ...(postgres ? { TWINRAIL_DATABASE_POSTGRES: postgres } : {}) },
});

/** Runs a command of the product; gives what it says. */
export function command(data, given, postgres) {
  const { args, env } = commandLine(data, given, postgres);
  return execFileSync(program, args, { env, encoding: "utf8" }).trim();
}

/** Runs wrk with one of the scripts; gives what it counted. Throws when a request failed. */
export function wrk(url, script, { connections, seconds, env }) {
  return new Promise((done, failed) => {
    const child = spawn("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "30s", "-s",
      join(wrkScripts, script), url], { env: { PATH: process.env.PATH, LOAD_WRK: wrkScripts, ...env } });
    let text = "";
    child.stdout.on("data", (piece) => (text += piece));
    child.stderr.on("data", (piece) => (text += piece));
    child.once("exit", (code) => {
      const line = text.split("\n").find((one) => one.startsWith("{"));
      if (code !== 0 || !line) return failed(new Error(`wrk: ${text}`));
      const result = JSON.parse(line);
      if (result.failed > 0 || result.requests === 0) return failed(new Error(`wrk: requests failed: ${line}`));
      done(result);
    });
  });
}

/** Runs the yardstick; gives the line of JSON that it prints. */
export function bare(...args) {
  return JSON.parse(execFileSync(yardstick, args.map(String), { encoding: "utf8" }));
}

/** nginx with one static file, as many workers as the product has I/O threads. */
export async function nginx(folder, body) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "file.json"), body);
  const port = await freePort();
  const user = process.getuid() === 0 ? "user root;" : "";
  writeFileSync(join(folder, "nginx.conf"), `
${user}
worker_processes ${ioThreads};
daemon off;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  types { application/json json; }
  keepalive_requests 1000000000;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  sendfile on;
  open_file_cache max=16;
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`);
  const child = spawn("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder], { stdio: "ignore" });
  const gone = new Promise((done) => child.once("exit", done));
  const url = `http://127.0.0.1:${port}/file.json`;
  for (let tries = 0; ; ++tries) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) break;
    if (tries > 100) throw new Error(`nginx does not serve its file: ${answer?.status}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return { url, stop: () => (child.kill("SIGTERM"), gone) };
}

async function freePort() {
  const { createServer } = await import("node:net");
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Memory of a process that nobody else has, in MiB. */
export function privateMemory(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const kib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)[1]);
  return (kib("Private_Clean") + kib("Private_Dirty")) / 1024;
}

/** Processor time of all threads of a process so far, in milliseconds. */
export function cpuOf(pid) {
  const spent = (thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + spent(thread), 0) / 1e6;
}
