// Who may sign in: an administrator closes an account and its session is dead at once, then opens it again;
// people see where they are signed in and end it, make and revoke a token, and change their password.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, phone } from "../support/browser.mjs";
import { password } from "./support/demo.mjs";
import { becomes, forgive, openAs, patienceMs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

/** What the server says to a page's own session: 200, or 401 once it has ended. */
const alive = async (page) => (await page.request.get("/api/v1/session")).status();

const answerTo = (page, end, method) =>
  page.waitForResponse((reply) => new URL(reply.url()).pathname.endsWith(end) && reply.request().method() === method);

async function accepted(answer) {
  const reply = await answer;
  assert.ok(reply.ok(), `${reply.status()} ${await reply.text()}`);
}

/** Presses the main act of the dialog that is open and waits until the server has done it. */
async function sure(page, end, method) {
  const done = answerTo(page, end, method);
  await page.locator("dialog .dialog-foot .btn").last().click();
  await accepted(done);
  await page.locator("dialog").waitFor({ state: "detached" });
}

/** Asks in place, then does it. */
async function confirm(page, place, end) {
  await place.locator(".confirm").last().click();
  await assertAccessible(page);
  const done = answerTo(page, end, "DELETE");
  await place.locator(".confirm-ask .danger").click();
  await accepted(done);
}

test("a closed account's session is dead at once, and the account opens again", async () => {
  const theirs = await openAs(browser, { url: demo.url, login: "operator", language: "zh", viewport: phone });
  await theirs.page.goto("/board");
  await theirs.page.locator("h1").waitFor();
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "admin", theme: "dark" });
  await page.goto("/accounts");
  await page.locator("[data-list=accounts] [data-row]").first().waitFor();
  await page.getByRole("searchbox").fill("operator");
  const row = page.locator("[data-list=accounts] tbody tr");
  await page.waitForFunction(() => document.querySelectorAll("[data-list=accounts] tbody tr").length === 1);
  await row.locator("[data-row]").press("Enter");
  await page.locator(".drawer-foot .danger").click();
  await page.locator("dialog li").first().waitFor();
  await assertAccessible(page);
  await sure(page, "/state", "PUT");
  await row.locator(".tag").waitFor();
  await assertAccessible(page);

  assert.equal(await alive(theirs.page), 401);
  await theirs.page.goto("/okr");
  await theirs.page.waitForURL(/\/signin/);
  const refused = await theirs.page.request.post("/api/v1/session", { data: { login: "operator", password }, headers: { origin: demo.url } });
  assert.ok([401, 403, 422].includes(refused.status()), `sign-in: ${refused.status()}`);

  await page.locator(".drawer-foot .btn").first().click();
  await sure(page, "/state", "PUT");
  await row.locator(".tag").waitFor({ state: "detached" });
  assert.equal(await alive(theirs.page), 401, "what was open does not open again");
  await becomes(theirs.page, demo.url, "operator");
  assert.equal(await alive(theirs.page), 200);
  forgive(theirs, /401/);
  await theirs.close();
  await session.close();
});

test("other roles hold at once: whoever is signed in signs in anew", async () => {
  const theirs = await openAs(browser, { url: demo.url, login: "operator" });
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "admin", language: "zh" });
  await page.goto("/accounts?q=operator");
  await page.locator("[data-list=accounts] [data-row]").first().click();
  for (const ticked of [true, false]) {
    await page.locator(".drawer-foot .btn").last().click();
    const box = page.locator(".drawer .form-check", { hasText: "人力资源" }).locator("input");
    await box.setChecked(ticked);
    await assertAccessible(page);
    const given = answerTo(page, "/roles", "PUT");
    await page.locator(".drawer .form-foot .primary").click();
    await accepted(given);
    await page.locator(".drawer form").waitFor({ state: "detached" });
    assert.equal(await page.locator(".drawer li", { hasText: "人力资源" }).count(), ticked ? 1 : 0);
  }
  assert.equal(await alive(theirs.page), 401);
  await theirs.close();
  await session.close();
});

test("somebody signs out everywhere else from the phone", async () => {
  const others = [await openAs(browser, { url: demo.url, login: "operator" }), await openAs(browser, { url: demo.url, login: "operator" })];
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "operator", language: "zh", viewport: phone });
  await page.goto("/me");
  await page.locator('a[href="/me/access"]').click();
  await page.locator("main li").nth(2).waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: "退出其他所有登录" }).click();
  await page.locator(".confirm-ask .danger").click();
  await page.waitForFunction(() => document.querySelector("main section")?.querySelectorAll("li").length === 1);
  for (const other of others) {
    assert.equal(await alive(other.page), 401);
    await other.close();
  }
  assert.equal(await alive(page), 200);
  await session.close();
});

test("a token is made, works, and is dead when it is revoked", async () => {
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "operator", theme: "dark" });
  await page.goto("/me/access");
  await page.locator(".card-head .btn").click();
  await page.locator("dialog [name=label]").fill("Line 3 counter");
  await page.locator("dialog .form-check", { hasText: "See the organisation" }).locator("input").check();
  await assertAccessible(page);
  await page.locator("dialog [type=submit]").click();
  const secret = page.locator("dialog input[readonly]");
  const bearer = { authorization: `Bearer ${await secret.inputValue({ timeout: patienceMs })}` };
  await assertAccessible(page);
  await page.locator("dialog .primary").click();
  const asks = async () => (await fetch(`${demo.url}/api/v1/units`, { headers: bearer })).status;
  assert.equal(await asks(), 200);
  await confirm(page, page.locator("main li", { hasText: "Line 3 counter" }), "");
  await page.locator("main li", { hasText: "Line 3 counter" }).waitFor({ state: "detached" });
  assert.equal(await asks(), 401);
  await session.close();
});

test("a new password ends the other sessions and keeps this one", async () => {
  const other = await openAs(browser, { url: demo.url, login: "operator" });
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "operator" });
  await page.goto("/me/access");
  const next = `${password}-2`;
  for (const [before_, after_] of [[password, next], [next, password]]) {
    await page.locator("[autocomplete=current-password]").fill(before_);
    await page.locator("[autocomplete=new-password]").first().fill(after_);
    await page.locator("[autocomplete=new-password]").last().fill(after_);
    const changed = answerTo(page, "/me/password", "PUT");
    await page.locator("main form [type=submit]").click();
    await accepted(changed);
    await page.locator("main .card-body [role=status]", { hasText: /\d/ }).waitFor();
    await page.waitForFunction(() => document.querySelector("[autocomplete=current-password]").value === "");
  }
  assert.equal(await alive(other.page), 401);
  assert.equal(await alive(page), 200);
  await other.close();
  await session.close();
});
