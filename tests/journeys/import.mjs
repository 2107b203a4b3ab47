// A file of readings on its way in: what is wrong is said row by row and nothing is written; a good file
// is checked, written and seen behind the number that it changes, a correction with both its revisions.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { forgive, openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

const folder = mkdtempSync(join(tmpdir(), "twinrail-import-"));
let metric;
withDemo({
  prepare: async () => {
    const board = await (await demo.as("executive")).get("/board");
    metric = board.kpis.find((row) => row.code === "attainment" && row.org_unit === board.unit.id);
  },
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const head = "measure,unit,day,amount,source,source_key,reason";
const row = (amount, key, reason = "") => `attained,SEW-01,${metric.period.start},${amount},mes,${key},${reason}`;

/** A file as somebody would choose it; `bytes` may be of any encoding. */
function file(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const csv = (name, ...rows) => file(name, `${[head, ...rows].join("\n")}\n`);

async function choose(page, path) {
  await page.goto("/settings/import?inlet=kpi.reading");
  await page.locator("input[type=file]").setInputFiles(path);
}

/** The four counts; together they are the rows of the file. */
async function figures(page) {
  const count = async (name) => Number(await page.locator(`[data-count=${name}] dd.num`).innerText());
  const [stored, known, corrected, refused] = await Promise.all(["stored", "known", "corrected", "refused"].map(count));
  return { rows: stored + known + corrected + refused, stored, known, corrected, refused };
}

const write = (page) => page.locator(".page-head .btn.primary");
const written = (page) => page.locator("[data-written]").waitFor();

async function held() {
  const feed = demo.feed;
  return (await feed.list("/measures")).find(({ code }) => code === "attained").readings;
}

test("rows that are wrong are listed and nothing is written", async () => {
  const session = await openAs(browser, { url: demo.url, login: "hr" });
  const { page } = session;
  const before = await held();
  await choose(page, csv("bad.csv", row("12.5", "bad-1"), `attained,NO-UNIT,${metric.period.start},1,mes,bad-2,`, row("many", "bad-3")));
  await page.locator("[data-problems]").waitFor();
  const problems = await page.locator("[data-problems] tbody tr").allInnerTexts();
  assert.equal(problems.length, 2, problems.join("\n"));
  assert.match(problems[0], /^3\s+单位编号\s+NO-UNIT\s+\S/);
  assert.match(problems[1], /^4\s+\S+\s+many\s+\S/);
  const shown = await figures(page);
  assert.deepEqual([shown.rows, shown.refused], [3, 2]);
  assert.match(await write(page).innerText(), /\b1\b/, "the button carries the rows that go in");
  assert.equal(await held(), before);
  await session.close();
});

test("a file in GB18030 is read, and one that was torn is named", async () => {
  const session = await openAs(browser, { url: demo.url, login: "hr", language: "zh" });
  const { page } = session;
  const before = await held();
  const reason = Buffer.from([0xb3, 0xb5, 0xb7, 0xec, 0xd2, 0xbb, 0xd7, 0xe9, 0xb8, 0xfc, 0xd5, 0xfd]); // 车缝一组更正
  const text = Buffer.concat([Buffer.from(`${head}\n${row("1", "gb-1")}`), reason, Buffer.from("\n")]);
  await choose(page, file("gb.csv", text));
  await write(page).waitFor();
  assert.equal((await figures(page)).rows, 1);
  await choose(page, file("torn.csv", Buffer.from([0xff, 0xfe, 0x16])));
  await page.getByText("UTF-16LE").first().waitFor();
  assert.equal(await held(), before);
  forgive(session, /415/); // The refusal itself, as a browser logs it.
  await session.close();
});

test("a column that nobody knows is given its field by hand, and known the next time", async () => {
  const session = await openAs(browser, { url: demo.url, login: "hr", language: "en" });
  const { page } = session;
  const odd = (key, amount) => file("odd.csv", `${head.replace("amount", "how much")},plate\n${row(amount, key)},X1\n`);
  await choose(page, odd("odd-1", "5"));
  const field = (name) => page.getByRole("combobox", { name: `Field for “${name}”` });
  await field("how much").selectOption("amount");
  await field("plate").selectOption("");
  await write(page).click();
  await written(page);
  assert.equal((await figures(page)).stored, 1);
  await choose(page, odd("odd-2", "6"));
  await write(page).waitFor();
  assert.equal(await field("how much").inputValue(), "amount");
  await session.close();
});

test("a good file is checked, written and stands behind the number, with its revisions", async () => {
  const session = await openAs(browser, { url: demo.url, login: "hr" });
  const { page } = session;
  const before = await held();
  await choose(page, csv("good.csv", row("101.5", "good-1"), row("99.25", "good-2")));
  await write(page).waitFor();
  assert.equal((await figures(page)).rows, 2);
  assert.equal(await held(), before, "a check writes nothing");
  await write(page).click();
  await written(page);
  assert.equal((await figures(page)).stored, 2);

  await choose(page, csv("other.csv", row("88", "good-1", "counted again")));
  await write(page).click();
  await written(page);
  assert.equal((await figures(page)).corrected, 1);
  await session.close();
  await seenBehindTheNumber();
});

/** From the metric over its explanation down to the reading with both revisions. */
async function seenBehindTheNumber() {
  const session = await openAs(browser, { url: demo.url });
  const { page } = session;
  await page.goto(`/kpi/${metric.assignment}`);
  await page.locator(".metric-number").filter({ hasText: /\d/ }).waitFor();
  const steps = page.locator(".metric-explain ol > li");
  await steps.nth(3).waitFor();
  assert.equal(await steps.count(), 4);
  await page.locator(".metric-explain .link-btn").click();
  const reading = page.locator(".reading", { hasText: "good-1" });
  await reading.waitFor();
  await reading.locator("summary").click();
  const revisions = await reading.locator(".revisions li").allInnerTexts();
  assert.equal(revisions.length, 2, revisions.join("\n"));
  assert.ok(revisions.some((text) => text.includes("88") && text.includes("counted again")));
  assert.ok(revisions.some((text) => text.includes("101.5")));
  await session.close();
}

test("an import is taken back whole, and not when something was changed since", async () => {
  const session = await openAs(browser, { url: demo.url, login: "hr", language: "zh" });
  const { page } = session;
  const before = await held();
  await choose(page, csv("first.csv", row("7", "undo-1"), row("8", "undo-2")));
  await write(page).click();
  await written(page);
  await choose(page, csv("since.csv", row("9", "undo-1", "counted again")));
  await write(page).click();
  await written(page);
  const undo = (file) => page.getByRole("button", { name: new RegExp(`^撤销 .* 的 ${file}$`) }).first();
  const dialog = page.locator("dialog[open]");

  await undo("first.csv").click();
  await dialog.locator("[data-hindrances] tbody tr").waitFor();
  assert.equal(await dialog.locator("[data-hindrances] tbody tr").count(), 1);
  assert.match(await dialog.innerText(), /undo-1/);
  assert.equal(await dialog.locator(".btn.danger").count(), 0, "nothing to press where something stands in the way");
  await page.keyboard.press("Escape");

  await undo("since.csv").click();
  assert.match(await dialog.locator(".btn.danger").innerText(), /\b1\b/);
  await dialog.locator(".btn.danger").click();
  await dialog.locator("[data-undo=undone]").waitFor();
  await dialog.locator(".dialog-foot .btn").click();

  await choose(page, csv("alone.csv", row("7", "undo-3")));
  await write(page).click();
  await written(page);
  await undo("alone.csv").click();
  await dialog.locator(".btn.danger").click();
  await dialog.locator("[data-undo=undone]").waitFor();
  assert.equal(await held(), before + 2, "what was taken back counts no more");
  await session.close();
});

test("a list is exported with its filter, in the reader's words", async () => {
  const session = await openAs(browser, { url: demo.url, login: "hr", language: "zh" });
  const { page } = session;
  await page.goto("/kpi/measures");
  await page.getByRole("button", { name: /导出/ }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("option", { name: "CSV" }).click()]);
  assert.equal(file.suggestedFilename(), "measures.csv");
  const lines = readFileSync(await file.path(), "utf8").trim().split(/\r?\n/);
  assert.match(lines[0], /编号/);
  assert.equal(lines.length - 1, (await demo.feed.list("/measures")).length);
  await session.close();
});
