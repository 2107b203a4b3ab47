// Whoever may not set a target asks for it on the metric's page; until somebody agrees the old one counts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "../support/browser.mjs";
import { Demo } from "./support/demo.mjs";
import { openAs } from "./support/pages.mjs";

let demo;
let browser;
before(async () => {
  demo = await Demo.shared();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

test("a target of the running period waits until somebody agrees", async () => {
  const hr = await demo.as("hr");
  const asManager = await demo.as("manager");
  const rows = (await asManager.get("/kpi-assignments?limit=200")).items;
  let row;
  for (const one of rows) {
    const rule = await asManager.get(`/kpi-assignments/${one.assignment}/target-rule`);
    if (rule.may_propose && rule.waits === null && one.target !== null) row ??= one;
  }
  assert.ok(row, "a metric whose target the manager may ask to change");
  const before = (await hr.get(`/kpi-assignments/${row.assignment}`)).targets;
  const { page, close } = await openAs(browser, { url: demo.url, login: "manager" });
  await page.goto(`/kpi/${row.assignment}?edit=target`);
  await page.getByLabel("Reason").fill("the line is being rebuilt");
  await page.locator("[name=target]").fill("42");
  await page.getByRole("button", { name: "Ask for approval" }).click();
  await page.getByText("Until it is approved the old target counts").first().waitFor();
  assert.deepEqual((await hr.get(`/kpi-assignments/${row.assignment}`)).targets, before);
  await close();
});
