// HR on the organisation's page: somebody is hired for a coming day, moved from a day, and leaves; a unit
// moves and what it was stays readable; nobody else sees a button that changes anything.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, phone } from "../support/browser.mjs";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

const answerTo = (page, end, method) =>
  page.waitForResponse((reply) => new URL(reply.url()).pathname.endsWith(end) && reply.request().method() === method);

/** Sends the form of the open dialog and waits until the server has taken it. */
async function sent(page, end, method = "POST") {
  const answer = answerTo(page, end, method);
  await page.locator("dialog button[type=submit]").click();
  const reply = await answer;
  assert.ok(reply.ok(), `${reply.status()} ${await reply.text()}`);
  await page.locator("dialog").waitFor({ state: "detached" });
  return reply.json();
}

/** Types a day into a field of the dialog, by its label. */
async function day(page, label, on) {
  const field = page.locator("dialog").getByLabel(label, { exact: true });
  await field.fill(on);
  await field.press("Enter");
}

const ahead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("hired for a coming day, moved from a day, gone with the last day", async () => {
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "hr" });
  await page.goto("/people?act=hire");
  const form = page.locator("dialog form");
  await form.waitFor();
  await form.getByLabel("Name", { exact: true }).fill("Journey Newcomer");
  await form.getByLabel("Employee number").fill("J-4711");
  await day(page, "First day", ahead(10));
  await assertAccessible(page);
  const hired = await sent(page, "/people");
  assert.equal(hired.state, "starting");
  await page.waitForURL(new RegExp(`/people/${hired.id}`));
  await page.locator(".drawer .tag").first().waitFor();
  await assertAccessible(page);

  await page.goto(`/people/${hired.id}?act=move`);
  await page.locator("dialog form").waitFor();
  await day(page, "From", ahead(20));
  await page.locator("dialog").getByLabel(/Post.*English|Post/).last().fill("Team lead");
  const moved = await sent(page, "/posts");
  assert.deepEqual(moved.posts.map(({ from }) => from), [ahead(20), ahead(10)]);
  await page.locator(".drawer li").nth(1).waitFor();

  await page.goto(`/people/${hired.id}?act=leave`);
  await page.locator("dialog form").waitFor();
  await day(page, "Last day", ahead(40));
  const leaving = await sent(page, "/departure");
  assert.equal(leaving.last_day, ahead(40));

  // Found by a search over the whole company, and by the day.
  await page.goto("/people?q=journey");
  await page.locator("[data-list=people] tbody tr, tbody [data-row]").first().waitFor();
  await page.goto(`/people?state=left&as_of=${ahead(41)}`);
  await page.getByText("Journey Newcomer").first().waitFor();
  await assertAccessible(page);
  await session.close();
});

test("a unit moves from today on, and the past stays as it was", async () => {
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "hr", theme: "dark" });
  const made = async (body) => {
    const reply = await page.request.post("/api/v1/units", { data: body, headers: { origin: demo.url } });
    assert.ok(reply.ok(), await reply.text());
    return reply.json();
  };
  const { items } = await (await page.request.get("/api/v1/units")).json();
  const root = items.find(({ parent }) => parent === null);
  const from = items.map(({ valid_from }) => valid_from).toSorted().at(-1);
  const above = await made({ code: "J-A", names: { zh: "旅程一", en: "Journey A" }, kind: "department", parent: root.id, valid_from: from });
  const below = await made({ code: "J-B", names: { zh: "旅程二", en: "Journey B" }, kind: "team", parent: above.id, valid_from: from });
  await page.goto(`/people?unit=${below.id}&act=unit_place`);
  await page.locator("dialog form").waitFor();
  await page.locator("dialog .chooser-parent input").fill(root.code);
  await page.locator(".ant-select-item-option").first().click();
  const moved = await sent(page, `/units/${below.id}`, "PATCH");
  assert.equal(moved.parent, root.id);
  const before = await (await page.request.get(`/api/v1/units/${below.id}?as_of=${from}`)).json();
  assert.equal(before.parent, above.id);
  await page.locator("details summary").click();
  await page.locator("details li").nth(1).waitFor();
  await assertAccessible(page);
  await session.close();
});

test("who may only read sees no button that changes anything", async () => {
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "employee", language: "zh", viewport: phone });
  await page.goto("/people");
  await page.locator("tbody [data-row]").first().waitFor();
  assert.equal(await page.locator(".page-head .btn.primary").count(), 0);
  await assertAccessible(page);
  await session.close();
});
