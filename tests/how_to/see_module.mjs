// The module that docs/how-to/add-a-module.md has made, in the program that carries it: its list, form and
// detail in both languages, a table in and out, its fact and its setting. Ends with an error when one is wrong.
//
//   see_module.mjs PROGRAM
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertAccessible, openBrowser, openPage } from "../support/browser.mjs";

const program = process.argv[2];
const password = "a-long-password";
const folder = mkdtempSync(join(tmpdir(), "twinrail-how-to-"));
const patienceMs = 20_000;
process.env.XDG_CONFIG_HOME = folder; // the key of the audit trail

const run = (...rest) => execFileSync(program, ["--data", join(folder, "data"), ...rest], { stdio: "pipe" });

function load(inlet, lines) {
  const file = join(folder, `${inlet}.csv`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  run("import", inlet, file, "--tenant", "works");
}

/** A company of one unit with somebody of personnel and one entry, the latter out of a table. */
function make() {
  run("tenant", "create", "works", "--name-zh", "厂", "--name-en", "Works", "--zone", "Asia/Shanghai");
  load("people.unit", ["code,parent,name_zh,name_en,kind,head,valid_from,legal_entity", "C,,总厂,Main works,company,,2026-01-01,"]);
  const secret = join(folder, "password");
  writeFileSync(secret, `${password}\n`);
  run("user", "add", "hr", "--password-file", secret, "--role", "hr", "--tenant", "works");
  load("probe.entry", ["code,unit,names_zh,names_en,day,amount,note", "beam,C,横梁,Beam,2026-03-02,12.5,from a table"]);
}

function serve() {
  const server = spawn(program, ["--data", join(folder, "data"), "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = new Promise((found, failed) => {
    let text = "";
    server.stdout.on("data", (piece) => {
      text += piece;
      const ready = /^ready (\S+)$/m.exec(text);
      if (ready) found(ready[1]);
    });
    server.once("exit", () => failed(new Error(`the server ended: ${text}`)));
  });
  return { server, url };
}

async function signedIn(browser, url, language) {
  const session = await openPage(browser, {
    url,
    locale: language === "zh" ? "zh-CN" : "en-GB",
    patienceMs,
    stored: { "twinrail.language": language },
  });
  const reply = await session.page.request.post("/api/v1/session", { data: { login: "hr", password }, headers: { origin: url } });
  assert.equal(reply.status(), 200, await reply.text());
  return session;
}

/** List and detail, as the reader of a language sees them. */
async function look(browser, url, language, { menu, entry, unit, edit, open }) {
  const session = await signedIn(browser, url, language);
  const { page } = session;
  await page.goto("/probe");
  await page.getByRole("heading", { level: 1, name: menu }).waitFor();
  await page.getByRole("link", { name: menu }).first().waitFor();
  await page.getByRole("row").filter({ hasText: entry }).filter({ hasText: "12.5" }).waitFor();
  await assertAccessible(page);
  await page.getByRole("rowheader", { name: entry }).click();
  const detail = page.getByRole("complementary", { name: entry });
  await detail.getByText("from a table").waitFor();
  await detail.getByText(unit).waitFor();
  await detail.getByText(open, { exact: true }).waitFor();
  await assertAccessible(page);
  await detail.getByRole("button", { name: edit }).click();
  await detail.locator("[name=amount]").waitFor();
  await session.close();
}

/** A new entry by the form, then a change of it; the list shows both without being loaded anew. */
async function write(browser, url) {
  const session = await signedIn(browser, url, "en");
  const { page } = session;
  await page.goto("/probe?edit=new");
  const form = page.getByRole("complementary", { name: "New entry" });
  await form.locator("[name=code]").fill("anvil");
  await form.getByLabel("Name (English)").fill("Anvil");
  await form.getByRole("combobox", { name: "Unit" }).click();
  await page.getByTitle("Main works").click();
  await form.locator("[name=amount]").fill("3");
  await form.getByRole("button", { name: "Add entry" }).click();
  const row = page.getByRole("row").filter({ hasText: "Anvil" });
  await row.filter({ hasText: "3" }).waitFor();
  await page.getByRole("rowheader", { name: "Anvil" }).click();
  const detail = page.getByRole("complementary", { name: "Anvil" });
  await detail.getByRole("button", { name: "Edit" }).click();
  await detail.locator("[name=amount]").fill("4.25");
  await detail.getByRole("button", { name: "Save" }).click();
  await row.filter({ hasText: "4.25" }).waitFor();
  const get = async (path) => {
    const reply = await page.request.get(`/api/v1${path}`);
    assert.equal(reply.status(), 200, path);
    return reply.text();
  };
  const table = await get("/probe-table");
  assert.match(table, /单位编码/); // the account's language, whichever the browser speaks
  assert.match(table, /anvil,C/);
  assert.match(await get("/facts"), /"probe\.entries"/);
  assert.match(await get("/settings/probe"), /"open_days":365/);
  await session.close();
}

let server;
let browser;
try {
  make();
  const served = serve();
  server = served.server;
  const url = await served.url;
  browser = await openBrowser();
  await look(browser, url, "zh", { menu: "条目", entry: "横梁", unit: "总厂", edit: "编辑", open: "开放" });
  await look(browser, url, "en", { menu: "Entries", entry: "Beam", unit: "Main works", edit: "Edit", open: "open" });
  await write(browser, url);
} finally {
  await browser?.close();
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
}
