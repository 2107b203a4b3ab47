// Keeps posting the panel's kept-back days through the public API, so that the board moves:
//
//   TWINRAIL_TOKEN=… node feed.mjs --url URL --file readings-feed.csv [--every SECONDS] [--days N]
//
// It begins with the first day that the server does not hold whole: what is posted twice is already
// known there, so the feed can be stopped and started at any moment.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { clientFor, run } from "./client.mjs";

/** Rows of the feed by day and measure; no field of this file holds a comma or a quote. */
function readFeed(file) {
  const [head, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  const heads = head.split(",");
  const days = new Map();
  for (const line of lines) {
    const fields = line.split(",");
    const row = Object.fromEntries(heads.map((name, at) => [name, fields[at]]));
    if (!days.has(row.day)) days.set(row.day, new Map());
    const measures = days.get(row.day);
    if (!measures.has(row.measure)) measures.set(row.measure, []);
    measures.get(row.measure).push(row);
  }
  return days;
}

async function postDay(api, units, measures, day, rows) {
  let stored = 0;
  let moved = 0;
  for (const [code, readings] of rows) {
    const reply = await api.post(`/measures/${measures.get(code).id}/readings`, {
      source: readings[0].source,
      readings: readings.map(({ unit, amount, source_key }) => ({
        org_unit: units.get(unit),
        on: day,
        amount,
        source_key,
      })),
    });
    stored += reply.stored;
    moved += reply.points_changed;
  }
  console.log(`${day}: ${stored} readings, ${moved} points moved`);
}

await run("feed", async () => {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      file: { type: "string" },
      login: { type: "string" },
      every: { type: "string", default: "6" },
      days: { type: "string", default: "10" },
    },
  });
  if (!values.url || !values.file) throw new Error("--url URL and --file FILE are needed");
  const api = await clientFor(values);
  const units = new Map((await api.list("/units")).map((unit) => [unit.code, unit.id]));
  const measures = new Map((await api.list("/measures")).map((one) => [one.code, one]));
  const feed = readFeed(values.file);
  const codes = [...new Set([...feed.values()].flatMap((rows) => [...rows.keys()]))];
  const missing = codes.filter((code) => !measures.has(code));
  if (missing.length > 0) throw new Error(`not known to the server: ${missing.join(", ")}`);
  const held = codes.map((code) => measures.get(code).last_day ?? "").sort()[0];
  const days = [...feed.keys()].sort().filter((day) => day >= held);
  for (const [at, day] of days.slice(0, Number(values.days)).entries()) {
    if (at > 0) await pause(Number(values.every) * 1000);
    await postDay(api, units, measures, day, feed.get(day));
  }
});
