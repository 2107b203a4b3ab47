import { describe, expect, it } from "vitest";
import type { TargetVersion } from "~/api/types";
import { emptyTarget, rowsOf, sentTarget, targetPlaces, typedTarget } from "./target_values";

const version = { from: "2026-01-01", to: null, target: "0.95", lower: null, upper: null, tolerance: null, green: "0.9", amber: "0.8", green_to: null, amber_to: null } as TargetVersion;
const rate = { unit: "%", direction: "higher" } as const;

describe("the values of a target", () => {
  it("are typed as they are shown and sent as they are stored", () => {
    const typed = typedTarget(version, "%");
    expect(typed).toEqual({ ...emptyTarget, target: "95", green: "90", amber: "80" });
    expect(sentTarget(typed, rate)).toEqual({ target: "0.95", green: "0.9", amber: "0.8" });
  });

  it("are sent only where the direction has them", () => {
    const typed = { ...emptyTarget, target: "5", lower: "1", upper: "9", tolerance: "2" };
    expect(Object.keys(sentTarget(typed, { unit: "pcs", direction: "lower" }))).toEqual(["target", "green", "amber"]);
    expect(sentTarget(typed, { unit: "pcs", direction: "range" })).toMatchObject({ lower: "1", upper: "9", tolerance: "2" });
  });

  it("have a place for what the server finds wrong, each once", () => {
    const shown = new Set([...rowsOf("range"), ...rowsOf("higher")].flat().map(({ field }) => field));
    expect(Object.keys(targetPlaces()).toSorted()).toEqual([...shown].toSorted());
    expect(targetPlaces("/target").amber_to).toBe("/target/amber_to");
  });
});
