// A folder with a broken, a missing, a foreign and a later company beside a good one: node folder.mjs
//
// The good one is served; each of the others is refused alone, in words, and named to who looks after the service.
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { Installation, Tally } from "../support/installation.mjs";

const tally = new Tally();
let server;
const installation = new Installation("folder", false);
const refused = { broken: "tenant.broken", missing: "tenant.broken", foreign: "tenant.broken", later: "tenant.other_version" };

function spoil() {
  for (const code of ["good", "other", ...Object.keys(refused)])
    installation.command("tenant", "create", code, "--name-en", code, "--name-zh", code);
  for (const code of ["other", ...Object.keys(refused)]) installation.ask(code, "PRAGMA journal_mode = DELETE;");
  writeFileSync(installation.fileOf("broken"), "j".repeat(200_000));
  rmSync(installation.fileOf("missing"));
  copyFileSync(installation.fileOf("other"), installation.fileOf("foreign"));
  installation.ask("later", "UPDATE program_version SET version = '99.1.0';");
}

async function answerOf(company, language) {
  const headers = { "twinrail-tenant": company, "accept-language": language };
  const answer = await fetch(`${server.url}/api/v1/session`, { headers });
  return { status: answer.status, text: await answer.text() };
}

async function served() {
  server = await installation.serve();
  tally.check((await server.status("good")) === 401, "the good company is served");
  for (const [company, code] of Object.entries(refused)) {
    const english = await answerOf(company, "en");
    const chinese = await answerOf(company, "zh");
    tally.check(english.status === 503 && english.text.includes(code), `${company} is refused alone: ${english.text}`);
    tally.check(/[\u4e00-\u9fff]/.test(chinese.text) && !/[\u4e00-\u9fff]/.test(english.text), `${company} in both languages`);
  }
  const ready = await (await fetch(`${server.url}/readyz`)).text();
  for (const company of ["broken", "missing", "foreign"])
    tally.check(ready.includes(company), `readiness names ${company}: ${ready.trim()}`);
  tally.check((await server.status("good")) === 401, "and the good one is served still");
  await server.stop();
}

function looked() {
  const look = spawnSync(process.env.TWINRAIL, ["--data", installation.data, "check-data"], {
    env: installation.environment,
    encoding: "utf8",
  });
  tally.check(look.status === 1, "check-data ends with 1");
  for (const company of Object.keys(refused))
    tally.check(new RegExp(`^${company}: (?!whole)`, "m").test(look.stdout), `and says what ${company} lacks`);
  tally.check(/^good: whole/m.test(look.stdout), `and that the good one is whole\n${look.stdout}`);
}

try {
  spoil();
  await served();
  looked();
} finally {
  await server?.stop("SIGKILL");
  installation.remove();
}
tally.close();
