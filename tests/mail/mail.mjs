// What ./run says. The server looks at its jobs once a minute, so a part of this is waiting.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Installation, Tally } from "../support/installation.mjs";
import { freePort, mailSettings, MailServer } from "../support/mail_server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const demo = join(here, "../../data/demo");
const company = "mailing";
const link = "https://people.example.com"; // as the settings say
/** A job that a killed server held is free after a minute, and is looked for once a minute. */
const longest = 150_000;

async function inTime(condition) {
  const until = Date.now() + longest;
  while (!(await condition()) && Date.now() < until) await pause(200);
  return condition();
}

function load(installation) {
  const made = join(installation.folder, "made");
  execFileSync("node", [join(demo, "make_readings.mjs"), "--out", made]);
  const command = (...args) => installation.command(...args, "--tenant", company);
  const take = (inlet, file) => command("import", inlet, file);
  installation.command("tenant", "create", company, "--name-en", "Mailing", "--zone", "Asia/Shanghai", "--week-start", "saturday");
  take("people.legal_entity", join(demo, "legal_entities.csv"));
  take("people.unit", join(made, "units-bare.csv"));
  take("people.person", join(demo, "people.csv"));
  take("people.unit", join(demo, "units.csv"));
  take("kpi.measure", join(demo, "measures.csv"));
  take("kpi.source", join(demo, "sources.csv"));
  take("kpi.kpi", join(demo, "kpis.csv"));
  take("kpi.assignment", join(made, "assignments.csv"));
  const password = join(installation.folder, "password");
  writeFileSync(password, "a long enough password\n");
  const logins = readFileSync(join(demo, "logins.csv"), "utf8").trim().split("\n").slice(1);
  for (const [login, number, role] of logins.map((line) => line.split(",")))
    command("user", "add", login, "--password-file", password, "--role", role, "--employee", number);
  take("kpi.reading", join(made, "readings-opening.csv"));
  take("kpi.reading", join(made, "readings.csv"));
}

const tally = new Tally();
const port = await freePort();
const postgres = process.argv.includes("--postgres");
const installation = new Installation("mail", postgres, mailSettings(port));
const sink = new MailServer(port, join(installation.folder, "mails"));
const ask = (sql) => installation.ask(company, sql);
let server;

async function speakEnglish(login) {
  const answer = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "twinrail-tenant": company },
    body: JSON.stringify({ login, password: "a long enough password" }),
  });
  const cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const done = await fetch(`${server.url}/api/v1/session`, {
    method: "PATCH",
    headers: { "content-type": "application/json", "twinrail-tenant": company, cookie, origin: server.url },
    body: JSON.stringify({ locale: "en" }),
  });
  if (!done.ok) throw new Error(`preferences: ${done.status} ${await done.text()}`);
}

/** Everybody with an account whom a notice of a kind that goes at once was told. */
const expected = () =>
  ask(`SELECT DISTINCT p.email FROM notice_copy c JOIN notice n ON n.id = c.notice JOIN people_person p ON p.id = c.person
        JOIN identity_account a ON a.person = p.id WHERE n.kind = 'kpi.breach_fired' AND c.read_at IS NULL AND p.email IS NOT NULL;`);
const letters = (state) => Number(ask(`SELECT COUNT(*) FROM outbox WHERE state = '${state}';`)[0]);
const ready = async () => (await fetch(`${server.url}/readyz`)).text();

async function whileServerIsAway() {
  server = await installation.serve();
  const english = ask(`SELECT a.login FROM identity_account a JOIN notice_copy c ON c.person = a.person ORDER BY a.id LIMIT 1;`)[0];
  await speakEnglish(english);
  tally.check(await inTime(() => letters("waiting") > 0), "letters wait for a mail server that is away");
  tally.check(await inTime(async () => (await ready()).includes("mail does not leave")), "readyz says that mail does not leave");
  tally.check(ask("SELECT last_error FROM outbox WHERE last_error <> '' LIMIT 1;")[0].includes(`127.0.0.1:${port}`), "the letter names the server");
  return ask(`SELECT p.email FROM people_person p JOIN identity_account a ON a.person = p.id WHERE a.login = '${english}';`)[0];
}

async function whenServerIsBack(english) {
  await sink.start();
  tally.check(await inTime(() => letters("waiting") === 0 && letters("sent") > 0), "they leave when it is back");
  const mails = sink.mails();
  tally.check(mails.length === letters("sent"), `as many arrive as were sent (${mails.length})`);
  tally.check(new Set(mails.map(({ id }) => id)).size === mails.length, "each arrives once");
  const to = new Set(mails.map((mail) => mail.to));
  tally.check(expected().every((address) => to.has(`<${address}>`)), "everybody who was told of a breach gets mail");
  const inEnglish = mails.filter((mail) => mail.to === `<${english}>`);
  const others = mails.filter((mail) => mail.to !== `<${english}>`);
  tally.check(inEnglish.length > 0 && inEnglish.every((mail) => mail.language === "en" && mail.text.includes("Why you got this: ")), "in English to who reads English");
  tally.check(others.length > 0 && others.every((mail) => mail.language === "zh" && mail.text.includes("为什么收到：") && /\p{Script=Han}/u.test(mail.subject)), "in Chinese to the others");
  tally.check(mails.every((mail) => mail.text.includes(`${link}/kpi/`) && mail.html.includes(`href="${link}/kpi/`)), "each leads to its indicator");
  tally.check(!(await ready()).includes("mail does not leave"), "readyz says so no more");
}

async function killedInBetween() {
  const before = sink.mails().length;
  sink.behave("hold", "");
  ask(`INSERT INTO notice (kind, key, org_unit, owner, link, words, told_at)
         SELECT n.kind, 'again', n.org_unit, n.owner, n.link, n.words, n.told_at FROM notice n JOIN notice_copy c ON c.notice = n.id WHERE c.mail = 'posted' LIMIT 1;
       INSERT INTO notice_copy (notice, person, reason, told_at, mail)
         SELECT (SELECT MAX(id) FROM notice), person, reason, told_at, 'open' FROM notice_copy WHERE mail = 'posted' LIMIT 1;
       UPDATE job SET due_at = 0 WHERE name = 'platform.notice_mail';`);
  tally.check(await inTime(() => sink.mails().length === before + 1), "the server has taken the mail and has not said so");
  await server.stop("SIGKILL");
  sink.behave("hold", null);
  ask("UPDATE outbox SET due_at = 0 WHERE state = 'waiting';"); // the lease of a letter is five minutes
  ask("UPDATE job SET due_at = 0, held_until = 0;");
  server = await installation.serve();
  tally.check(await inTime(() => letters("waiting") === 0), "after a kill it is sent again");
  await pause(2000);
  const again = sink.mails().slice(before);
  const ids = sink.mails().map(({ id }) => id);
  tally.check(again.length === 2 && ids.length - new Set(ids).size === 1, `once more and no more, known by its Message-ID (${again.length})`);
}

try {
  load(installation);
  await whenServerIsBack(await whileServerIsAway());
  await killedInBetween();
} finally {
  await server?.stop();
  await sink.stop();
  installation.remove();
}
tally.close();
