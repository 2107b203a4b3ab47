// Two servers on one place: node jobs.mjs [--postgres]
//
// Both have the companies open, so both look for what is due. Each job must have run once. Then one server is killed
// with -9 while it holds a job, and the other one takes the job over when the hold has run out.
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Installation, Tally } from "../support/installation.mjs";

const { values: given } = parseArgs({ options: { postgres: { type: "boolean", default: false } } });
const tally = new Tally();
const companies = ["one", "two", "three"];
/** A server looks at what it has open once a minute. */
const longest = 150_000;
/** Comes back each minute, which may pass while this runs. */
const quick = "kpi.count";

async function inTime(condition) {
  const until = Date.now() + longest;
  while (!condition() && Date.now() < until) await pause(200);
  return condition();
}

const installation = new Installation("jobs", given.postgres);
for (const company of companies) installation.command("tenant", "create", company, "--name-en", company);
const rows = (company) =>
  installation.ask(company, "SELECT name, runs, attempts, last_error FROM job ORDER BY name;").map((line) => line.split("|"));

const servers = [await installation.serve(), await installation.serve()];
for (const server of servers)
  for (const company of companies)
    tally.check((await server.status(company)) === 401, `${company} is open in ${server.url}`);
tally.check(await inTime(() => companies.every((c) => rows(c).length >= 5)), "every company's jobs have had a turn");
await pause(2500); // both have looked again
for (const company of companies)
  for (const [name, runs, attempts, error] of rows(company).filter(([job]) => job !== quick))
    tally.check(runs === "1" && attempts === "0" && error === "", `${company}: ${name} has run once (${runs})`);

// As if the first server had been killed in the middle of a job: it holds it for two seconds more.
const soon = (Date.now() + 2000) * 1000;
await servers[0].stop("SIGKILL");
installation.ask("one",
  `UPDATE job SET due_at = 0, holder = 'killed', held_until = ${soon}, attempts = 1 WHERE name = 'kpi.sweep';`);
const sweep = () => rows("one").find(([name]) => name === "kpi.sweep");
tally.check(sweep()[1] === "1", "what is held is left alone");
tally.check(await inTime(() => sweep()[1] === "2"), "what a killed server held is taken over");
tally.check(sweep()[2] === "0", "and counts as done");
for (const company of companies)
  tally.check((await servers[1].status(company)) === 401, `${company} still answers`);
await servers[1].stop();
tally.check(servers[1].child.exitCode === 0, "the other server ends well");
tally.check(/all is well/.test(installation.command("status", "--tenant", "one")), "the status says that all is well");
installation.remove();
tally.close();
