// Whoever reports figures types them on the sheet, corrects yesterday's with a reason, and loses nothing on a
// phone without a network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phone } from "../support/browser.mjs";
import { forgive, openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

/** The cell of the sheet that a key like "8/12/2026-11-18" names, as the server has it. */
async function stored(api, key) {
  const [measure, unit, day] = key.split("/");
  const sheet = await api.get("/entry");
  const row = sheet.rows.find((one) => one.measure === Number(measure) && one.unit === Number(unit));
  return row.cells.find((cell) => cell.day === day);
}

const saved = (page) => page.waitForResponse((reply) => reply.url().endsWith("/entry") && reply.request().method() === "POST");

test("an operator lands on the sheet, types a figure, and the next cell waits", async () => {
  const session = await openAs(browser, { url: demo.url, login: "operator", language: "zh" });
  const { page } = session;
  await page.goto("/");
  await page.waitForURL((url) => url.pathname === "/entry");
  const cells = page.locator("input[data-cell]").filter({ visible: true });
  const due = page.locator('input[data-at^="0/"]').last();
  await due.waitFor();
  const count = Number(await page.locator(".rail a[aria-current] .num").innerText());
  assert.ok(count > 0 && (await cells.count()) >= 12);
  const key = await due.getAttribute("data-cell");

  await due.fill("4o");
  await due.press("Tab");
  await page.locator('[aria-invalid="true"]').waitFor();
  assert.equal((await stored(await demo.as("hr"), key)).amount, null, "what is no number is not sent");

  await due.fill("1,015");
  const answer = saved(page);
  await due.press("Enter");
  assert.ok((await answer).ok(), await (await answer).text());
  const next = await page.evaluate(() => document.activeElement.dataset.at);
  assert.equal(next.split("/")[0], "1", "Enter goes down");
  const now = await stored(await demo.as("hr"), key);
  assert.deepEqual([Number(now.amount), now.revision, now.state], [1015, 1, "filled"]);
  await page.waitForFunction((wanted) => document.querySelector(".rail a[aria-current] .num")?.textContent === wanted, String(count - 1));
  await session.close();
});

test("yesterday's figure is corrected with a reason, and not without one", async () => {
  const session = await openAs(browser, { url: demo.url, login: "operator", language: "zh" });
  const { page } = session;
  await page.goto("/entry");
  const figure = page.locator('button[data-at^="2/"]').last();
  const key = await figure.getAttribute("data-cell");
  const before = await stored(await demo.as("hr"), key);
  await figure.click();
  const popover = page.getByRole("dialog");
  await popover.locator("input").fill(String(Number(before.amount) + 3));
  const keep = popover.getByRole("button", { name: "记下更正" });
  assert.ok(await keep.isDisabled(), "a reason is asked for");
  await popover.getByRole("button", { name: "返工件重复计" }).click();
  const answer = saved(page);
  await keep.click();
  assert.ok((await answer).ok(), await (await answer).text());
  const now = await stored(await demo.as("hr"), key);
  assert.deepEqual([Number(now.amount), now.revision, now.state], [Number(before.amount) + 3, before.revision + 1, "corrected"]);
  const [measure, unit, day] = key.split("/");
  const { items } = await (await demo.as("hr")).get(`/measures/${measure}/readings?org_unit=${unit}&from=${day}&to=${day}`);
  assert.equal(items[0].revisions[0].reason, "返工件重复计");
  await session.close();
});

test("on a phone without a network figures wait on the device and go out by themselves", async () => {
  const session = await openAs(browser, { url: demo.url, login: "operator", language: "zh", viewport: phone });
  const { page } = session;
  await page.goto("/entry");
  await page.locator("select").last().selectOption({ index: 5 });
  const field = page.locator("form input").first();
  await field.waitFor();
  await page.context().setOffline(true);
  await field.fill("18");
  await page.locator("form button[type=submit]").click();
  await page.getByText("待发 1 个数").waitFor();
  const kept = await page.evaluate(() => Object.entries(localStorage).find(([name]) => name.startsWith("entry.waiting."))?.[1]);
  const [cell] = JSON.parse(kept);
  const key = `${cell.measure}/${cell.unit}/${cell.day}`;
  assert.equal((await stored(await demo.as("hr"), key)).amount, null);
  const answer = saved(page);
  await page.context().setOffline(false);
  assert.ok((await answer).ok());
  await page.getByText("待发 1 个数").waitFor({ state: "detached" });
  assert.equal(Number((await stored(await demo.as("hr"), key)).amount), 18);
  forgive(session, /Failed to load resource|ERR_INTERNET_DISCONNECTED/);
  await session.close();
});
