// The main job: one business figure arrives and moves both rails on the open board.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../support/browser.mjs";
import { password } from "./support/demo.mjs";
import { changedText, countLoads, forgive, patienceMs, textOf } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo();

/** The company's metric of a code, and the key result that it drives with its objective. */
function coupling(board, code) {
  const metric = board.kpis.find((row) => row.code === code && row.org_unit === board.unit.id);
  const link = board.links.find((one) => one.kind === "drives" && one.assignment === metric.assignment);
  const objective = board.objectives.find(({ id }) => id === link.objective);
  return { metric, objective, keyResult: objective.key_results.find(({ id }) => id === link.key_result) };
}

async function signInByHand(page) {
  await page.goto("/");
  await page.waitForURL(/\/signin/);
  await page.locator("[name=username]").fill("executive");
  await page.locator("[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
  // One's own day comes first; the board is one step further.
  await page.locator("[data-testid=day-state]").waitFor();
  await page.goto("/board");
}

/** Plans more on the metric's newest day than anybody made: attainment falls on that day and so far. */
async function planTooMuch(board, metric) {
  const feed = demo.feed;
  const units = await feed.list("/units");
  const measures = await feed.list("/measures");
  const planned = measures.find(({ code }) => code === "planned");
  const answer = await feed.post(`/measures/${planned.id}/readings`, {
    source: "mes",
    readings: [
      {
        org_unit: units.find(({ code }) => code === "SEW-01").id,
        on: metric.period.start,
        amount: "5000",
        source_key: "journey/planned",
      },
    ],
  });
  assert.equal(answer.stored, 1);
}

test("a reading moves the colour, the key result and the company objective on the open board", async () => {
  const session = await openPage(browser, { url: demo.url });
  const { page } = session;
  page.setDefaultTimeout(patienceMs);
  await signInByHand(page);
  const board = await (await page.request.get("/api/v1/board")).json();
  const { metric, objective, keyResult } = coupling(board, "attainment");
  const places = {
    colour: `tr[data-node=k${metric.assignment}] [data-cell=status] .word`,
    actual: `tr[data-node=k${metric.assignment}] [data-cell=actual]`,
    keyResult: `tr[data-node=r${keyResult.id}] [data-cell=progress] .sr`,
    objective: `tr[data-node=o${objective.id}] [data-cell=progress] .num`,
  };
  const shown = {};
  for (const [name, place] of Object.entries(places)) {
    await page.locator(place).first().waitFor({ state: "attached" });
    shown[name] = await textOf(page, place);
  }
  assert.match(shown.actual, /\d/);
  assert.match(await textOf(page, "[data-testid=okr-progress]"), /\d+\s*%/);

  const counted = countLoads(page);
  await page.evaluate(() => (window.unchanged = true));
  await planTooMuch(board, metric);
  for (const [name, place] of Object.entries(places)) {
    const now = await changedText(page, place, shown[name]);
    assert.match(now, name === "colour" ? /\S/ : /\d/);
  }

  assert.equal(counted.loads, 0, "the page was loaded anew");
  assert.equal(await page.evaluate(() => window.unchanged), true);
  forgive(session, /401/); // Asked for its session before anybody has signed in.
  await session.close();
});
