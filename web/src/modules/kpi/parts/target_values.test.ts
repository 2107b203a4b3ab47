import { describe, expect, it } from "vitest";
import type { TargetVersion } from "~/api/types";
import { emptyTarget, isRuled, redOf, rowsOf, sentTarget, targetPlaces, typedTarget } from "./target_values";

const fields = [...rowsOf("range"), ...rowsOf("higher")].flat().map(({ field }) => field);
const nothing = Object.fromEntries(fields.map((field) => [field, null]));
const version = { ...nothing, from: "2026-01-01", to: null, target: "0.95", green: "0.9", amber: "0.8" } as TargetVersion;

describe("the values of a target", () => {
  it("are typed as they are shown and sent as they are stored", () => {
    const shown = typedTarget(version, "%");
    expect(shown).toEqual({ ...emptyTarget, target: "95", green: "90", amber: "80" });
    expect(sentTarget(shown, { unit: "%", direction: "higher" })).toMatchObject({ target: "0.95", green: "0.9", amber: "0.8" });
  });

  it("are sent only where the direction has them", () => {
    const typed = { ...emptyTarget, target: "5", lower: "1", upper: "9", tolerance: "2" };
    const lower = sentTarget(typed, { unit: "pcs", direction: "lower" });
    const range = sentTarget(typed, { unit: "pcs", direction: "range" });
    expect(lower).toMatchObject({ target: "5" });
    for (const field of ["lower", "upper", "tolerance"]) expect(lower).not.toHaveProperty(field);
    expect(range).toMatchObject({ lower: "1", upper: "9", tolerance: "2" });
    expect(range).not.toHaveProperty("target");
  });

  it("leave the red line to a breach rule that draws one", () => {
    const known = (direction: "higher" | "lower", op: string | null) => ({ kpi: { unit: "%", direction }, breach_rule: op === null ? null : { op, value: "0.97" } }) as Parameters<typeof redOf>[0];
    expect(isRuled(known("higher", "<"))).toBe(true);
    expect(isRuled(known("higher", "<="))).toBe(false);
    expect(isRuled(known("lower", "<"))).toBe(false);
    expect(isRuled(known("higher", null))).toBe(false);
    expect(redOf(known("higher", "<"), version)).toBe("0.97");
    expect(redOf(known("higher", null), version)).toBe("0.8");
    const typed = { ...emptyTarget, target: "95", green: "94", amber: "80" };
    const sent = sentTarget(typed, { unit: "%", direction: "higher" }, true);
    expect(sent).toMatchObject({ target: "0.95", green: "0.94" });
    for (const field of ["amber", "amber_to"]) expect(sent).not.toHaveProperty(field);
    expect(rowsOf("range", true).flat().map(({ field }) => field)).toEqual(["lower", "upper", "tolerance", "green", "green_to"]);
  });

  it("have a place for what the server finds wrong", () => {
    expect(Object.keys(targetPlaces()).toSorted()).toEqual([...new Set(fields)].toSorted());
    expect(targetPlaces("/target").amber_to).toBe("/target/amber_to");
  });
});
