import { describe, expect, it } from "vitest";
import type { UnitKind } from "~/api/types";
import { type MapInput, fitted, layOut, size, visible } from "./map_layout";

const kinds = new Map<number, UnitKind>([[1, "company"], [2, "department"], [3, "team"]]);
const node = (id: number, org_unit: number, parents: [number, "contributes" | "supports"][] = [], person: number | null = null): MapInput => ({
  id,
  org_unit,
  person,
  cap: null,
  parents: parents.map(([parent, relation]) => ({ parent, relation, share: "0.5" })),
});

describe("the alignment map", () => {
  it("gives each level that is used a column, personal goals the last", () => {
    const { columns, at } = layOut([node(1, 1), node(2, 3, [[1, "contributes"]]), node(3, 3, [[2, "supports"]], 9)], kinds);
    expect(columns).toEqual(["company", "team", "person"]);
    expect([1, 2, 3].map((id) => at.get(id)!.x)).toEqual([0, size.across, 2 * size.across]);
  });

  it("draws every edge of an objective with several parents and none to what is not there", () => {
    const { edges } = layOut([node(1, 1), node(2, 2), node(3, 3, [[2, "supports"], [1, "contributes"], [99, "contributes"]])], kinds);
    expect(edges).toEqual([
      { from: 2, to: 3, share: "0.5", supports: true },
      { from: 1, to: 3, share: "0.5", supports: false },
    ]);
  });

  it("lays no card on another, at five thousand and under their parents in the middle", () => {
    const many = [node(1, 1), ...Array.from({ length: 4999 }, (_, index) => node(index + 2, index < 99 ? 2 : 3, [[index < 99 ? 1 : 2 + (index % 99), "contributes"]]))];
    const layout = layOut(many, kinds);
    expect(layout.placed).toHaveLength(5000);
    for (const column of [0, 1, 2]) {
      const ys = layout.placed.filter((one) => one.column === column).sort((a, b) => a.y - b.y);
      expect(ys.every((one, index) => index === 0 || one.y >= ys[index - 1]!.y + ys[index - 1]!.height + size.gap)).toBe(true);
    }
    const shown = visible(layout, { x: 0, y: 0, k: 1 }, { width: 1200, height: 800 });
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThan(60);
  });

  it("puts a loop of supporting lines down once instead of walking it for ever", () => {
    const layout = layOut([node(1, 2, [[2, "supports"]]), node(2, 2, [[1, "supports"]])], kinds);
    expect(layout.placed).toHaveLength(2);
  });

  it("fits the whole into the frame", () => {
    expect(fitted({ width: 4000, height: 300 }, { width: 1000, height: 600 }).k).toBeCloseTo(0.238);
    expect(fitted({ width: 100, height: 100 }, { width: 1000, height: 600 }).k).toBe(1);
  });
});
