// The garment-factory panel as rows, and the two conversions that the demo makes of it:
// exact decimal products and dates moved by whole weeks. See SOURCES.md.
import { readFileSync } from "node:fs";

const DAY_MS = 86_400_000;

/** First and last day of the panel; weeks start on Saturday, Friday is the rest day. */
export const PANEL_FIRST_DAY = "2015-01-01";
export const PANEL_LAST_DAY = "2015-02-17";
/** Working days at the end of the panel that are kept back for the feed. */
export const FEED_DAYS = 10;
/** Working days at its beginning from which the baselines of the objectives are taken. */
export const OPENING_DAYS = 7;

/** Whole days since 1970-01-01 of an ISO date; refuses anything that is no real day. */
export function dayNumber(iso) {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== iso) {
    throw new Error(`not a date: ${iso}`);
  }
  return ms / DAY_MS;
}

/** The ISO date `days` after `iso`. */
export function addDays(iso, days) {
  return new Date((dayNumber(iso) + days) * DAY_MS).toISOString().slice(0, 10);
}

/** Weeks by which the panel moves so that its last day is the newest such day before `today`. */
export function weeksBefore(today) {
  return Math.floor((dayNumber(today) - 1 - dayNumber(PANEL_LAST_DAY)) / 7);
}

/** A plain decimal text as an integer and its number of decimals: "57.5" is 575 with 1. */
export function parseDecimal(text) {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) throw new Error(`not a plain decimal: ${JSON.stringify(text)}`);
  const fraction = parts[2] ?? "";
  return { digits: BigInt(parts[1] + fraction), places: fraction.length };
}

/** The exact product of decimal texts, rounded half-up once to six decimals, shortest form. */
export function product(...texts) {
  let digits = 1n;
  let places = 0;
  for (const text of texts) {
    const factor = parseDecimal(text);
    digits *= factor.digits;
    places += factor.places;
  }
  const scale = 10n ** BigInt(Math.abs(places - 6));
  const millionths = places <= 6 ? digits * scale : (2n * digits + scale) / (2n * scale);
  const fraction = (millionths % 1_000_000n).toString().padStart(6, "0").replace(/0+$/, "");
  return `${millionths / 1_000_000n}${fraction && "."}${fraction}`;
}

/** The rows of the panel; blanks around a field (the file has "finishing ") are dropped. */
export function readPanel(file) {
  const lines = readFileSync(file, "utf8").split(/\r?\n/).filter((line) => line !== "");
  const heads = lines[0].split(",");
  const rows = lines.slice(1).map((line, at) => {
    const fields = line.split(",").map((field) => field.trim());
    if (fields.length !== heads.length) throw new Error(`row ${at + 2}: ${fields.length} fields`);
    return Object.fromEntries(heads.map((head, column) => [head, fields[column]]));
  });
  refuseDuplicates(rows);
  return rows;
}

/** A team-day stands once in the panel; a second one would silently become a correction. */
function refuseDuplicates(rows) {
  const seen = new Set();
  for (const row of rows) {
    const key = `${row.date}/${row.department}/${row.team}`;
    if (seen.has(key)) throw new Error(`team-day ${key} stands twice`);
    seen.add(key);
  }
}
