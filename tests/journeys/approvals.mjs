// An employee proposes an objective of the unit and asks for its review; the manager finds it in the inbox,
// sends one back with a word, agrees to the next, and the objective is active.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

/** A draft of the employee's own unit with one key result. */
async function draft(api, title) {
  const me = await api.get("/session");
  const cycle = (await api.get("/cycles")).items.find(({ state }) => state === "active");
  const made = await api.post("/objectives", { cycle: cycle.id, org_unit: me.home_unit, owner: me.person, title: { en: title }, type: "committed" });
  await api.post(`/objectives/${made.row.id}/key-results`, { title: { en: "Stops" }, kind: "move", start: "9", target: "3" });
  return made.row.id;
}

/** Sends the form at the foot of the objective's page. */
async function submit(page, objective, reason) {
  await page.goto(`/okr/${objective}?full=1`);
  await page.getByLabel("What the reviewer should know").fill(reason);
  await page.getByRole("button", { name: "Submit for review" }).click();
  await page.getByText("In review", { exact: true }).waitFor();
}

const stateOf = async (api, objective) => (await api.get(`/objectives/${objective}`)).row.state;

test("a unit's objective is reviewed in the inbox before it starts", async () => {
  const api = await demo.as("employee");
  const title = `Fewer stops ${Date.now()}`;
  const objective = await draft(api, title);
  const employee = await openAs(browser, { url: demo.url, login: "employee" });
  await submit(employee.page, objective, "the line is ready");
  assert.equal(await stateOf(api, objective), "review");

  const manager = await openAs(browser, { url: demo.url, login: "manager" });
  const { page } = manager;
  await page.goto("/inbox");
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("heading", { name: title }).waitFor();
  await page.getByText("the line is ready").first().waitFor();
  await page.getByRole("button", { name: "Send back" }).click();
  await page.getByRole("alert").filter({ hasText: "Say why" }).waitFor();
  await page.getByLabel("Your word").fill("two lines, please");
  await page.getByRole("button", { name: "Send back" }).click();
  await page.getByText("Sent back", { exact: true }).first().waitFor();
  assert.equal(await stateOf(api, objective), "draft");

  await submit(employee.page, objective, "both lines now");
  await page.goto("/inbox");
  await page.getByRole("link", { name: title }).click();
  await page.getByText("both lines now").first().waitFor();
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByText("Approved", { exact: true }).first().waitFor();
  assert.equal(await stateOf(api, objective), "active");
  await page.goto("/inbox?box=done");
  await page.getByRole("link", { name: title }).first().waitFor();

  await employee.page.goto("/inbox?box=sent");
  await employee.page.getByRole("link", { name: title }).first().waitFor();
  await employee.close();
  await manager.close();
});

test("who asked takes it back, and may change it again", async () => {
  const api = await demo.as("employee");
  const objective = await draft(api, `Taken back ${Date.now()}`);
  const { page, close } = await openAs(browser, { url: demo.url, login: "employee" });
  await submit(page, objective, "");
  await page.getByRole("link", { name: "See the review" }).click();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByText("Withdrawn", { exact: true }).first().waitFor();
  assert.equal(await stateOf(api, objective), "draft");
  await close();
});
