// A mail server of a test's own, and what arrived there, read as a mail program reads it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const program = join(dirname(fileURLToPath(import.meta.url)), "smtp_server.py");

export const freePort = () =>
  new Promise((found) => {
    const taken = createServer().listen(0, "127.0.0.1", () => {
      const { port } = taken.address();
      taken.close(() => found(port));
    });
  });

/** What the configuration says of a mail server at that port. */
export const mailSettings = (port, more = {}) => ({
  TWINRAIL_MAIL_HOST: "127.0.0.1",
  TWINRAIL_MAIL_PORT: String(port),
  TWINRAIL_MAIL_TLS: "none",
  TWINRAIL_MAIL_FROM: "no-reply@twinrail.example",
  TWINRAIL_MAIL_LINK: "https://people.example.com/",
  ...more,
});

export class MailServer {
  /** `certificate`: {certificate, key}, files; then it takes nothing without STARTTLS. */
  constructor(port, folder, certificate) {
    Object.assign(this, { port, folder, certificate });
    mkdirSync(folder, { recursive: true });
  }

  start() {
    const more = this.certificate ? [this.certificate.certificate, this.certificate.key] : [];
    this.child = spawn("/usr/bin/python3", [program, String(this.port), this.folder, ...more], { stdio: ["pipe", "pipe", "inherit"] });
    return new Promise((done, failed) => {
      this.child.stdout.once("data", done);
      this.child.once("exit", (code) => failed(new Error(`the mail server ended with ${code}`)));
    });
  }

  async stop() {
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.stdin.end();
    await gone;
  }

  /** Says how it behaves (smtp_server.py); null: as usual again. */
  behave(name, text) {
    if (text === null) rmSync(join(this.folder, name), { force: true });
    else writeFileSync(join(this.folder, name), text);
  }

  /** Whether somebody began a mail without encryption. */
  get sawOpenMail() {
    return existsSync(join(this.folder, "in-the-clear"));
  }

  /** In the order in which they came. */
  mails() {
    return readdirSync(this.folder)
      .filter((file) => file.endsWith(".eml"))
      .sort((a, b) => parseInt(a) - parseInt(b))
      .map((file) => ({ ...read(readFileSync(join(this.folder, file), "utf8")), address: readFileSync(join(this.folder, file.replace(".eml", ".to")), "utf8") }));
  }
}

const plain = (text) => Buffer.from(text, "base64").toString("utf8");
const head = (text, name) => new RegExp(`^${name}: ((?:.*)(?:\\r?\\n[ \\t].*)*)`, "im").exec(text)?.[1] ?? "";

function read(text) {
  const [, boundary] = /boundary="([^"]+)"/.exec(text);
  const [heads, ...parts] = text.split(`--${boundary}`);
  return {
    id: head(heads, "Message-ID"),
    date: head(heads, "Date"),
    to: head(heads, "To"),
    language: head(heads, "Content-Language").trim(),
    subject: head(heads, "Subject").replace(/=\?UTF-8\?B\?([^?]*)\?=\s*/g, (_, word) => plain(word)),
    text: plain(parts[0].split(/\r?\n\r?\n/)[1]),
    html: plain(parts[1].split(/\r?\n\r?\n/)[1]),
  };
}
