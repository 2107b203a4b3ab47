import { describe, expect, test } from "vitest";
import type { TargetRow } from "../target_queries";
import { type Edits, type Sheet, areaOf, blockOf, changesOf, copyDown, copyRight, ramp, read, sent, withSets } from "./target_cells";

const ends = ["2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31"];
const row = (assignment: number, zh: string, en: string, targets: (string | null)[], open = true): TargetRow => ({
  assignment,
  unit: assignment,
  unit_names: { zh, en },
  open,
  watch: null,
  red: null,
  cells: targets.map((target) => ({ target, open: true, corrected: false })),
});
const sheet: Sheet = {
  grid: {
    kpi: 1,
    code: "MFG03",
    names: { zh: "计划达成率", en: "Plan attainment" },
    unit: "%",
    decimals: 1,
    direction: "higher",
    frequency: "month",
    today: "2026-07-08",
    least: "0",
    most: "1.2",
    columns: ends.map((end, at) => ({ start: `${end.slice(0, 8)}01`, end, label: end.slice(0, 7), ended: at < 2, running: at === 2 })),
    next: null,
  },
  rows: [row(1, "注塑车间", "Moulding", ["0.95", "0.95", "0.95", "0.95"]), row(2, "车缝车间", "Sewing", ["0.94", "0.94", "0.94", "0.97"]), row(3, "西南仓", "Southwest", ["0.9", "0.9", "0.9", "0.9"], false)],
};
const none: Edits = new Map();
const said = (edits: Edits) => Object.fromEntries(edits);

describe("a typed target", () => {
  test("is read in the KPI's own unit", () => {
    expect(read(sheet, "95.5", "95")).toEqual({ target: "0.955" });
    expect(read(sheet, "９６%", "95")).toEqual({ target: "0.96" });
    expect(read(sheet, "95o", "95")).toEqual({ text: "95o", likely: null });
  });
  test("out of range keeps what was typed and offers what is nearest", () => {
    expect(read(sheet, "950", "95")).toEqual({ text: "950", likely: "95" });
    expect(read(sheet, "9450", "94.5")).toEqual({ text: "9450", likely: "94.5" });
    expect(read(sheet, "-5", "95")).toEqual({ text: "-5", likely: null });
  });
});

describe("cells", () => {
  test("go down, right and evenly from the first to the last", () => {
    const down = withSets(sheet, none, copyDown(sheet, none, areaOf({ row: 0, column: 2 }, { row: 1, column: 3 })));
    expect(said(down)).toEqual({ "2/2026-07-31": "95", "2/2026-08-31": "95" });
    expect(said(withSets(sheet, none, copyDown(sheet, none, areaOf({ row: 1, column: 0 }, { row: 1, column: 0 }))))).toEqual({ "2/2026-05-31": "95" });
    expect(said(withSets(sheet, none, copyRight(sheet, none, areaOf({ row: 1, column: 2 }, { row: 1, column: 3 }))))).toEqual({ "2/2026-08-31": "94" });
    expect(said(withSets(sheet, none, ramp(sheet, none, areaOf({ row: 1, column: 0 }, { row: 1, column: 3 }))))).toEqual({ "2/2026-06-30": "95", "2/2026-07-31": "96" });
  });
  test("that may not be set stay, and what says the same is no change", () => {
    expect(said(withSets(sheet, none, [[{ row: 2, column: 2 }, "95"]]))).toEqual({});
    expect(said(withSets(sheet, new Map([["1/2026-07-31", "96"]]), [[{ row: 0, column: 2 }, "95"]]))).toEqual({});
    const edits = withSets(sheet, none, [[{ row: 0, column: 0 }, "94"], [{ row: 0, column: 2 }, "950"]]);
    const changes = changesOf(sheet, edits);
    expect(changes.map(({ ended }) => ended)).toEqual([true, false]);
    expect(sent(sheet, changes)).toEqual([{ assignment: 1, day: "2026-05-31", target: "0.94", before: "0.95" }]);
  });
});

describe("a block of another sheet", () => {
  test("is matched by units and periods, and what matches nothing is listed", () => {
    const block = blockOf(sheet, "单位\t7月\t2026/8\t13月\n车缝车间\t95\t97\t1\n绣花组\t96\t96\t1\nMoulding\t96\t\t1", { row: 0, column: 0 });
    expect(said(withSets(sheet, none, block.sets))).toEqual({ "2/2026-07-31": "95", "1/2026-07-31": "96" });
    expect(block.same).toBe(1);
    expect(block.unmatched).toEqual(["13月", "绣花组 96 96 1"]);
  });
  test("falls where one stands when it names nothing", () => {
    expect(said(withSets(sheet, none, blockOf(sheet, "96\t97\n95", { row: 0, column: 2 }).sets))).toEqual({ "1/2026-07-31": "96", "1/2026-08-31": "97", "2/2026-07-31": "95" });
    expect(blockOf(sheet, "1\n2", { row: 2, column: 3 }).unmatched).toEqual(["1", "2"]);
  });
});
