// The demo's story: the quarter before is closed as reckoned from what was told, what goes on began where that ended,
// breaches are open, acknowledged and run out, and the pages say what of it is invented.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Exact, same } from "../quarter/exact.mjs";
import { assertAccessible } from "../support/browser.mjs";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

const read = (name) => JSON.parse(readFileSync(new URL(`../../data/demo/${name}`, import.meta.url), "utf8"));
const past = read("last_quarter.json");
let executive;
let closed;
withDemo({
  prepare: async () => {
    executive = await demo.as("executive");
    closed = (await executive.list("/cycles")).find(({ names }) => names.zh === past.cycle.names.zh);
  },
});

/** How far a key result came by its last check-ins: a share from 0 to 1 with four decimals. */
function reached({ kind, start, target, milestones, check_ins }) {
  if (kind === "binary") return Exact.of(check_ins.at(-1).done ? 1 : 0);
  if (kind === "move") return Exact.of(check_ins.at(-1).value).minus(start).over(Exact.of(target).minus(start)).clamped(0, 1).rounded(4);
  const done = milestones.filter((_, at) => check_ins.findLast(({ milestone }) => milestone === at + 1)?.done);
  return done.reduce((sum, { weight }) => sum.plus(weight), Exact.of(0)).rounded(4);
}

/** What an objective's own key results come to by their weights. */
function suggested({ key_results }) {
  const sum = (each) => key_results.reduce((all, one) => all.plus(each(one)), Exact.of(0));
  return sum((one) => reached(one).times(one.weight)).over(sum(({ weight }) => Exact.of(weight))).rounded(4);
}

test("the quarter before is graded and reviewed as its story says", async () => {
  assert.equal(closed.state, "closed");
  const rows = await executive.list(`/objectives?cycle=${closed.id}&limit=100`);
  assert.deepEqual(rows.map(({ code }) => code).sort(), past.objectives.map(({ code }) => code).sort());
  for (const told of past.objectives) {
    const review = await executive.get(`/objectives/${rows.find(({ code }) => code === told.code).id}/review`);
    assert.ok(same(suggested(told), review.row.suggested), `${told.code}: ${review.row.suggested}`);
    const score = Exact.of(told.score.score ?? review.row.suggested);
    assert.ok(same(score, review.row.raw) && same(score.rounded(1), review.row.grade), `${told.code}: ${review.row.raw} ${review.row.grade}`);
    assert.equal(review.row.success, score.against(told.type === "committed" ? 1 : "0.7") >= 0);
    assert.deepEqual([review.cause, review.learned, review.decision, review.steps.length], [told.review.cause, told.review.learned, told.review.decision, told.review.steps.length]);
    assert.ok(review.submitted_at.slice(0, 10) < new Date().toISOString().slice(0, 10), "it was handed in on its day");
    assert.equal(Boolean(review.carried_to), told.review.carry);
    if (!told.review.carry) continue;
    const { row } = await executive.get(`/objectives/${review.carried_to}`);
    assert.deepEqual(row.key_results.map(({ start, target }) => [start, target]), [["180", "120"]]);
  }
});

test("who was lent and which unit moved is in the history", async () => {
  const hr = await demo.as("hr");
  const { items } = await hr.get(`/people?q=${past.moved.person.employee_no}`);
  const { posts } = await hr.get(`/people/${items[0].id}`);
  const codes = posts.map(({ unit_code }) => unit_code);
  assert.ok(codes.includes("SEW-09") && codes.includes("SEW-10"), codes.join());
});

test("one breach is acknowledged, and what was acknowledged until a day is open again", async () => {
  const units = new Map((await executive.list("/units")).map(({ id, code }) => [id, code]));
  const rows = await executive.list("/kpi-assignments?limit=100");
  for (const { kpi, org_unit, reason } of read("running.json").acknowledged) {
    const row = rows.find((one) => one.code === kpi && units.get(one.org_unit) === org_unit);
    const story = await executive.get(`/kpi-assignments/${row.assignment}`);
    assert.ok(JSON.stringify(story).includes(reason), `${org_unit} ${kpi}`);
  }
});

for (const [language, theme, words] of [["zh", "light", "虚构"], ["en", "dark", "invented"]])
  test(`the closed quarter's page in ${language} says what is invented`, async () => {
    const session = await openAs(browser, { url: demo.url, login: "hr", language, theme });
    await session.page.goto(`/okr/cycles/${closed.id}/close`);
    await session.page.locator("[data-row]").first().waitFor();
    assert.equal(await session.page.locator("[data-row]").count(), past.objectives.length);
    const line = await session.page.locator(".demo-line").first().innerText();
    assert.ok(line.includes(words) && line.includes("CC BY 4.0"), line);
    await assertAccessible(session.page);
    await session.close();
  });
