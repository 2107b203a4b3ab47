// A check-in on the phone: value and confidence are told and saved, progress follows; a second one the
// same day corrects the first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phone } from "../support/browser.mjs";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

/** A key result with a number that people update. */
async function byHand(api) {
  const board = await api.get("/board");
  const rows = board.objectives.flatMap(({ id, key_results }) => key_results.map((kr) => ({ objective: id, kr })));
  return rows.find(({ kr }) => kr.value_mode === "manual" && kr.kind === "move" && !kr.frozen);
}

/** The value that lies a share of the way from where the key result started to its target. */
function valueAt(kr, share) {
  const start = Number(kr.start);
  return (start + (Number(kr.target) - start) * share).toFixed(kr.decimals);
}

/** What a person types for a value: percentages are typed as 95, not as 0.95. */
function typedFor(kr, value) {
  return kr.unit === "%" ? String(Number((Number(value) * 100).toFixed(4))) : value;
}

async function tell(page, { kr, value, confidence, text }) {
  await page.goto(`/check-in/${kr.id}`);
  const field = page.locator(".ci-number input");
  await field.fill(typedFor(kr, value));
  await page.locator(".ci-effect b").waitFor();
  await page.locator(".ci-choice", { hasText: confidence }).click();
  await page.locator(".ci textarea").fill(text);
  const foreseen = (await page.locator(".ci-effect b").innerText()).trim();
  const answer = page.waitForResponse(
    (reply) => reply.url().endsWith("/check-ins") && reply.request().method() === "POST",
  );
  await page.locator(".ci-foot button[type=submit]").click();
  assert.ok((await answer).ok(), await (await answer).text());
  await page.waitForURL((url) => url.pathname !== `/check-in/${kr.id}`);
  return foreseen;
}

async function stored(api, kr) {
  const view = await api.get(`/key-results/${kr.id}`);
  return { row: view.row, checkIns: view.check_ins };
}

test("a check-in on the phone moves the progress, and another one corrects it", async () => {
  const api = await demo.as("executive");
  const { objective, kr } = await byHand(api);
  const first = await stored(api, kr);
  const session = await openAs(browser, { url: demo.url, language: "zh", viewport: phone });
  const { page } = session;

  const half = valueAt(kr, 0.35);
  const foreseen = await tell(page, { kr, value: half, confidence: "0.8", text: "第一次" });
  const second = await stored(api, kr);
  assert.equal(second.checkIns.length, first.checkIns.length + 1);
  assert.equal(Number(second.row.current), Number(half));
  assert.equal(Number(second.row.confidence), 0.8);
  assert.equal(second.checkIns[0].text, "第一次");
  assert.notEqual(second.row.progress, first.row.progress);
  assert.equal(Number.parseInt(foreseen, 10), Math.round(Number(second.row.progress) * 100));

  const most = valueAt(kr, 0.65);
  await tell(page, { kr, value: most, confidence: "0.4", text: "更正" });
  const third = await stored(api, kr);
  assert.equal(Number(third.row.current), Number(most));
  assert.equal(Number(third.row.confidence), 0.4);
  assert.notEqual(third.row.progress, second.row.progress);
  const all = third.checkIns.map(({ text }) => text);
  assert.ok(all.includes("更正"), "the correction is told");

  await page.goto(`/okr/${objective}`);
  await page.locator(".o-story p:not(.note)", { hasText: "更正" }).first().waitFor();
  const shown = page.locator(".o-kr-bar .num").filter({ hasText: `${Math.round(Number(third.row.progress) * 100)}` });
  await shown.first().waitFor();
  await session.close();
});

test("what is no number is said, not sent", async () => {
  const { kr } = await byHand(await demo.as("executive"));
  const session = await openAs(browser, { url: demo.url, language: "en", viewport: phone });
  const { page } = session;
  await page.goto(`/check-in/${kr.id}`);
  await page.locator(".ci-number input").fill("many");
  assert.equal(await page.locator(".ci-number input").getAttribute("aria-invalid"), "true");
  assert.equal(await page.locator(".ci-foot button[type=submit]").isDisabled(), true);
  await session.close();
});
