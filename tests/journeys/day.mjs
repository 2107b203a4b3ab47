// One's own day is everybody's first page but of those who begin with a task; the weekly sheet is one page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, phone } from "../support/browser.mjs";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

const open = (look = {}) => openAs(browser, { url: demo.url, language: "zh", ...look });

test("a manager begins with what waits, the breaches first, and acknowledges by a key", async () => {
  const session = await open({ login: "manager" });
  const { page } = session;
  await page.goto("/");
  await page.locator("[data-testid=day-state]").waitFor();
  const { todos } = await (await demo.as("manager")).get("/my-day");
  assert.ok(todos.length > 0 && todos[0].kind === "breach", JSON.stringify(todos.map(({ kind }) => kind)));
  const lines = page.locator("main section").first().locator("li");
  assert.equal(await lines.count(), todos.length);
  assert.ok((await page.locator("[data-testid=day-state]").innerText()).includes(String(todos.filter(({ kind }) => kind === "breach").length)));
  await page.keyboard.press("a");
  await page.locator("dialog").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("acknowledge"), String(todos[0].subject));
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await session.close();
});

test("on a phone the day fits, and leads to the to-dos and the board that have no tab there", async () => {
  const session = await open({ login: "employee", viewport: phone });
  const { page } = session;
  await page.goto("/");
  await page.locator("[data-testid=day-state]").waitFor();
  await assertAccessible(page);
  const tabs = await page.locator("nav.tabs a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.ok(tabs.length <= 5 && tabs[0] === "/", tabs.join(" "));
  const ways = await page.locator("main a").evaluateAll((all) => all.map((one) => one.getAttribute("href").split("?")[0]));
  assert.ok(ways.includes("/inbox") && ways.includes("/board"), ways.join(" "));
  await session.close();
});

test("an operator still begins with the sheet, and finds the day in the menu", async () => {
  const session = await open({ login: "operator" });
  const { page } = session;
  await page.goto("/");
  await page.waitForURL((url) => url.pathname === "/entry");
  await page.locator('nav.rail a[href="/"].rail-item').click();
  await page.locator("[data-testid=day-state]").waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  await session.close();
});

test("who looks after the installation still begins with the settings", async () => {
  const session = await open({ login: "admin" });
  await session.page.goto("/");
  await session.page.waitForURL((url) => url.pathname === "/settings");
  await session.close();
});

test("the weekly sheet prints on one page, and Esc leaves it", async () => {
  const session = await open();
  const { page } = session;
  await page.goto("/board/weekly");
  await page.locator("[data-testid=week-state]").waitFor();
  await assertAccessible(page);
  assert.equal(await page.locator("nav.rail").isVisible(), false);
  await page.waitForTimeout(300);
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(paper.match(/\/Type\s*\/Page\b/g).length, 1);
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => url.pathname === "/board");
  await session.close();
});

test("the board tells what changed, page by page", async () => {
  const session = await open();
  const { page } = session;
  await page.goto("/board?changes=31");
  const lines = page.locator("aside.drawer li");
  await lines.first().waitFor();
  const before = await lines.count();
  const more = page.locator("aside.drawer button", { hasText: "再看一些" });
  if (await more.isVisible()) {
    await more.click();
    await page.waitForFunction((count) => document.querySelectorAll("aside.drawer li").length > count, before);
  }
  const { items } = await (await demo.as("executive")).get("/changes?limit=200");
  assert.ok(items.length > 0);
  await session.close();
});
