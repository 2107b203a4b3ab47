// A real SMTP server on the loopback address for a test, and what it took.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** A port of the loopback address that nobody listens on. */
export const freePort = () =>
  new Promise((found) => {
    const taken = createServer().listen(0, "127.0.0.1", () => {
      const { port } = taken.address();
      taken.close(() => found(port));
    });
  });

/** The server that takes the mail, and what it took. */
export class Sink {
  constructor(port, folder) {
    Object.assign(this, { port, folder });
    mkdirSync(folder);
  }

  start() {
    this.child = spawn("/usr/bin/python3", [join(here, "sink.py"), String(this.port), this.folder], { stdio: ["pipe", "pipe", "inherit"] });
    return new Promise((done) => this.child.stdout.once("data", done));
  }

  stop() {
    this.child?.stdin.end();
  }

  mails() {
    return readdirSync(this.folder)
      .filter((file) => file.endsWith(".eml"))
      .map((file) => read(readFileSync(join(this.folder, file), "utf8")));
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
