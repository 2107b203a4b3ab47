// Turns the garment-factory panel into what the demo loads, once:
//
//   node make_readings.mjs --out DIR [--today YYYY-MM-DD | --shift-weeks N] [--panel FILE]
//
// DIR/readings-opening.csv  the first seven working days, loaded before the objectives become
//                           active, so that the baselines of their key results come from them
// DIR/readings.csv          the days after them, for the same inlet kpi.reading
// DIR/readings-feed.csv     the last ten working days, kept back for --feed
// DIR/units-bare.csv        the units without heads, to be loaded before the people
// DIR/assignments.csv       as beside this script, dates moved
// DIR/objectives.json       and the other two of the story, as beside this script, dates moved
// DIR/clock                 the day on which the story begins, for the clock that the server follows
//
// Dates move by whole weeks, so Friday stays the rest day. Products are exact and are rounded
// half-up to six decimals here and nowhere else. A missing team-day gives no reading.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FEED_DAYS, OPENING_DAYS, addDays, product, readPanel, weeksBefore } from "./panel.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const HEADS = "measure,unit,day,amount,source,source_key,reason";
const UNIT_PREFIX = { sewing: "SEW", finishing: "FIN" };

/** Each measure of the demo from one row of the panel. */
const MEASURES = [
  ["attained", (row) => product(row.actual_productivity, row.no_of_workers)],
  ["planned", (row) => product(row.targeted_productivity, row.no_of_workers)],
  ["workers", (row) => product(row.no_of_workers)],
  ["overtime_minutes", (row) => product(row.over_time)],
  ["idle_minutes", (row) => product(row.idle_time)],
  ["idle_workers", (row) => product(row.idle_men)],
  ["style_changes", (row) => product(row.no_of_style_change)],
];

/** The unit's code in units.csv: sewing team 3 is SEW-03. */
function unitOf(row) {
  const prefix = UNIT_PREFIX[row.department];
  if (!prefix) throw new Error(`unknown department ${row.department}`);
  return `${prefix}-${row.team.padStart(2, "0")}`;
}

function readingsOf(row, shiftDays) {
  const day = addDays(row.date, shiftDays);
  return MEASURES.map(([code, amount]) => {
    const key = `${row.date}/${row.department}/${row.team}/${code}`;
    return `${code},${unitOf(row)},${day},${amount(row)},mes,${key},`;
  });
}

/** Every date of the panel's year in a text of ours, moved; older and later dates stay. */
function shiftDates(text, shiftDays) {
  return text.replace(/\b201[45]-\d{2}-\d{2}\b/g, (date) => addDays(date, shiftDays));
}

/** units.csv with an empty column `head`: the people whom it names are loaded after the units. */
function unitsWithoutHeads() {
  const lines = readFileSync(join(HERE, "units.csv"), "utf8").trimEnd().split("\n");
  const column = lines[0].split(",").indexOf("head");
  const blank = (line) => line.split(",").map((field, at) => (at === column ? "" : field)).join(",");
  return [lines[0], ...lines.slice(1).map(blank), ""].join("\n");
}

function options() {
  const { values } = parseArgs({
    options: {
      out: { type: "string" },
      today: { type: "string", default: new Date().toISOString().slice(0, 10) },
      "shift-weeks": { type: "string" },
      panel: { type: "string", default: join(HERE, "garment_kpi.csv") },
    },
  });
  if (!values.out) throw new Error("--out DIR is missing");
  const weeks = values["shift-weeks"] ?? String(weeksBefore(values.today));
  if (!/^-?\d+$/.test(weeks)) throw new Error(`--shift-weeks is no whole number: ${weeks}`);
  return { out: values.out, panel: values.panel, weeks: Number(weeks) };
}

function main() {
  const { out, panel, weeks } = options();
  const shiftDays = weeks * 7;
  const rows = readPanel(panel);
  const days = [...new Set(rows.map((row) => row.date))].sort();
  const openingTo = days[OPENING_DAYS - 1];
  const feedFrom = days.at(-FEED_DAYS);
  mkdirSync(out, { recursive: true });
  const write = (name, text) => writeFileSync(join(out, name), text);
  const csv = (part) =>
    [HEADS, ...part.flatMap((row) => readingsOf(row, shiftDays)), ""].join("\n");
  write("readings-opening.csv", csv(rows.filter((row) => row.date <= openingTo)));
  write("readings.csv", csv(rows.filter((row) => row.date > openingTo && row.date < feedFrom)));
  write("readings-feed.csv", csv(rows.filter((row) => row.date >= feedFrom)));
  write("units-bare.csv", unitsWithoutHeads());
  for (const name of ["assignments.csv", "objectives.json", "last_quarter.json", "running.json"]) {
    write(name, shiftDates(readFileSync(join(HERE, name), "utf8"), shiftDays));
  }
  const { drafted_on: begins } = JSON.parse(readFileSync(join(out, "last_quarter.json"), "utf8"));
  write("clock", `${begins}T02:00:00Z\n`);
  console.log(`shifted by ${weeks} weeks; the feed begins on ${addDays(feedFrom, shiftDays)}`);
}

try {
  main();
} catch (error) {
  console.error(`make_readings: ${error.message}`);
  process.exitCode = 1;
}
