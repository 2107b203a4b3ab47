import { afterEach, expect, test } from "vitest";
import { ApiError } from "~/api/client";
import { joined, leftOf, readWaiting, refusedOf } from "./entry_waiting";

const cell = (unit: number, amount: string) => ({ measure: 1, unit, day: "2026-11-18", amount, revision: 0 });

afterEach(() => localStorage.clear());

test("a later figure of a cell takes the earlier one's place while both wait", () => {
  expect(joined([cell(7, "1"), cell(8, "2")], [cell(7, "3")])).toEqual([cell(8, "2"), cell(7, "3")]);
});

test("what was changed while it was sent still waits", () => {
  expect(leftOf([cell(7, "1"), cell(8, "5")], [cell(7, "1"), cell(8, "2")])).toEqual([cell(8, "5")]);
});

test("a store that holds rubbish holds nothing, and accounts do not see each other's", () => {
  localStorage.setItem("entry.waiting.3", "{");
  localStorage.setItem("entry.waiting.4", JSON.stringify([cell(7, "1")]));
  expect(readWaiting("3")).toEqual([]);
  expect(readWaiting("4")).toEqual([cell(7, "1")]);
});

test("only the figures that an answer names come back", () => {
  const problem = { type: "about:blank", title: "refused", status: 422, errors: [{ pointer: "/cells/1/amount", key: "kpi.entry_several", detail: "several" }] };
  const cells = [cell(7, "1"), cell(8, "2")];
  expect([...refusedOf(new ApiError(422, problem as never), cells)]).toEqual([["1/8/2026-11-18", { amount: "2", problem: "several" }]]);
  expect(refusedOf(new ApiError(403, { ...problem, errors: [] } as never), cells).size).toBe(2);
});
