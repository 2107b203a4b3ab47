// Mail servers as there are: with a good certificate, another's, one that is over, one that nobody knows; without
// encryption; one that hangs up; one that refuses a recipient for now or for good; one that is away for a day.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Installation, Tally } from "../support/installation.mjs";
import { freePort, mailSettings, MailServer } from "../support/mail_server.mjs";

const company = "mailing";
const polls = 1200;
const people = ["ann", "bo", "cy"];
const postgres = process.argv.includes("--postgres");
const installation = new Installation("mail-servers", postgres, {});
const tally = new Tally();
const ask = (sql) => installation.ask(company, sql);
const addressOf = (name) => `${name}@kill.example`;

/** An authority of this test's own, and certificates that it gives. */
class Authority {
  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder);
    this.file = join(folder, "authority.pem");
    this.#openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=Test authority",
      "-keyout", join(folder, "authority.key"), "-out", this.file);
    writeFileSync(join(folder, "index"), "");
    writeFileSync(join(folder, "ca.cnf"), `[ca]\ndefault_ca=own\n[own]\nnew_certs_dir=${folder}\ndatabase=${folder}/index\nrand_serial=yes\n` +
      `certificate=${this.file}\nprivate_key=${folder}/authority.key\ndefault_md=sha256\npolicy=any\ncopy_extensions=copy\nunique_subject=no\n[any]\ncommonName=supplied\n`);
  }

  #openssl(...args) {
    execFileSync("openssl", args, { cwd: this.folder, stdio: "pipe" });
  }

  /** For the host of that name, good until that time (YYYYMMDDHHMMSSZ). */
  certificate(name, until = "20991231000000Z") {
    const at = (end) => join(this.folder, `${name}-${until}.${end}`);
    this.#openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", `/CN=${name}`,
      "-addext", `subjectAltName=DNS:${name}`, "-keyout", at("key"), "-out", at("csr"));
    this.#openssl("ca", "-batch", "-config", join(this.folder, "ca.cnf"), "-startdate", "20200101000000Z", "-enddate", until, "-in", at("csr"), "-out", at("pem"));
    return { certificate: at("pem"), key: at("key") };
  }
}

function make() {
  const take = (inlet, text) => {
    const file = join(installation.folder, "file.csv");
    writeFileSync(file, text);
    installation.command("import", inlet, file, "--tenant", company);
  };
  installation.command("tenant", "create", company, "--name-en", "Mailing", "--zone", "UTC");
  take("people.unit", "code,name_zh,name_en,kind,valid_from\nK,公司,Company,company,2020-01-01\n");
  take("people.person", `employee_no,name,unit,email,start\n${people.map((name) => `${name},${name},K,${addressOf(name)},2020-01-01\n`).join("")}`);
  const password = join(installation.folder, "password");
  writeFileSync(password, "a long password\n");
  for (const name of people) installation.command("user", "add", name, "--password-file", password, "--role", "employee", "--employee", name, "--tenant", company);
}

let told = 0;
/** Each of these people is told of something, once. */
function tell(names) {
  for (const name of names) {
    const now = Date.now() * 1000;
    told += 1;
    ask(`INSERT INTO notice (kind, key, org_unit, owner, link, words, told_at)
           SELECT 'approval.asked', 'test-${told}', (SELECT MIN(id) FROM people_unit), id, '/inbox/${told}', '[]', ${now} FROM people_person WHERE email = '${addressOf(name)}';
         INSERT INTO notice_copy (notice, person, reason, told_at, mail)
           SELECT (SELECT MAX(id) FROM notice), id, 'approvals.because_manager', ${now}, 'open' FROM people_person WHERE email = '${addressOf(name)}';`);
  }
  ask("UPDATE job SET due_at = 0 WHERE name = 'platform.notice_mail';");
}

const letters = (state) => Number(ask(`SELECT COUNT(*) FROM outbox WHERE state = '${state}';`)[0]);
const lastError = () => ask("SELECT last_error FROM outbox WHERE last_error <> '' ORDER BY id DESC LIMIT 1;")[0] ?? "";

async function until(condition) {
  for (let poll = 0; poll < polls && !(await condition()); ++poll) await pause(100);
  return condition();
}

/** Serves with these settings while `work` goes on. */
async function served(settings, work) {
  Object.assign(installation.environment, { SSL_CERT_FILE: "", TWINRAIL_CLOCK_SHIFT: "" });
  for (const [name, value] of Object.entries({ SSL_CERT_FILE: "", TWINRAIL_CLOCK_SHIFT: "", ...settings }))
    if (value === "") delete installation.environment[name];
    else installation.environment[name] = value;
  const server = await installation.serve();
  try {
    await work(async () => (await fetch(`${server.url}/readyz`)).text());
  } finally {
    await server.stop();
  }
}

/** Ann is told, through a server that is not right: the letter waits with these words, /readyz has them, and nothing left. */
async function kept(what, words, settings, server) {
  tell(["ann"]);
  ask("UPDATE outbox SET due_at = 0 WHERE state = 'waiting';");
  ask("UPDATE outbox SET last_error = '' WHERE state = 'waiting';");
  const before = letters("sent");
  await server?.start();
  await served(settings, async (ready) => {
    tally.check(await until(() => words.test(lastError())), `${what}: the letter says why (${lastError()})`);
    const state = await ready();
    tally.check(state.includes("mail does not leave") && words.test(state), `${what}: so does /readyz`);
  });
  await server?.stop();
  tally.check(letters("sent") === before && letters("failed") === 0, `${what}: nothing counts as sent, nothing is given up`);
  if (!server) return;
  tally.check(server.mails().length === 0 && !server.sawOpenMail, `${what}: nothing arrived, and nothing was begun in the clear`);
}

async function refused(port, folder) {
  const server = new MailServer(port, folder);
  await server.start();
  server.behave("refuse", `${addressOf("ann")} 450 4.2.1 try later\n${addressOf("bo")} 550 5.1.1 nobody of that name\n`);
  tell(people);
  const plain = mailSettings(port);
  await served(plain, async (ready) => {
    await until(() => letters("sent") > 0 && ask("SELECT id FROM outbox WHERE last_error LIKE '%550 5.1.1%';").length > 0);
    tally.check(server.mails().some(({ address }) => address === addressOf("cy")), "whom the server does not refuse gets mail");
    tally.check(server.mails().every(({ address }) => address === addressOf("cy")), "the others do not");
    tally.check(ask("SELECT id FROM outbox WHERE state = 'waiting' AND last_error LIKE '%450 4.2.1%';").length > 0, "try later: it is tried later");
    tally.check(!(await ready()).includes("mail does not leave"), "that one recipient is refused says nothing of the server");
  });
  await server.stop();
}

/** A day has gone by; the server is back, with a good certificate. Nobody touched a letter. */
async function aDayLater(port, folder, authority) {
  const waiting = letters("waiting");
  const before = letters("sent");
  const server = new MailServer(port, folder, authority.certificate("localhost"));
  await server.start();
  const settings = { ...mailSettings(port), ...demanded, SSL_CERT_FILE: authority.file, TWINRAIL_INSTALLATION_KIND: "test", TWINRAIL_CLOCK_SHIFT: "+1d" };
  await served(settings, async (ready) => {
    tally.check(await until(() => letters("waiting") === 0), `all ${waiting} letters leave by themselves when the server is back after a day`);
    tally.check(!(await ready()).includes("mail does not leave"), "readyz has nothing to say any more");
  });
  await server.stop();
  tally.check(letters("failed") === 0 && letters("sent") === before + waiting, "none was given up");
  const ids = server.mails().map(({ id }) => id);
  tally.check(ids.length === waiting && new Set(ids).size === waiting, `each arrives once (${ids.length})`);
  tally.check(!server.sawOpenMail, "none of them in the clear");
}

const demanded = { TWINRAIL_MAIL_HOST: "localhost", TWINRAIL_MAIL_TLS: "starttls" };

async function all() {
  const authority = new Authority(join(installation.folder, "authority"));
  const place = (name) => join(installation.folder, `mails-${name}`);
  const port = await freePort();
  const known = { ...mailSettings(port), ...demanded, SSL_CERT_FILE: authority.file };
  const server = (name, certificate) => new MailServer(port, place(name), certificate);
  await kept("no server", /localhost:\d+ does not answer/, known);
  await kept("another's certificate", /certificate .*: hostname mismatch/i, known, server("other", authority.certificate("other.example")));
  await kept("a certificate that is over", /certificate .*expired/i, known, server("over", authority.certificate("localhost", "20210101000000Z")));
  await kept("an authority that nobody knows", /certificate .*: (unable to get|self.signed)/i, { ...known, SSL_CERT_FILE: authority.certificate("x.example").certificate },
    server("unknown", authority.certificate("localhost", "20981231000000Z")));
  await kept("a server without encryption", /offers no encryption/, known, server("plain"));
  const dropping = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
  await kept("a server that hangs up", /does not answer/, known);
  await new Promise((done) => dropping.close(done));
  await refused(port, place("refusing"));
  await aDayLater(port, place("good"), authority);
}

try {
  make();
  // The jobs are there once the company was served.
  await served(mailSettings(await freePort()), () => until(() => ask("SELECT name FROM job WHERE name = 'platform.notice_mail';").length > 0));
  await all();
} finally {
  installation.remove();
}
tally.close();
