import { render, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { KpiRow } from "~/api/types";
import { speak } from "~/test_words";
import { FigureMarks } from "./FigureMarks";
import FigureNotes from "./FigureNotes";

vi.mock("~/api/session", () => ({ useCan: () => () => true }));

const year = new Date().getFullYear();
const whole = {
  unit: "%", decimals: 1, direction: "higher", actual: "0.6", limit: "0.97", limit_op: "<", last_figure_on: null,
  period: { start: `${year}-03-02`, end: `${year}-03-08`, label: "10" },
  reported: { due: 24, in: 24, late: 0 }, age: 2, behind: 0, outlier: null, lines_differ: null,
} as unknown as KpiRow;
const lacking: Partial<KpiRow> = { reported: { due: 24, in: 21, late: 3 } };
const old: Partial<KpiRow> = { age: 17, behind: 2 };
const far: Partial<KpiRow> = { outlier: { usual: "0.91", spread: "0.005", periods: 8 } };

beforeEach(() => speak("zh"));

const marks = (changes: Partial<KpiRow>) => {
  const { container } = render(<FigureMarks row={{ ...whole, ...changes }} />);
  return [...container.querySelectorAll("[role=img]")].map((mark) => mark.getAttribute("aria-label"));
};

test("a whole and fresh figure has no mark; what is missing, old or unusual is said", () => {
  expect(marks({})).toEqual([]);
  expect(marks({ reported: null, age: null, behind: null })).toEqual([]);
  expect(marks(lacking)).toEqual(["应报 24 份数据，到了 21 份"]);
  expect(marks(old)).toEqual(["最新数据到 03-08，之后 2 期没有"]);
  expect(marks({ ...old, actual: null, last_figure_on: `${year}-02-01` })).toEqual(["最新数据到 02-01，之后 2 期没有"]);
  expect(marks(far)).toEqual(["离平时远：前 8 期的中位数是 91.0%，通常上下 0.50%"]);
});

const notes = (changes: Partial<KpiRow>) => {
  const { container } = render(<FigureNotes row={{ ...whole, ...changes }} />);
  return [...container.querySelectorAll("li")].map((note) => note.textContent.trim());
};

test("the page says it in sentences, and what is whole in one quiet line", () => {
  expect(notes({})).toEqual(["应报的 24 份数据都到了 · 最新数据到 3 月 8 日"]);
  expect(notes({ reported: null })).toEqual(["最新数据到 3 月 8 日"]);
  expect(notes({ ...lacking, ...old })).toEqual([
    "应报 24 份数据，到了 21 份，缺 3 份；这个数按到了的算",
    "最新数据到 3 月 8 日，已过 17 天，之后 2 期没有数据",
  ]);
  expect(notes({ reported: { due: 24, in: 21, late: 0 }, behind: null })).toEqual(["应报 24 份数据，到了 21 份；这个数按到了的算"]);
  expect(notes({ ...lacking, actual: null, behind: null })).toEqual(["应报 24 份数据，到了 21 份，缺 3 份"]);
  expect(notes({ reported: null, behind: null, age: null })).toEqual([]);
});

test("two red lines are said with the one that counts, and lead to the target", () => {
  render(<FigureNotes row={{ ...whole, lines_differ: "other_red_line" }} />);
  expect(screen.getByText(/告警规则的（< 97.0%）不同/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "设目标值" })).toBeTruthy();
});
