import { expect, test } from "vitest";
import { withGaps } from "./gaps";

type Point = { start: string; end: string; value: number | null };
const point = (start: string, end: string, value: number | null = 1): Point => ({ start, end, value });
const filled = (points: Point[]) => withGaps(points, (_, span) => ({ ...span, value: null }));
const starts = (points: Point[]) => filled(points).map(({ start, value }) => (value === null ? `(${start})` : start));

test("days that are fifteen days apart are no neighbours", () => {
  const shown = starts([point("2026-11-12", "2026-11-12"), point("2026-11-27", "2026-11-27")]);
  expect(shown).toHaveLength(16);
  expect(shown.slice(0, 2)).toEqual(["2026-11-12", "(2026-11-13)"]);
  expect(shown.slice(-2)).toEqual(["(2026-11-26)", "2026-11-27"]);
});

test("a missing week, month or quarter leaves one empty place", () => {
  expect(starts([point("2026-11-02", "2026-11-08"), point("2026-11-16", "2026-11-22")])).toEqual(["2026-11-02", "(2026-11-09)", "2026-11-16"]);
  expect(starts([point("2026-01-01", "2026-01-31"), point("2026-03-01", "2026-03-31")])).toEqual(["2026-01-01", "(2026-02-01)", "2026-03-01"]);
  expect(starts([point("2026-01-01", "2026-03-31"), point("2026-07-01", "2026-09-30")])).toEqual(["2026-01-01", "(2026-04-01)", "2026-07-01"]);
});

test("an empty place ends where the next one begins", () => {
  const [, gap] = filled([point("2026-01-01", "2026-01-31"), point("2026-03-01", "2026-03-31")]);
  expect(gap).toEqual({ start: "2026-02-01", end: "2026-02-28", value: null });
});

test("neighbours stay neighbours, and a gap of a lifetime stays drawable", () => {
  expect(starts([point("2026-11-12", "2026-11-12"), point("2026-11-13", "2026-11-13")])).toHaveLength(2);
  expect(starts([point("1990-01-01", "1990-01-01"), point("2026-01-01", "2026-01-01")])).toHaveLength(402);
  expect(starts([])).toEqual([]);
});
