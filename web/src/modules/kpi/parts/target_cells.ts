/** What is typed on the sheet of targets, as plain values: what a cell means, what a block of another sheet fills, what is sent. */
import type { Dec } from "~/api/types";
import { fixed, isDecimal, shift, step, trimmed } from "~/ui/decimal";
import { editable, typed } from "~/ui/format";
import type { TargetCell, TargetGrid, TargetRow } from "../target_queries";

export type At = { row: number; column: number };
export type Edits = ReadonlyMap<string, string>;
export type Sheet = { grid: Omit<TargetGrid, "items">; rows: TargetRow[] };

export const keyOf = (row: TargetRow, column: { end: string }) => `${row.assignment}/${column.end}`;

/** What a cell says before anybody types: in the KPI's own unit, 95 for 95 %. */
export function standing({ grid, rows }: Sheet, { row, column }: At): string {
  const target = rows[row]?.cells[column]?.target ?? null;
  return target === null ? "" : editable(target, grid.unit);
}

export function textAt(sheet: Sheet, edits: Edits, at: At): string {
  const row = sheet.rows[at.row];
  const column = sheet.grid.columns[at.column];
  return (row && column ? edits.get(keyOf(row, column)) : undefined) ?? standing(sheet, at);
}

export type Bad = { text: string; likely: string | null };
export type Read = { target: Dec } | Bad;

const minus = (text: Dec) => (text.startsWith("-") ? text.slice(1) : `-${text}`);
const less = (one: Dec, other: Dec) => step(fixed(one, 6), fixed(minus(other), 6)).startsWith("-");
const away = (one: Dec, other: Dec) => {
  const by = step(fixed(one, 6), fixed(minus(other), 6));
  return by.startsWith("-") ? by.slice(1) : by;
};

/** A typed target, or what is wrong with it and what was probably meant: the same digits with the point elsewhere. */
export function read({ grid }: Sheet, text: string, stands: string): Read {
  const plain = text.normalize("NFKC").trim();
  const target = typed(plain, grid.unit);
  if (target === null) return { text, likely: null };
  const { least, most } = grid;
  const within = (of: Dec) => (least === null || !less(of, least)) && (most === null || !less(most, of));
  if (within(target)) return { target };
  const near = stands === "" ? most : typed(stands, grid.unit);
  const meant = [-1, -2, -3].map((places) => trimmed(shift(target, places))).filter((one) => within(one) && one !== "0");
  const nearest = meant.toSorted((one, other) => (near !== null && less(away(one, near), away(other, near)) ? -1 : 1))[0];
  return { text, likely: nearest === undefined ? null : editable(nearest, grid.unit) };
}

export type Change = At & { row: number; key: string; read: Read; before: Dec | null; ended: boolean };

/** Cells that are other than they stand, in the order of the sheet. */
export function changesOf(sheet: Sheet, edits: Edits): Change[] {
  return sheet.rows.flatMap((row, down) =>
    sheet.grid.columns.flatMap((column, across): Change[] => {
      const key = keyOf(row, column);
      const text = edits.get(key);
      if (text === undefined) return [];
      const at = { row: down, column: across };
      const found = read(sheet, text, standing(sheet, at));
      const before = row.cells[across]!.target;
      if ("target" in found && before !== null && trimmed(found.target) === trimmed(before)) return [];
      return [{ ...at, key, read: found, before, ended: column.ended }];
    }),
  );
}

export function sent({ grid, rows }: Sheet, changes: Change[]): TargetCell[] {
  return changes.flatMap((one) =>
    "target" in one.read ? [{ assignment: rows[one.row]!.assignment, day: grid.columns[one.column]!.end, target: one.read.target, before: one.before }] : [],
  );
}

export function mayType({ rows }: Sheet, { row, column }: At): boolean {
  const found = rows[row];
  return found !== undefined && found.open && found.cells[column]?.open === true;
}

export type Area = { top: number; bottom: number; left: number; right: number };
export const areaOf = (one: At, other: At): Area => ({
  top: Math.min(one.row, other.row),
  bottom: Math.max(one.row, other.row),
  left: Math.min(one.column, other.column),
  right: Math.max(one.column, other.column),
});

type Set = [At, string];

function each(area: Area, say: (at: At) => string | null): Set[] {
  const sets: Set[] = [];
  for (let row = area.top; row <= area.bottom; ++row)
    for (let column = area.left; column <= area.right; ++column) {
      const text = say({ row, column });
      if (text !== null) sets.push([{ row, column }, text]);
    }
  return sets;
}

/** The first row of the area, or the row above a single one, goes down through it. */
export function copyDown(sheet: Sheet, edits: Edits, area: Area): Set[] {
  const from = area.top === area.bottom ? area.top - 1 : area.top;
  return each(area, (at) => (at.row === from ? null : textAt(sheet, edits, { row: from, column: at.column }) || null));
}

export function copyRight(sheet: Sheet, edits: Edits, area: Area): Set[] {
  const from = area.left === area.right ? area.left - 1 : area.left;
  return each(area, (at) => (at.column === from ? null : textAt(sheet, edits, { row: at.row, column: from }) || null));
}

/** Even steps from the first to the last cell of each row; whole millionths, rounded to the KPI's own decimals. */
export function ramp(sheet: Sheet, edits: Edits, area: Area): Set[] {
  const steps = BigInt(area.right - area.left);
  if (steps < 2n) return [];
  const whole = (text: string) => (isDecimal(text) ? BigInt(fixed(text, 6).replace(".", "")) : null);
  return each(area, ({ row, column }) => {
    const first = whole(textAt(sheet, edits, { row, column: area.left }));
    const last = whole(textAt(sheet, edits, { row, column: area.right }));
    const at = BigInt(column - area.left);
    if (first === null || last === null || at === 0n || at === steps) return null;
    return trimmed(fixed(shift(String(first + ((last - first) * at) / steps), -6), sheet.grid.decimals));
  });
}

const plain = (text: string) => text.normalize("NFKC").replace(/[\s/.]/g, (one) => (one === "/" || one === "." ? "-" : "")).toLowerCase();
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** What people write above a column: 2026-05, 2026/5, 5月, May. */
function columnNames({ grid }: Sheet): string[][] {
  return grid.columns.map(({ end, label }) => {
    const [year, month] = end.split("-") as [string, string];
    const short = String(Number(month));
    const ofMonth = grid.frequency === "month" ? [`${year}-${month}`, `${year}-${short}`, `${short}月`, `${year}年${short}月`, months[Number(month) - 1]!, `${months[Number(month) - 1]!}${year}`] : [end, end.slice(5)];
    return [plain(label), ...ofMonth];
  });
}

export type Block = { sets: Set[]; same: number; unmatched: string[] };

/** Rows by the unit's name, columns by the period above; without names from the cell where one stands. What matches nothing is listed. */
export function blockOf(sheet: Sheet, text: string, from: At): Block {
  const block: Block = { sets: [], same: 0, unmatched: [] };
  let lines = text.replace(/\r/g, "").split("\n").filter((line) => line.trim() !== "").map((line) => line.split("\t").map((part) => part.trim()));
  const names = columnNames(sheet);
  const head = (lines[0] ?? []).map((one) => names.findIndex((own) => own.includes(plain(one))));
  const headed = (lines[0] ?? []).length > 1 && head.some((at) => at >= 0);
  if (headed) {
    lines[0]!.forEach((one, at) => at > 0 && head[at] === -1 && one !== "" && block.unmatched.push(one));
    lines = lines.slice(1);
  }
  const byName = lines.some(([first]) => first !== undefined && first !== "" && !isDecimal(first.replace(/[%,]/g, "")));
  lines.forEach((line, down) => {
    const row = byName ? sheet.rows.findIndex(({ unit_names }) => [unit_names.zh, unit_names.en].includes(line[0]!)) : from.row + down;
    if (!sheet.rows[row]) return void block.unmatched.push(line.join(" "));
    line.forEach((one, across) => {
      if (one === "" || (byName && across === 0)) return;
      place(sheet, block, { row, column: headed ? (head[across] ?? -1) : from.column + across - (byName ? 1 : 0) }, one);
    });
  });
  return block;
}

function place(sheet: Sheet, block: Block, at: At, text: string): void {
  if (at.column < 0) return;
  if (!mayType(sheet, at)) return void block.unmatched.push(text);
  const found = read(sheet, text, standing(sheet, at));
  const stands = sheet.rows[at.row]!.cells[at.column]!.target;
  if ("target" in found && stands !== null && trimmed(found.target) === trimmed(stands)) block.same += 1;
  block.sets.push([at, text]);
}

/** Cells take these texts; one that says what stands there is no change. */
export function withSets(sheet: Sheet, edits: Edits, sets: Set[]): Edits {
  const next = new Map(edits);
  for (const [at, text] of sets) {
    if (!mayType(sheet, at)) continue;
    const key = keyOf(sheet.rows[at.row]!, sheet.grid.columns[at.column]!);
    if (text.trim() === "" || text.trim() === standing(sheet, at)) next.delete(key);
    else next.set(key, text.trim());
  }
  return next;
}
