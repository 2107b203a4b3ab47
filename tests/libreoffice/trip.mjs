// A list that was exported, opened and saved by LibreOffice comes back in: node trip.mjs [--postgres]
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { signIn } from "../../data/demo/client.mjs";
import { Installation, Tally } from "../support/installation.mjs";

const company = "office";
const postgres = process.argv.includes("--postgres");
const installation = new Installation("libreoffice", postgres, {});
const tally = new Tally();
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const password = "a long password";

/** Measures as they are listed, with codes of which an office program likes to make something else. */
const measures = [
  ["0012", "像数字", "Like a number", "flow", "piece", "day"],
  ["1E5", "像幂，有逗号", "Like a power", "flow", "piece", "day"],
  ["3-4", "像日期", "Like a day", "stock", "person", "month"],
];
const heads = ["code", "name_zh", "name_en", "kind", "unit", "grain"];
const csvOf = (rows) => rows.map((row) => row.map((cell) => (/[,"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")).join("\n");
const withoutMark = (text) => text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n").trim();

function make() {
  const take = (inlet, text) => {
    const file = join(installation.folder, "file.csv");
    writeFileSync(file, text);
    installation.command("import", inlet, file, "--tenant", company);
  };
  installation.command("tenant", "create", company, "--name-en", "Office", "--zone", "Asia/Shanghai");
  take("people.unit", "code,name_zh,name_en,kind,valid_from\nK,公司,Company,company,2020-01-01\n");
  const secret = join(installation.folder, "password");
  writeFileSync(secret, `${password}\n`);
  installation.command("user", "add", "hr", "--password-file", secret, "--role", "hr", "--tenant", company);
}

/** Opens a file with LibreOffice and saves it as `to`; of a table whose cells are separated by commas all cells are texts. */
function saved(bytes, name, to) {
  const [before, after] = ["before", "after"].map((folder) => join(installation.folder, folder));
  for (const folder of [before, after]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(before, name), bytes);
  const texts = heads.map((_, at) => `${at + 1}/2`).join("/");
  const opened = name.endsWith(".csv") ? [`--infilter=CSV:44,34,76,1,${texts}`] : [];
  const form = { xlsx: "xlsx:Calc MS Excel 2007 XML", csv: "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false" }[to];
  execFileSync("soffice", [`-env:UserInstallation=file://${installation.folder}/profile`, "--headless", ...opened, "--convert-to", form, "--outdir", after, join(before, name)],
    { stdio: "pipe", env: { ...process.env, HOME: installation.folder } });
  return readFileSync(join(after, name.replace(/\.\w+$/, `.${to}`)));
}

async function got(api, path) {
  const reply = await fetch(`${api.base}/api/v1${path}`, { headers: { ...api.headers, "accept-language": "en" } });
  assert.ok(reply.ok, `${path}: ${reply.status}`);
  return Buffer.from(await reply.arrayBuffer());
}

async function imported(api, inlet, body) {
  const reply = await fetch(`${api.base}/api/v1/inlets/${inlet}/imports`, { method: "POST", headers: { ...api.headers, origin: api.base, "content-type": xlsx }, body });
  const said = await reply.json();
  if (!reply.ok) return said;
  for (let poll = 0; poll < 600; ++poll) {
    const seen = await api.get(`/imports/${said.id}`);
    if (!["waiting", "running", "checking"].includes(seen.state)) return seen;
    await pause(100);
  }
  return said;
}
/** The state of an import, and how many rows it stored and knew. */
const outcome = ({ state, stored, known }) => `${state} ${stored} ${known}`;

async function all(api) {
  const template = (await got(api, "/inlets/kpi.measure/template?format=csv&lang=zh")).toString("utf8");
  const line = withoutMark(template).split("\n")[0].split(",").slice(0, heads.length).join(",");
  const typed = saved(`${line}\n${csvOf(measures)}\n`, "typed.csv", "xlsx");
  const first = await imported(api, "kpi.measure", typed);
  tally.check(outcome(first) === `done ${measures.length} 0`, `what was typed under the template's heads comes in (${outcome(first)}, ${JSON.stringify(first.problems ?? [])})`);
  const held = (await api.list("/measures")).map(({ code, names }) => `${code} ${names.zh}`).sort();
  tally.check(held.join() === measures.map(([code, zh]) => `${code} ${zh}`).sort().join(), `every code as it was typed (${held.join("; ")})`);

  const list = encodeURIComponent("/measures");
  const text = withoutMark((await got(api, `/exports?format=csv&list=${list}`)).toString("utf8"));
  const again = saved(await got(api, `/exports?format=xlsx&list=${list}`), "listed.xlsx", "xlsx");
  const shown = withoutMark(saved(again, "again.xlsx", "csv").toString("utf8"));
  tally.check(shown === text, `an exported workbook that LibreOffice has saved says what the exported table says${shown === text ? "" : `:\n${shown}\nfor\n${text}`}`);

  const rows = shown.split("\n").slice(1).map((row) => row.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, "").replace(/^"|"$/g, "")).slice(0, heads.length));
  const back = await imported(api, "kpi.measure", saved(`${line}\n${csvOf(rows)}\n`, "back.csv", "xlsx"));
  tally.check(outcome(back) === `done 0 ${measures.length}`, `under the template's heads it comes back in, and changes nothing (${outcome(back)}, ${JSON.stringify(back.problems ?? [])})`);
}

let server;
try {
  make();
  server = await installation.serve();
  await all(await signIn(server.url, "hr", password));
} finally {
  await server?.stop();
  installation.remove();
}
tally.close();
