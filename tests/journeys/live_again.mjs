// The server goes away and comes back: the open board says so, resumes by itself and shows what
// changed in between.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Demo } from "./support/demo.mjs";
import { changedText, countLoads, forgive, openAs, textOf } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

withDemo({ open: Demo.start }); // Its own: it stops the server.

test("all that the demo leaves lies in its folder, and the key of its trail beside the data, not in them", () => {
  const found = readdirSync(demo.folder, { recursive: true }).map(String);
  assert.deepEqual(found.filter((name) => name.endsWith("audit.key")), ["audit.key"]);
  assert.ok(found.includes("data/directory.sqlite"), `${found}`);
  assert.equal(statSync(join(demo.folder, "audit.key")).mode & 0o077, 0);
});

test("the board resumes after the server was restarted and shows what it missed", async () => {
  const session = await openAs(browser, { url: demo.url });
  const { page } = session;
  await page.goto("/board");
  const executive = await demo.as("executive");
  const board = await executive.get("/board");
  const metric = board.kpis.find((row) => row.code === "attainment" && row.org_unit === board.unit.id);
  const place = `tr[data-node=k${metric.assignment}] [data-cell=actual]`;
  const before = await textOf(page, place);
  await page.locator("[data-live=live]").waitFor();

  const counted = countLoads(page);
  await demo.halt();
  await page.locator("[data-live=connecting], [data-live=offline]").first().waitFor();
  await demo.resume();
  // Before the page listens again: its stream tries again after some seconds.
  const feed = demo.feed;
  const [units, measures] = await Promise.all([feed.list("/units"), feed.list("/measures")]);
  await feed.post(`/measures/${measures.find(({ code }) => code === "attained").id}/readings`, {
    source: "mes",
    readings: [
      {
        org_unit: units.find(({ code }) => code === "SEW-02").id,
        on: metric.period.start,
        amount: "4000",
        source_key: "journey/while-away",
      },
    ],
  });
  const now = await changedText(page, place, before);
  assert.match(now, /\d/);
  await page.locator("[data-live=live]").waitFor();
  assert.equal(counted.loads, 0, "the page was loaded anew");
  forgive(session, /ERR_|Failed to load resource/); // What a browser logs while nobody answers.
  await session.close();
});
