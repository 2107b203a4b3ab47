import { expect, test } from "vitest";
import { format } from "./icu";

test("arguments, plurals and choices", () => {
  const people = "{n, plural, =0 {nobody} one {# person} other {# people}} in {unit}";
  expect(format(people, { n: 0, unit: "R&D" }, "en")).toBe("nobody in R&D");
  expect(format(people, { n: 1, unit: "R&D" }, "en")).toBe("1 person in R&D");
  expect(format(people, { n: 24, unit: "R&D" }, "en")).toBe("24 people in R&D");
  expect(format("{kind, select, drives {drives {what}} other {guards}}", { kind: "drives", what: "it" }, "en")).toBe("drives it");
});

test("quotes keep syntax as text, other apostrophes stay", () => {
  expect(format("today’s '{'x'}' isn't it''s", {}, "en")).toBe("today’s {x} isn't it's");
});

test("a missing argument is seen, not swallowed", () => {
  expect(format("{a} and {b}", { a: 1 }, "en")).toBe("1 and {b}");
});

test("what lies outside the subset is refused", () => {
  expect(() => format("{d, date, short}", { d: 1 }, "en")).toThrow("subset");
});
