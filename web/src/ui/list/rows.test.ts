import { expect, test } from "vitest";
import { type Column, shownRows, sorted } from "./rows";

type Row = { name: string; amount: string | null };
const rows = (...given: [string, string | null][]): Row[] => given.map(([name, amount]) => ({ name, amount }));
const amount: Column<Row> = { id: "amount", label: "", kind: "number", value: (row) => row.amount };
const name: Column<Row> = { id: "name", label: "", value: (row) => row.name };
const names = (list: Row[]) => list.map((row) => row.name).join(" ");

test("numbers are compared exactly, whatever their length", () => {
  const list = rows(["a", "10"], ["b", "9.5"], ["c", "9007199254740993.000002"], ["d", "9007199254740993.000001"], ["e", "-1"]);
  expect(names(sorted(list, amount, false, "en"))).toBe("e b a d c");
});

test("what has no value is last both ways", () => {
  const list = rows(["none", null], ["two", "2"], ["one", "1"]);
  expect(names(sorted(list, amount, false, "en"))).toBe("one two none");
  expect(names(sorted(list, amount, true, "en"))).toBe("two one none");
});

test("texts stand in the reader's order: by sound in Chinese, numbers in them by size", () => {
  expect(names(sorted(rows(["赵", null], ["陈", null], ["王", null]), name, false, "zh"))).toBe("陈 王 赵");
  expect(names(sorted(rows(["Line 10", null], ["line 9", null]), name, false, "en"))).toBe("line 9 Line 10");
});

test("a filter without a rule of its own is the server's", () => {
  const list = rows(["x", "1"], ["y", "2"]);
  const here = { filters: [{ id: "f", label: "", choices: [], of: (row: Row) => row.name }], sort: null };
  const chosen = { q: "nobody", filters: { f: ["y"] } };
  expect(names(shownRows(list, chosen, here, "en"))).toBe("y");
  expect(names(shownRows(list, chosen, { filters: [], sort: null }, "en"))).toBe("x y");
});
