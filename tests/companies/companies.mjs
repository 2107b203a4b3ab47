// Many companies on small limits: node companies.mjs [--postgres]
//
// SQLite: a server with 2,000 companies starts with 1,024 descriptors and holds no more threads and descriptors than one
// with 20; then 200 of them are used in turn. PostgreSQL: 200 companies are used in turn and the server never sees more
// connections than are configured. Seconds are printed and not judged.
import { constants, copyFileSync, readdirSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { Installation, Tally } from "../support/installation.mjs";

const { values: given } = parseArgs({ options: { postgres: { type: "boolean", default: false } } });
const tally = new Tally();
const descriptors = 1024;
const connections = 32;
/** What a server may run: 16 for the databases, 4 that hand on events, 5 of jobs, 2 of requests that wait, one of
 *  imports, one of the log, up to 4 of HTTP and main. */
const threadsMost = 34;
/** Requests that are on their way at a time. */
const together = 8;
const names = (count) => Array.from({ length: count }, (_, i) => `c${String(i).padStart(4, "0")}`);

/** Nothing is due before tomorrow: what is measured is what idle companies cost. */
function enter(installation, companies) {
  const tomorrow = (Date.now() + 86_400_000) * 1000;
  const rows = (values) => companies.map(values).join(",");
  installation.ask("", `INSERT INTO tenant (code, name_zh, name_en) VALUES ${rows((c) => `('${c}', '${c}', '${c}')`)};`);
  installation.ask("", `INSERT INTO tenant_due (code, due_at) VALUES ${rows((c) => `('${c}', ${tomorrow})`)};`);
}

/** Asks each company once, a few at a time. Gives how many answered as they should, and the most that was held. */
async function useInTurn(server, companies, look) {
  const line = [...companies];
  let answered = 0;
  const most = { threads: 0, descriptors: 0, connections: 0 };
  const began = Date.now();
  const ask = async () => {
    for (let company = line.shift(); company; company = line.shift()) {
      if ((await server.status(company)) === 401) answered += 1;
      const now = { ...server.holds(), connections: look() };
      for (const key of Object.keys(most)) most[key] = Math.max(most[key], now[key]);
    }
  };
  await Promise.all(Array.from({ length: together }, ask));
  return { answered, most, seconds: (Date.now() - began) / 1000 };
}

/** Files and folders that another user of the machine may look into. */
function openToOthers(folder) {
  const names = ["", ...readdirSync(folder, { recursive: true })];
  return names.filter((name) => (statSync(`${folder}/${name}`).mode & 0o077) !== 0);
}

async function started(count) {
  const installation = new Installation("companies", false);
  installation.command("tenant", "create", "model", "--name-en", "Model");
  installation.ask("model", "DELETE FROM this_company;"); // the copies take the names of their places when they are opened
  installation.command("backup", `${installation.data}/saved`, "--tenant", "model");
  tally.check(openToOthers(installation.data).length === 0, "nobody else may read what the program makes");
  installation.ask("model", "PRAGMA journal_mode = DELETE;");
  for (const company of names(count))
    copyFileSync(installation.fileOf("model"), installation.fileOf(company), constants.COPYFILE_FICLONE);
  enter(installation, names(count));
  installation.ask("", `UPDATE tenant_due SET due_at = ${(Date.now() + 86_400_000) * 1000} WHERE code = 'model';`);
  return { installation, server: await installation.serve(descriptors) };
}

async function files() {
  const few = await started(21);
  const asFew = few.server.holds();
  await few.server.stop();
  few.installation.remove();
  const { installation, server } = await started(2000);
  const held = server.holds();
  const say = (what) => `${what.threads} threads, ${what.descriptors} descriptors`;
  console.log(`2,000 companies: ready after ${server.seconds} s with ${say(held)}; 21 companies: ${say(asFew)}`);
  tally.check(held.threads <= asFew.threads, "2,000 companies take no more threads than 21");
  tally.check(held.descriptors <= asFew.descriptors, "2,000 companies take no more descriptors than 21");
  const used = await useInTurn(server, names(200), () => 0);
  console.log(`200 used in turn in ${used.seconds} s: at most ${say(used.most)}`);
  tally.check(used.answered === 200, `each of 200 companies answers (${used.answered})`);
  tally.check(used.most.threads <= threadsMost, `no more than ${threadsMost} threads`);
  tally.check(used.most.descriptors < descriptors, `no more than ${descriptors} descriptors`);
  const again = await useInTurn(server, names(2000).slice(-50), () => 0);
  tally.check(again.answered === 50, "the last of 2,000 companies answer as well");
  await server.stop();
  tally.check(server.child.exitCode === 0, "the server ends well");
  installation.remove();
}

async function schemas() {
  const installation = new Installation("companies", true, { TWINRAIL_DATABASE_CONNECTIONS: String(connections) });
  for (const company of names(200)) installation.command("tenant", "create", company, "--name-en", company);
  installation.ask("", `UPDATE tenant_due SET due_at = ${(Date.now() + 86_400_000) * 1000};`);
  const server = await installation.serve(descriptors);
  const look = () =>
    Number(installation.ask("", "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'twinrail';")[0]);
  const few = await useInTurn(server, names(20), look);
  for (const turn of ["first", "second"]) {
    const used = await useInTurn(server, names(200), look);
    const { most } = used;
    console.log(`200 companies, ${turn} turn: ${used.seconds} s, at most ${most.connections} connections,` +
      ` ${most.threads} threads, ${most.descriptors} descriptors (20 companies: ${JSON.stringify(few.most)})`);
    tally.check(used.answered === 200, `each of 200 companies answers (${used.answered})`);
    tally.check(most.connections <= connections, `no more than ${connections} connections`);
    tally.check(most.threads <= threadsMost, `no more than ${threadsMost} threads`);
    tally.check(most.descriptors < descriptors, `no more than ${descriptors} descriptors`);
  }
  await server.stop();
  tally.check(server.child.exitCode === 0, "the server ends well");
  installation.remove();
}

await (given.postgres ? schemas() : files());
tally.close();
