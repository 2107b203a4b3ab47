/** Numbers, dates and spans as ui.md §7 prints them; pure, so that both languages are tested. */
import type { Day, Dec, Direction, Frequency, Instant, KpiRow, Names } from "~/api/types";
import { compare, cut, fixed, forDrawing, grouped, isDecimal, isNegative, isZero, shift, short, trimmed } from "./decimal";
import { type Key, type Language, type Translate, currentLanguage } from "./i18n/words";

export const unknown = "—";

export function name(names: Names | null | undefined, language: Language): string {
  if (!names) return "";
  return names[language] || names.zh || names.en;
}

/** A ratio as a whole percentage: 0.5012 is 50%. 100% is shown when it is reached: 0.9996 is 99.9%. */
export function percent(ratio: Dec | null, places = 0): string {
  if (ratio === null) return unknown;
  const exactly = shift(ratio, 2);
  const shown = fixed(exactly, places);
  const notReached = trimmed(shown) === "100" && forDrawing(exactly)! < 100;
  return `${grouped(notReached ? cut(exactly, Math.max(places, 1)) : shown)}%`;
}

/** A difference of ratios in points, signed: −13, +5. */
export function points(gap: Dec | null, places = 0): string {
  if (gap === null) return unknown;
  const shown = fixed(shift(gap, 2), places);
  return isNegative(shown) || isZero(shown) ? grouped(shown) : `+${grouped(shown)}`;
}

/** A share of the way as a number for drawing, kept inside 0…1. */
export function clamp01(ratio: Dec | null): number {
  const value = forDrawing(ratio) ?? 0;
  return Math.min(1, Math.max(0, value));
}

/** A figure whose unit is a percent is stored as a ratio (0.894) and shown as 89.4. */
export function figure(value: Dec, unit: string, decimals: number): string {
  return grouped(fixed(unit === "%" ? shift(value, 2) : value, decimals));
}

/** A figure beside what it is compared with: it takes more decimals before it looks like a line that it is not on. */
export function figureBeside(value: Dec, lines: readonly (Dec | null)[], unit: string, decimals: number): string {
  const shown = (of: Dec, places: number) => trimmed(fixed(unit === "%" ? shift(of, 2) : of, places));
  const others = lines.filter((line): line is Dec => line !== null && trimmed(line) !== trimmed(value));
  let places = decimals;
  while (places < 6 && others.some((line) => shown(line, 6) === shown(value, places))) places += 1;
  return figure(value, unit, places);
}

/** All that a row's figure, a breach or a guard is held against, for `figureBeside`. */
export function linesOf(of: Partial<Pick<KpiRow, "target" | "lower" | "upper" | "limit" | "limit_to">>): (Dec | null)[] {
  return [of.target, of.lower, of.upper, of.limit, of.limit_to].map((line) => line ?? null);
}

/** The same, for limits and ranges, without needless zeros; limits keep two decimals, a start its figure's. */
export function bound(value: Dec, unit: string, decimals: number, least = 2): string {
  return grouped(short(unit === "%" ? shift(value, 2) : value, Math.max(decimals, least)));
}

/** A limit in words: never fewer decimals than the figure that it is compared with. */
export function limit(value: Dec, unit: string, decimals: number): string {
  const moved = unit === "%" ? shift(value, 2) : value;
  const needed = trimmed(moved).split(".")[1]?.length ?? 0;
  return `${grouped(fixed(moved, Math.max(decimals, needed)))}${unit === "%" ? "%" : ""}`;
}

const groups = /^[+-]?\d{1,3}(?:(,|\s)\d{3})(?:\1\d{3})*(?:\.\d+)?$/;

/** What a person types back into the stored form. Refuses what is not a number: a comma only groups thousands. */
export function typed(text: string, unit: string): Dec | null {
  const said = text.trim().replace(/，/g, ",").replace("\u2212", "-").replace("。", ".").replace(unit === "%" ? /\s*[%％]$/ : /$^/, "");
  const plain = groups.test(said) ? said.replace(/[,\s]/g, "") : said;
  if (!isDecimal(plain)) return null;
  return trimmed(unit === "%" ? shift(plain, -2) : plain);
}

/** A stored figure as the text of a field. */
export function editable(value: Dec, unit: string): string {
  return trimmed(unit === "%" ? shift(value, 2) : value);
}

export function exact(value: Dec): string {
  return grouped(trimmed(value));
}

const known = new Set([
  "min", "minute", "minutes", "h", "hour", "hours", "d", "day", "days", "times", "count", "people", "person",
  "person-day", "worker-day", "CNY", "piece", "pieces", "unit", "team", "teams",
]);

/** The word for a unit of measure; what we have no word for is shown as it was recorded. */
export function unitWord(unit: string, t: Translate): string {
  if (unit === "%" || unit === "") return unit;
  return known.has(unit) ? t(`ui.unit.${unit}` as Key) : unit;
}

/** `89.4%` in one string, `31.5 小时` with a space before a word; with lines, as `figureBeside`. */
export function withUnit(value: Dec | null, unit: string, decimals: number, t: Translate, lines: readonly (Dec | null)[] = []): string {
  if (value === null) return unknown;
  const word = unitWord(unit, t);
  const number = figureBeside(value, lines, unit, decimals);
  return word === "%" ? `${number}%` : word === "" ? number : `${number} ${word}`;
}

/** How much a figure has changed: −0.8 点 between percentages, +12 件 otherwise. */
export function change(value: Dec | null, unit: string, decimals: number, t: Translate): string {
  if (value === null) return unknown;
  const number = figure(value, unit, decimals);
  const signed = isNegative(value) || isZero(value) ? number : `+${number}`;
  return unit === "%" ? t("ui.points", { value: signed }) : `${signed} ${unitWord(unit, t)}`.trim();
}

type Targeted = Pick<KpiRow, "target" | "lower" | "upper" | "limit" | "limit_op" | "direction" | "unit" | "decimals"> & { watch?: Dec | null };

/** The target with its direction: ≥ 95.0, ≤ 2.40, 88–95; without one where green ends, else the limit. */
export function target(row: Targeted): string {
  const show = (value: Dec) => figure(value, row.unit, row.decimals);
  if (row.direction === "range") {
    return row.lower !== null && row.upper !== null ? `${show(row.lower)}–${show(row.upper)}` : unknown;
  }
  const green = row.target ?? row.watch ?? null;
  if (green !== null) return `${sign(row.direction)} ${show(green)}`;
  return row.limit === null ? unknown : `${inside(row.limit_op)} ${show(row.limit)}`.trim();
}

export function sign(direction: Direction): string {
  return direction === "lower" ? "≤" : "≥";
}

/** Whether a row has anything to be judged by. */
export function hasTarget(row: Pick<KpiRow, "target" | "lower" | "limit">): boolean {
  return row.target !== null || row.lower !== null || row.limit !== null;
}

const signs: Record<string, string> = { "<": "<", "<=": "≤", ">": ">", ">=": "≥" };
const opposites: Record<string, string> = { "<": "≥", "<=": ">", ">": "≤", ">=": "<" };

/** The operator of a breach rule as people write it. */
export function operator(op: string | null): string {
  return signs[op ?? ""] ?? "";
}

type Red = { limit: Dec | null; limit_to: Dec | null; limit_op: string | null };

/** Which values are red: < 95.0%, outside 80%–95%; a dash where there is no line, or half of a range is all that is known. */
export function redLine({ limit: from, limit_to: to, limit_op: op }: Red, unit: string, decimals: number, t: Translate): string {
  if (from === null) return unknown;
  if (op !== "outside" && op !== "inside") return `${operator(op)} ${limit(from, unit, decimals)}`.trim();
  return to === null ? unknown : t(`ui.${op}`, { from: limit(from, unit, decimals), to: limit(to, unit, decimals) });
}

/** The end of a red line that a value has passed, and on which side of it the value lies; nothing where that has no one answer. */
export function crossed({ limit: from, limit_to: to, limit_op: op }: Red, value: Dec | null): { end: Dec; side: "above" | "below" } | null {
  if (from === null) return null;
  if (op === "<" || op === "<=") return { end: from, side: "below" };
  if (op === ">" || op === ">=") return { end: from, side: "above" };
  if (op !== "outside" || to === null || value === null) return null;
  if (compare(value, from) < 0) return { end: from, side: "below" };
  return compare(value, to) > 0 ? { end: to, side: "above" } : null;
}

/** What holds while the rule is not broken. */
export function inside(op: string | null): string {
  return opposites[op ?? ""] ?? "";
}

// Dates -------------------------------------------------------------------------------------

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function split(day: Day): { year: string; month: string; date: string } {
  return { year: day.slice(0, 4), month: day.slice(5, 7), date: day.slice(8, 10) };
}

export function today(now = new Date()): Day {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** In a table: 11-18, another year 2026-11-18; English 18 Nov, 18 Nov 2025. */
export function day(of: Day | null, language: Language = currentLanguage(), now = today()): string {
  if (of === null) return unknown;
  const { year, month, date } = split(of);
  const same = year === now.slice(0, 4);
  if (language === "zh") return same ? `${month}-${date}` : `${year}-${month}-${date}`;
  const short = `${Number(date)} ${months[Number(month) - 1]}`;
  return same ? short : `${short} ${year}`;
}

/** In a sentence: 11 月 18 日. */
export function dayInText(of: Day | null, language: Language = currentLanguage(), now = today()): string {
  if (of === null || language === "en") return day(of, language, now);
  const { year, month, date } = split(of);
  const plain = `${Number(month)} 月 ${Number(date)} 日`;
  return year === now.slice(0, 4) ? plain : `${year} 年 ${plain}`;
}

/** A period of a metric in a few characters: its day, its week, its month, or as the server calls it. */
export function periodOf(
  period: { start: Day; end: Day; label: string } | null,
  frequency: Frequency,
  language: Language = currentLanguage(),
): string {
  if (period === null) return unknown;
  if (frequency === "day") return day(period.start, language);
  if (frequency === "week") return `${day(period.start, language)} – ${day(period.end, language)}`;
  return period.label;
}

export function localDay(instant: Instant): Day {
  return today(new Date(instant));
}

function clockOf(instant: Instant, seconds: boolean): string {
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, "0");
  const base = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return seconds ? `${base}:${two(at.getSeconds())}` : base;
}

export function clock(instant: Instant): string {
  return clockOf(instant, true);
}

/** 11-18 14:32 · 18 Nov 14:32, in the viewer's own zone. */
export function moment(instant: Instant | null, language: Language = currentLanguage()): string {
  if (instant === null) return unknown;
  return `${day(localDay(instant), language)} ${clockOf(instant, false)}`;
}

const milliseconds = 86_400_000;

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / milliseconds);
}

/** The day so many days after another, or before it. */
export function dayAfter(of: Day, days: number): Day {
  return new Date(Date.parse(`${of}T00:00:00Z`) + days * milliseconds).toISOString().slice(0, 10);
}

/** 今天, 昨天, 2 天前 up to six days, then the date. */
export function relative(of: Day | null, t: Translate, language: Language, now = today()): string {
  if (of === null) return unknown;
  const ago = daysBetween(of, now);
  if (ago === 0) return t("ui.today");
  if (ago === 1) return t("ui.yesterday");
  if (ago > 1 && ago <= 6) return t("ui.days_ago", { days: ago });
  return day(of, language, now);
}

/** 1,862 万 · 3.4 亿 · 18.62M · 340M for a big count on a tile. */
export function big(value: Dec, language: Language): string {
  const size = Math.abs(forDrawing(value) ?? 0);
  if (language === "zh") {
    if (size >= 1e8) return `${grouped(short(shift(value, -8), 1))} 亿`;
    if (size >= 1e5) return `${grouped(fixed(shift(value, -4), 0))} 万`;
    return grouped(trimmed(value));
  }
  if (size >= 1e8) return `${grouped(fixed(shift(value, -6), 0))}M`;
  if (size >= 1e6) return `${grouped(short(shift(value, -6), 2))}M`;
  return grouped(trimmed(value));
}

/** The one or two characters of an avatar. */
export function initials(person: string): string {
  const plain = person.trim();
  // The first character of the given name; surnames of two characters come with names of four.
  if (/[\u3400-\u9fff]/.test(plain)) return plain.length > 3 ? plain[2]! : (plain[1] ?? plain[0]!);
  const parts = plain.split(/\s+/);
  return parts.map((part) => part[0] ?? "").slice(0, 2).join("").toUpperCase();
}
