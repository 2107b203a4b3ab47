/** What is typed on the entry sheet, as plain values: which cell, what it would send, what a block of a sheet means. */
import type { Day, Dec } from "~/api/types";
import { fixed, isDecimal, step, trimmed } from "~/ui/decimal";
import type { EntryCell, EntryCellView, EntryRow, EntrySheet } from "../queries";

export type Place = { measure: number; unit: number; day: Day };
export type Spot = Place & { cell: EntryCellView };

export function keyOf({ measure, unit, day }: Place): string {
  return `${measure}/${unit}/${day}`;
}

/** A typed figure as it is sent: full-width digits, groups of three and blanks are what people type. */
export function amountOf(text: string): Dec | null {
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/[,\s]/g, "")
    .replace("\u2212", "-")
    .replace("。", ".");
  return isDecimal(plain) ? trimmed(plain) : null;
}

/** How a figure differs from another, exact. */
export function difference(now: Dec, before: Dec): Dec {
  const places = Math.max(now.split(".")[1]?.length ?? 0, before.split(".")[1]?.length ?? 0);
  const minus = before.startsWith("-") ? before.slice(1) : `-${before}`;
  return trimmed(step(fixed(now, places), fixed(minus, places)));
}

export function rowsOf(sheet: EntrySheet, measure: number): EntryRow[] {
  return sheet.rows.filter((row) => row.measure === measure);
}

/** Today's column: the last one that has begun. */
export function todayAt(sheet: EntrySheet): number {
  return sheet.columns.findLastIndex(({ start, day }) => start <= sheet.today && sheet.today <= day);
}

/** The figure before a column: of the last one in which the unit had to report. */
export function figureBefore(row: EntryRow, at: number): EntryCellView | undefined {
  return row.cells.slice(0, at).findLast(({ state }) => state !== "off");
}

export function isGap(cell: EntryCellView): boolean {
  return cell.state === "late" || cell.state === "due";
}

export function sent(spot: Spot, amount: Dec, reason?: string): EntryCell {
  const { measure, unit, day, cell } = spot;
  return { measure, unit, day, amount, revision: cell.revision, ...(reason ? { reason } : {}) };
}

export type Block = {
  /** Empty cells that the block fills. */
  fills: { spot: Spot; amount: Dec }[];
  /** Cells that hold another figure already. */
  corrects: number;
  /** What stands in no row, column or number of the sheet, as it was pasted. */
  unmatched: string[];
};

type Frame = { rows: EntryRow[]; columns: Day[]; unitAt: (name: string) => number | undefined; from: { row: number; column: number } };

const lines = (text: string) =>
  text
    .replace(/\r/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split("\t").map((part) => part.trim()));

/** "2026-11-18", "11-18", "11/18" of the columns that are shown. */
function columnNamed(text: string, columns: Day[]): number {
  const plain = text.replace(/[/.]/g, "-");
  const short = plain.replace(/(^|-)(\d)(?=-|$)/g, "$10$2");
  return columns.findIndex((day) => day === short || day.slice(5) === short);
}

/** Which cells a block of another sheet fills: rows by the name in front, else from the cell where one stands. */
export function blockOf(text: string, frame: Frame): Block {
  const block: Block = { fills: [], corrects: 0, unmatched: [] };
  let parts = lines(text);
  let columns: number[] | null = null;
  const head = parts[0] ?? [];
  const named = head.slice(1).map((one) => columnNamed(one, frame.columns));
  if (head.length > 1 && named.some((at) => at >= 0)) {
    columns = named;
    head.slice(1).forEach((one, at) => named[at] === -1 && one !== "" && block.unmatched.push(one));
    parts = parts.slice(1);
  }
  const byName = parts.some(([first]) => first !== undefined && first !== "" && amountOf(first) === null);
  parts.forEach((line, down) => {
    const row = byName ? frame.rows.findIndex(({ unit }) => unit === frame.unitAt(line[0]!)) : frame.from.row + down;
    const cells = byName || columns ? line.slice(1) : line;
    if (!frame.rows[row]) return void block.unmatched.push(line.join(" "));
    cells.forEach((one, right) => place(block, frame.rows[row]!, one, columns ? (columns[right] ?? -1) : frame.from.column + right));
  });
  return block;
}

function place(block: Block, row: EntryRow, text: string, column: number): void {
  if (text === "" || column < 0) return;
  const amount = amountOf(text);
  const cell = row.cells[column];
  if (amount === null || !cell?.open) return void block.unmatched.push(text);
  if (cell.amount === null) block.fills.push({ spot: { measure: row.measure, unit: row.unit, day: cell.day, cell }, amount });
  else if (trimmed(cell.amount) !== amount) block.corrects += 1;
}

/** Minutes of a day as a clock shows them. */
export function minutes(of: number): string {
  return `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`;
}
