// A list that is too long for one answer becomes a file: progress, the bell, the download, my exports, removal. The demo has no list of
// 50,000 rows, so the answer that says so is given here; the file is the server's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertAccessible } from "../support/browser.mjs";
import { forgive, openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

const tooLong = { status: 413, contentType: "application/problem+json", body: JSON.stringify({ type: "/problems/export.too_many", title: "too long", status: 413, errors: [] }) };

test("a long list becomes a file, which its maker downloads, finds again and removes", async () => {
  const session = await openAs(browser, { url: demo.url, login: "hr", theme: "dark" });
  const { page } = session;
  await page.route("**/api/v1/exports?*", (route) => route.fulfill(tooLong));
  await page.goto("/kpi/measures");
  await page.getByRole("button", { name: /Export/ }).click();
  await page.getByRole("option", { name: "CSV" }).click();
  const dialog = page.locator("dialog[open]");
  const fetch = dialog.getByRole("button", { name: "Download" });
  await fetch.waitFor();
  await assertAccessible(page);
  const [file] = await Promise.all([page.waitForEvent("download"), fetch.click()]);
  assert.equal(file.suggestedFilename(), "measures.csv");
  const lines = readFileSync(await file.path(), "utf8").trim().split(/\r?\n/);
  assert.equal(lines.length - 1, (await demo.feed.list("/measures")).length);

  await page.goto("/exports");
  const row = page.locator("[data-list=exports] tbody tr").first();
  await row.getByRole("button", { name: /^Download/ }).waitFor();
  await assertAccessible(page);
  await row.getByRole("button", { name: /^Remove/ }).click();
  const gone = page.waitForResponse((reply) => reply.request().method() === "DELETE" && reply.status() === 200);
  await row.getByRole("button", { name: "Remove", exact: true }).click();
  await gone;
  await page.locator(".state-title").waitFor();
  forgive(session, /413/); // The answer given above, as a browser logs it.
  await session.close();
});
