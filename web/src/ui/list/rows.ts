/** Searching, filtering and sorting of rows that are all here; pure, so that both languages are tested. */
import type { ReactNode } from "react";
import type { Choice } from "../controls";
import { compare } from "../decimal";
import type { Language } from "../i18n/words";
import type { ListState, Sort } from "./state";

export type Column<Row> = {
  id: string;
  label: string;
  /** Numbers are compared as exact decimals and stand right, days by date, texts in the reader's order. */
  kind?: "text" | "number" | "day" | "tag";
  /** What is sorted, and shown unless `cell` draws it. Null where there is nothing. */
  value: (row: Row) => string | null;
  cell?: (row: Row) => ReactNode;
  sort?: boolean;
  /** Left out of the phone's card. */
  desk?: boolean;
};

export type Filter<Row> = {
  id: string;
  label: string;
  choices: Choice<string>[];
  /** What stands there while nothing is chosen, where that is not simply all. */
  all?: string;
  /** One value at a time, out of a list that opens; otherwise each is a chip. */
  menu?: boolean;
  /** Given where the rows are filtered here; otherwise the server does it. */
  of?: (row: Row) => string;
};

const collators: Record<Language, Intl.Collator> = {
  zh: new Intl.Collator("zh-CN", { numeric: true }),
  en: new Intl.Collator("en", { numeric: true }),
};

function ordered(kind: Column<unknown>["kind"], language: Language, left: string, right: string): number {
  if (kind === "number") return compare(left, right);
  if (kind === "day") return left < right ? -1 : left > right ? 1 : 0;
  return collators[language].compare(left, right);
}

/** Rows without a value come last, whichever way. */
export function sorted<Row>(rows: Row[], column: Column<Row>, down: boolean, language: Language): Row[] {
  return rows.toSorted((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = ordered(column.kind, language, left, right);
    return down ? -order : order;
  });
}

/** The greatest first of what is counted or dated, the alphabet from its start. */
export function startsDown(kind: Column<unknown>["kind"]): boolean {
  return kind === "number" || kind === "day";
}

export function passes<Row>(row: Row, filter: Filter<Row>, chosen: string[] = []): boolean {
  return chosen.length === 0 || !filter.of || chosen.includes(filter.of(row));
}

export function matches(texts: (string | null)[], q: string): boolean {
  const wanted = q.toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}

/** What of a list is done here and not by the server: it then needs all rows. */
export type Here<Row> = { filters: Filter<Row>[]; searched?: (row: Row) => (string | null)[]; column?: Column<Row>; sort: Sort | null };

export function shownRows<Row>(rows: Row[], { q, filters: chosen }: Pick<ListState, "q" | "filters">, here: Here<Row>, language: Language): Row[] {
  const { filters, searched, column, sort } = here;
  const found = rows.filter((row) => (!q || !searched || matches(searched(row), q)) && filters.every((filter) => passes(row, filter, chosen[filter.id])));
  return column && sort ? sorted(found, column, sort.down, language) : found;
}
