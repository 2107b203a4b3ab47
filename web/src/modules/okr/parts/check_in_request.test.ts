import { describe, expect, test } from "vitest";
import type { KeyResultRow, KeyResultView } from "~/api/types";
import type { Draft } from "./draft";
import { lastUpdate, missing, requestOf } from "./check_in_request";

const nothing: Draft = { value: "", done: false, milestone: null, confidence: null, text: "", blocked: false, blocker: "" };
const row = (changes: Partial<KeyResultRow>) => ({ unit: "", milestones: [], last_check_in: null, ...changes }) as KeyResultRow;

describe("a milestone's check-in", () => {
  const steps = row({ kind: "milestone" });

  test("may say how it goes without a finished step", () => {
    expect(requestOf(steps, { ...nothing, text: " half of it " })).toEqual({ text: "half of it" });
    expect(requestOf(steps, { ...nothing, confidence: "0.6" })).toEqual({ confidence: "0.6" });
    expect(requestOf(steps, { ...nothing, milestone: 3 })).toEqual({ milestone: 3, done: true });
  });

  test("with nothing in it is not sent, and says why", () => {
    expect(requestOf(steps, nothing)).toBeNull();
    expect(requestOf(steps, { ...nothing, blocker: "not meant" })).toBeNull();
    expect(missing(steps)).toBe("okr.ui.nothing_said");
  });
});

test("a number has to be one", () => {
  const move = row({ kind: "move", unit: "%" });
  expect(requestOf(move, { ...nothing, value: "12.5", text: "up" })).toEqual({ text: "up", value: "0.125" });
  expect(requestOf(move, { ...nothing, value: "much" })).toBeNull();
  expect(missing(move)).toBe("okr.ui.not_a_number");
});

describe("the last update", () => {
  const view = (of: Partial<KeyResultRow>, check_ins: object[] = []) => ({ row: row(of), check_ins }) as unknown as KeyResultView;

  test("is the last check-in, also one without a value", () => {
    expect(lastUpdate(view({}, [{ on: "2026-11-20", value: null }]))).toEqual({ on: "2026-11-20", value: null });
    expect(lastUpdate(view({}, [{ on: "2026-11-21", value: "7" }, { on: "2026-11-20", value: "5" }]))).toEqual({ on: "2026-11-21", value: "7" });
  });

  test("is the last finished step where nobody has said anything", () => {
    const milestones = [{ done_on: "2026-11-02" }, { done_on: null }, { done_on: "2026-10-30" }] as KeyResultRow["milestones"];
    expect(lastUpdate(view({ milestones }))).toEqual({ on: "2026-11-02", value: null });
    expect(lastUpdate(view({}))).toBeNull();
  });
});
