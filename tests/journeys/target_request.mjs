// Whoever may not set a target asks for it on the metric's page; until somebody agrees the old one counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

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
