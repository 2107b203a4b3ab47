import { describe, expect, test } from "vitest";
import type { EntryRow } from "../queries";
import { amountOf, blockOf, difference, minutes } from "./entry_cells";

const days = ["2026-11-16", "2026-11-17", "2026-11-18"];

function row(unit: number, amounts: (string | null)[]): EntryRow {
  const cells = days.map((day, at) => ({ day, state: amounts[at] ? ("filled" as const) : ("due" as const), amount: amounts[at] ?? null, revision: amounts[at] ? 1 : 0, open: true }));
  return { measure: 1, unit, person_name: null, cells };
}

const rows = [row(7, ["415", "422", null]), row(8, ["408", null, null])];
const names: Record<string, number> = { 车缝一组: 7, 车缝二组: 8 };
const frame = (down: number, right: number) => ({ rows, columns: days, unitAt: (name: string) => names[name], from: { row: down, column: right } });
const filled = (text: string, down = 0, right = 2) => blockOf(text, frame(down, right)).fills.map(({ spot, amount }) => `${spot.unit} ${spot.day} ${amount}`);

describe("a typed figure", () => {
  test("is read as people write it", () => {
    expect(amountOf("1,204")).toBe("1204");
    expect(amountOf("４１２")).toBe("412");
    expect(amountOf(" 38.50 ")).toBe("38.5");
    expect(amountOf("\u22123")).toBe("-3");
    expect(amountOf("41o")).toBeNull();
    expect(amountOf("")).toBeNull();
  });
  test("differs exactly from the one before", () => {
    expect(difference("424", "421")).toBe("3");
    expect(difference("403", "421")).toBe("-18");
    expect(difference("0.3", "0.1")).toBe("0.2");
    expect(difference("-1.5", "-2")).toBe("0.5");
  });
});

describe("a block of another sheet", () => {
  test("falls where the cell stands when it names nothing", () => {
    expect(filled("424\n416")).toEqual(["7 2026-11-18 424", "8 2026-11-18 416"]);
    expect(filled("419\t416", 1, 1)).toEqual(["8 2026-11-17 419", "8 2026-11-18 416"]);
  });
  test("is matched by names of units and by days", () => {
    expect(filled("班组\t11-17\t11/18\n车缝二组\t419\t416")).toEqual(["8 2026-11-17 419", "8 2026-11-18 416"]);
  });
  test("tells what it does not match, and leaves figures that are there", () => {
    const block = blockOf("车缝二组\t416\n绣花组\t12\n车缝一组\t4x4", frame(0, 2));
    expect(block.fills.map(({ amount }) => amount)).toEqual(["416"]);
    expect(block.unmatched).toEqual(["绣花组 12", "4x4"]);
    expect(blockOf("1\t422", frame(0, 0)).corrects).toBe(1);
  });
});

test("minutes are shown as a clock shows them", () => {
  expect(minutes(1110)).toBe("18:30");
  expect(minutes(5)).toBe("00:05");
});
