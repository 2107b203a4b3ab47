// A real SMTP server beside a test, on the loopback address, and the mails that it took.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../mail/sink.py", import.meta.url));

export const freePort = () =>
  new Promise((found) => {
    const taken = createServer().listen(0, "127.0.0.1", () => {
      const { port } = taken.address();
      taken.close(() => found(port));
    });
  });

/** The server that takes the mail, and what it took. */
export class Sink {
  #taken = new Map();

  constructor(port, folder) {
    Object.assign(this, { port, folder });
    mkdirSync(folder);
  }

  start() {
    this.child = spawn("/usr/bin/python3", [program, String(this.port), this.folder], { stdio: ["pipe", "pipe", "inherit"] });
    return new Promise((done) => this.child.stdout.once("data", done));
  }

  stop() {
    this.child?.stdin.end();
  }

  /** All that it took, each file read once. */
  mails() {
    for (const file of readdirSync(this.folder))
      if (file.endsWith(".eml") && !this.#taken.has(file)) this.#taken.set(file, read(readFileSync(join(this.folder, file), "utf8")));
    return [...this.#taken.values()];
  }
}

const plain = (text) => Buffer.from(text, "base64").toString("utf8");
const head = (text, name) => new RegExp(`^${name}: ((?:.*)(?:\\r?\\n[ \\t].*)*)`, "im").exec(text)?.[1] ?? "";

function read(text) {
  const [, boundary] = /boundary="([^"]+)"/.exec(text);
  const [heads, ...parts] = text.split(`--${boundary}`);
  return {
    id: head(heads, "Message-ID"),
    to: head(heads, "To"),
    language: head(heads, "Content-Language").trim(),
    subject: head(heads, "Subject").replace(/=\?UTF-8\?B\?([^?]*)\?=\s*/g, (_, word) => plain(word)),
    text: plain(parts[0].split(/\r?\n\r?\n/)[1]),
    html: plain(parts[1].split(/\r?\n\r?\n/)[1]),
  };
}
