// A server in which people decide is killed: node decisions.mjs [--postgres] [--rounds N] [--seed N]
//
// One asks for goals, and others approve, refuse, pass on, stand in and withdraw; one closes goals and cycles; and the mail
// of all that goes to a real server on the loopback address. After each kill nothing is half done, what was interrupted and
// is sent again counts once, and in the end each letter has arrived, once more at most for a kill.
import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client, signIn } from "../../data/demo/client.mjs";
import { freePort, mailSettings, MailServer } from "../support/mail_server.mjs";
import { Asking } from "./asking.mjs";
import { Closing } from "./closing.mjs";
import { check, close, Company, next, rounds } from "./company.mjs";
import { Errand } from "./steps.mjs";

const port = await freePort();
const company = new Company("decisions", mailSettings(port));
const mailServer = new MailServer(port, join(company.folder, "mails"));
const asking = new Asking(company);
const closing = new Closing(company);
const workers = [asking.worker, closing.worker];
const people = { employee: "E1", manager: "M1", deputy: "D1", hr: "H1" };
const year = new Date().toISOString().slice(0, 4);
const cookies = {};
const ids = {};
let kills = 0;

Object.assign(company, {
  as: (login) => new Client(company.server.url, { cookie: cookies[login], origin: company.server.url }),
  person: (number) => ids[number],
  unit: (code) => ids[code],
});

function staff() {
  company.take("people.person", "people.csv", "employee_no,name,unit,manager_no,email,start\n" +
    ["M1,Meng,K1,,meng@kill.example", "D1,Ding,K1,M1,ding@kill.example", "E1,Er,K1,M1,er@kill.example", "H1,Hu,K,,hu@kill.example"]
      .map((line) => `${line},2020-01-01\n`).join(""));
  for (const [login, number] of Object.entries(people)) company.login(login, { employee: "employee", hr: "hr" }[login] ?? "manager", number);
}

/** Sessions outlive the server; ids are looked up once. */
async function begin() {
  for (const login of Object.keys(people)) cookies[login] = (await signIn(company.server.url, login, company.password)).headers.cookie;
  const hr = company.as("hr");
  for (const { code, id } of await hr.list("/units")) ids[code] = id;
  for (const { employee_no, id } of await hr.list("/people?limit=50")) ids[employee_no] = id;
  const cycle = await hr.post("/cycles", { names: { zh: year, en: year }, start: `${year}-01-01`, end: `${year}-12-31`, state: "active" });
  asking.cycle = cycle.id;
  await closing.make();
}

/** A letter that was under way when the server was killed is held for minutes, and its job for one; nobody waits here. */
function letGo() {
  company.ask("kill", `UPDATE outbox SET due_at = 0 WHERE state = 'waiting';
    UPDATE job SET due_at = 0, held_until = 0 WHERE name IN ('platform.outbox', 'platform.notice_mail');`);
}

/** So many more steps are done: a kill in time would find a slow machine still at the first. */
async function answered(more) {
  const until = Errand.answered + more;
  while (Errand.answered < until) await pause(1);
}

async function round(at) {
  await company.start();
  if (at === 0) await begin();
  const busy = workers.map((one) => one.work());
  // A refusal is thrown below, once the server is gone; until then it must not end the process.
  for (const one of busy) one.catch(() => undefined);
  await Promise.race([answered(10 + Math.floor(next() * 30)), ...busy]);
  await pause(next() * 40);
  await company.kill("SIGKILL");
  kills += 1;
  await Promise.all(busy);
  asking.assertWhole();
  closing.assertWhole();
  letGo();
  return "killed";
}

const letters = (state) => company.count(`outbox WHERE state = '${state}'`);
const untold = () => company.count("notice_copy WHERE mail = 'open' AND notice IN (SELECT id FROM notice WHERE kind = 'approval.asked')");

async function untilPosted() {
  for (let look = 0; (untold() > 0 || letters("waiting") > 0) && look < 1800; ++look) await pause(100);
}

/** "notice/17" arrives as <notice-17.kill@…>. */
function assertArrived() {
  const sent = company.ask("kill", "SELECT key FROM outbox WHERE state = 'sent' ORDER BY id;").map((key) => key.replace("/", "-"));
  const arrived = mailServer.mails().map(({ id }) => /<([^@>]+?)\.kill(@[^>]*)?>/.exec(id)?.[1]);
  assert.equal(letters("waiting") + letters("failed"), 0, "letters that did not leave");
  assert.ok(sent.length > 0, "no letter was written");
  const times = new Map();
  for (const one of arrived) times.set(one, (times.get(one) ?? 0) + 1);
  for (const key of sent) assert.ok(times.has(key), `${key} was sent and did not arrive`);
  const more = arrived.length - times.size;
  assert.equal(times.size, new Set(sent).size, "a letter that nobody wrote");
  assert.ok(more <= kills, `${more} letters too many after ${kills} kills`);
  return `${sent.length} letters, ${more} of them once more`;
}

try {
  company.make();
  staff();
  await mailServer.start();
  mailServer.behave("slow", "0.2");
  await rounds("requests, decisions and closes that are killed are whole, and count once when sent again", 8, round);
  mailServer.behave("slow", null);
  await company.start();
  await check("what was interrupted is brought to its end by whoever began it", async () => {
    for (const one of workers) await one.end();
    asking.assertWhole();
    closing.assertWhole();
    assert.ok(asking.worker.finished.length >= 12 && closing.worker.finished.length >= 2, "hardly anything was done");
    return `${asking.worker.finished.length} requests, ${closing.worker.finished.length} cycles`;
  });
  await untilPosted();
  await check("who has to decide is told once", () => asking.assertTold());
  await check("each letter arrives, and once more at most for a kill", () => assertArrived());
  await company.kill("SIGTERM");
  await check("all of it is well, and its trail is whole", () => company.assertWell());
  await check("its figures are those of a new computation", () => company.assertFigures());
} finally {
  await mailServer.stop();
  await close(company);
}
