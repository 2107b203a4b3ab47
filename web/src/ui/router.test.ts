import { expect, test } from "vitest";
import { addressOf, numberOf, parseSearch } from "./router";

test("an address keeps what is not changed and drops what is empty", () => {
  const objective = { to: ".", search: (old: object) => ({ ...old, objective: 12, q: undefined }) };
  expect(addressOf(objective, "/board", "unit=3&q=x")).toBe("/board?unit=3&objective=12");
  expect(addressOf({ to: "/kpi/4" }, "/board", "unit=3")).toBe("/kpi/4");
});

test("numbers in an address are read or ignored, never guessed", () => {
  expect(parseSearch("unit=3")).toEqual({ unit: "3" });
  expect([numberOf("3"), numberOf("x"), numberOf(undefined)]).toEqual([3, undefined, undefined]);
});
