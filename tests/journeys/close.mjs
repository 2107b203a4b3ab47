// A cycle's life in the browser: HR makes the next one, grades a goal, writes its review, carries it over and
// closes the cycle, which waits until everything in it is ready.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/browser.mjs";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

let hr;
withDemo({
  prepare: async () => {
    hr = await demo.as("hr");
  },
});

const dayFrom = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function typeDay(page, label, day) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(day);
  await field.press("Enter");
}

async function accepted(page, end, method, act) {
  const answer = page.waitForResponse((reply) => new URL(reply.url()).pathname.endsWith(end) && reply.request().method() === method);
  await act();
  const reply = await answer;
  assert.ok(reply.ok(), `${reply.status()} ${await reply.text()}`);
  return reply.json();
}

/** A month that is over, with one goal that came to 60 of 100. */
async function pastMonth() {
  const cycle = await hr.post("/cycles", { names: { zh: "试点月", en: "Pilot month" }, start: dayFrom(-120), end: dayFrom(-91), state: "active" });
  const { unit } = await hr.get("/board");
  const goal = await hr.post("/objectives", { cycle: cycle.id, org_unit: unit.id, title: { zh: "试点", en: "Pilot" }, type: "committed" });
  await hr.post(`/objectives/${goal.row.id}/key-results`, { title: { zh: "量", en: "Amount" }, kind: "move", start: "0", target: "100" });
  const { version } = await hr.get(`/objectives/${goal.row.id}`);
  await hr.post(`/objectives/${goal.row.id}/activation`, {}, { "if-match": `"v${version}"` });
  const executive = await demo.as("executive");
  const { key_results } = (await hr.get(`/objectives/${goal.row.id}`)).row;
  await executive.post(`/key-results/${key_results[0].id}/check-ins`, { value: "60", on: dayFrom(-92) });
  return { cycle: cycle.id, goal: goal.row.id };
}

test("from the next cycle to the close of the last one", async () => {
  const { cycle, goal } = await pastMonth();
  const { page } = await openAs(browser, { url: demo.url, login: "hr", language: "en" });

  await page.goto("/okr/cycles?open=new");
  await page.locator("[name=cycle_en]").fill("Month after");
  await typeDay(page, "First day", dayFrom(200));
  await typeDay(page, "Last day", dayFrom(229));
  await assertAccessible(page);
  const next = await accepted(page, "/cycles", "POST", () => page.locator(".drawer .form-foot .btn.primary").click());
  assert.equal(next.kind, "month");

  await page.goto(`/okr/cycles?open=${cycle}`);
  await accepted(page, `/cycles/${cycle}`, "PATCH", () => page.getByRole("button", { name: "Start closing now" }).click());
  await page.goto(`/okr/cycles/${cycle}/close`);
  const close = page.getByRole("button", { name: "Close the cycle" });
  await page.getByText("1 not ready").waitFor();
  assert.ok(await close.isDisabled());
  await page.locator(`[data-row="${goal}"]`).click();

  // The score that differs from the key results' asks why.
  await page.locator("[name=score]").fill("0.8");
  await page.locator("[name=score_reason]").fill("a hard market");
  const graded = await accepted(page, "/scores", "POST", () => page.getByRole("button", { name: "Give score" }).click());
  assert.equal(graded.row.grade, "0.8");
  assert.deepEqual(graded.row.lacks, ["cause", "review"]);
  await page.locator("[name=cause]").fill("late parts");
  await page.locator("[name=learned]").fill("order early");
  await page.locator('.form-pick-one input[value="modify"]').check();
  await page.locator(".form-check input").check();
  await assertAccessible(page);
  const review = await accepted(page, "/review", "PATCH", () => page.getByRole("button", { name: "Hand in the review" }).click());
  assert.deepEqual(review.row.lacks, []);
  const draft = (await hr.get(`/objectives/${review.carried_to}`)).row;
  assert.equal(draft.cycle, next.id);
  assert.equal(draft.key_results[0].start, "60");

  await page.keyboard.press("Escape");
  const closed = await accepted(page, `/cycles/${cycle}`, "PATCH", () => close.click());
  assert.equal(closed.state, "closed");
  assert.equal((await hr.get(`/objectives/${goal}`)).row.pace, "closed");
});
