import { expect, test } from "vitest";
import { nextQuarter, quarterOf } from "./cycle";

test("a quarter knows its name in both languages and its last day", () => {
  expect(quarterOf("2028-02-10")).toEqual({ names: { zh: "2028 一季度", en: "2028 Q1" }, start: "2028-01-01", end: "2028-03-31" });
  expect(quarterOf("2026-12-31")).toEqual({ names: { zh: "2026 四季度", en: "2026 Q4" }, start: "2026-10-01", end: "2026-12-31" });
});

test("the quarter to propose is this one, then the first that is not there yet", () => {
  expect(nextQuarter([], "2026-05-09").start).toBe("2026-04-01");
  expect(nextQuarter([{ kind: "quarter", end: "2026-06-30" }], "2026-05-09").start).toBe("2026-07-01");
  expect(nextQuarter([{ kind: "quarter", end: "2027-01-01" }], "2026-11-28")).toMatchObject({ start: "2027-01-02", end: "2027-03-31" });
  expect(nextQuarter([{ kind: "quarter", end: "2025-12-31" }, { kind: "year", end: "2026-12-31" }], "2026-05-09").start).toBe("2026-04-01");
});
