// A full and a read-only disk: node disk.mjs, where it may mount a disk of its own.
//
// Full: a change is refused in words of the reader's language, nothing that was answered is lost, reading goes on, and so
// does writing once there is room, without a restart. Read-only: the start is refused in words that name the folder.
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { signIn } from "../../data/demo/client.mjs";
import { Installation, Tally } from "../support/installation.mjs";

const words = (language) =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../src/platform/i18n/${language}.json`), "utf8"));
const password = "a long password";
const tally = new Tally();
const installation = new Installation("disk", false);
const disk = join(installation.folder, "disk");
const filler = join(disk, "filler");
let server;
mkdirSync(disk);
const mount = (...options) => execFileSync("mount", options);
mount("-t", "tmpfs", "-o", "size=48m,mode=700", "tmpfs", disk);
installation.data = join(disk, "data");

/** Somebody who writes units, in a language. */
async function person(url, login, locale) {
  const client = await signIn(url, login, password);
  await client.send("PATCH", "/session", { locale });
  return client;
}

function make() {
  const secret = join(installation.folder, "password");
  writeFileSync(secret, `${password}\n`);
  installation.command("tenant", "create", "full", "--name-en", "Full", "--name-zh", "满");
  for (const login of ["anna", "lihua"])
    installation.command("user", "add", login, "--password-file", secret, "--role", "hr", "--tenant", "full");
}

/** Writes units until one is refused, or so many are written. Gives their codes and the refusal. */
async function write(client, name, most) {
  const answered = [];
  for (let at = 0; at < most; ++at) {
    const code = `${name}_${at}`;
    try {
      await client.post("/units", unit(code));
      answered.push(code);
    } catch (error) {
      return { answered, refusal: error.message };
    }
  }
  return { answered, refusal: "" };
}

const unit = (code) => ({
  code,
  names: { zh: `组${code}`, en: code.padEnd(100, "x") },
  kind: "company",
  valid_from: "2020-01-01",
});

/** Nothing is left of the disk but what lies in files already. */
function fill() {
  const piece = Buffer.alloc(4096);
  const file = openSync(filler, "w");
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if (error.code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
}

async function full() {
  server = await installation.serve();
  const english = await person(server.url, "anna", "en");
  const chinese = await person(server.url, "lihua", "zh");
  const before = await write(english, "before", 20);
  tally.check(before.answered.length === 20, `a change is written while there is room ${before.refusal}`);
  fill();
  const during = await write(english, "during", 20_000);
  tally.check(/: 503 /.test(during.refusal), `a change on a full disk is refused with 503 (${during.answered.length} went before)`);
  tally.check(during.refusal.includes(words("en")["db.full"]), `in English: ${during.refusal.slice(0, 300)}`);
  const other = await write(chinese, "during_zh", 1);
  tally.check(other.refusal.includes(words("zh")["db.full"]), `in Chinese: ${other.refusal.slice(0, 300)}`);
  const ready = await fetch(`${server.url}/readyz`);
  tally.check(ready.status === 503, `readiness says so: ${(await ready.text()).trim()}`);
  const held = (await english.list("/units")).map(({ code }) => code);
  tally.check([...before.answered, ...during.answered].every((code) => held.includes(code)), "reading goes on");
  rmSync(filler);
  const after = await write(english, "after", 5);
  tally.check(after.answered.length === 5, `with room again it goes on by itself ${after.refusal}`);
  await server.stop("SIGKILL");
  server = await installation.serve();
  const back = await person(server.url, "anna", "en");
  const codes = (await back.list("/units")).map(({ code }) => code);
  const all = [...before.answered, ...during.answered, ...after.answered];
  tally.check(all.every((code) => codes.includes(code)) && new Set(codes).size === codes.length, "nothing that was answered is lost, none is there twice");
  await server.stop();
  tally.check(/whole/.test(installation.command("check-data")), "and the data are well");
}

/** A backup onto a full disk is refused in words and leaves the file of before. */
function fullBackup() {
  const saved = join(disk, "saved");
  installation.command("backup", saved, "--tenant", "full");
  const before = readFileSync(saved);
  fill();
  const again = spawnSync(process.env.TWINRAIL, ["--data", installation.data, "backup", saved, "--tenant", "full"], {
    env: installation.environment,
    encoding: "utf8",
  });
  tally.check(again.status !== 0 && again.stderr.includes(words("en")["db.full"]), `a backup says that the disk is full: ${again.stderr.trim()}`);
  tally.check(readFileSync(saved).equals(before), "and leaves the file of before");
  rmSync(filler);
}

function readOnly() {
  mount("-o", "remount,ro", disk);
  const started = spawnSync(process.env.TWINRAIL, ["--data", installation.data, "serve", "--port", "0"], {
    env: installation.environment,
    encoding: "utf8",
    timeout: 60_000,
  });
  const said = `${started.stdout}${started.stderr}`.trim();
  tally.check(started.status !== 0 && said.includes(installation.data), `a start on a read-only disk names the folder: ${said}`);
  mount("-o", "remount,rw", disk);
}

try {
  make();
  await full();
  fullBackup();
  readOnly();
} finally {
  await server?.stop("SIGKILL");
  execFileSync("umount", ["--lazy", disk]);
  installation.remove();
}
tally.close();
