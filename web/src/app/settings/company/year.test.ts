import { describe, expect, it } from "vitest";
import type { WorkYear } from "./queries";
import { daysFrom, monthsOf, moved } from "./year";

const year: WorkYear = {
  calendar: { id: 1, code: "standard", names: { zh: "标准", en: "Standard" }, weekdays: ["monday", "tuesday", "wednesday", "thursday", "friday"], usual: true, uses: [], version: 1 },
  year: 2026,
  days: [
    { day: "2026-02-14", kind: "workday", name: "调休" },
    { day: "2026-02-16", kind: "statutory", name: "春节" },
  ],
  earlier: [{ valid_to: "2026-01-31", weekdays: ["sunday"] }],
  workdays: [22, 20, 22, 22, 21, 22, 23, 21, 22, 22, 21, 23],
  version: 1,
};

describe("a year of a calendar", () => {
  it("has each day once, with what is said of it before what the week says", () => {
    const months = monthsOf(year);
    expect(months.map(({ days }) => days.length)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    expect(months[0]!.days[3]).toMatchObject({ weekday: "sunday", kind: "workday" });
    expect(months[0]!.days[4]).toMatchObject({ weekday: "monday", kind: "rest" });
    const february = months[1]!;
    expect(february.before).toBe(6);
    expect(february.days[13]).toEqual({ day: "2026-02-14", number: 14, weekday: "saturday", kind: "workday", name: "调休", said: true });
    expect(february.days[14]).toMatchObject({ kind: "rest", said: false });
    expect(february.days[15]).toMatchObject({ kind: "statutory", name: "春节" });
    expect(february.days[16]).toMatchObject({ weekday: "tuesday", kind: "workday" });
  });

  it("is walked by arrows and left at neither end", () => {
    expect(moved("2026-01-31", "ArrowRight")).toBe("2026-02-01");
    expect(moved("2026-03-08", "ArrowUp")).toBe("2026-03-01");
    expect(moved("2026-12-31", "ArrowRight")).toBeNull();
    expect(moved("2026-01-01", "Home")).toBeNull();
  });

  it("gives the days of a span, none of one that ends before it begins", () => {
    expect(daysFrom("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(daysFrom("2026-03-01", "2026-02-27")).toEqual([]);
  });
});
