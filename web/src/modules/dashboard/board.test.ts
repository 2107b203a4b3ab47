import { beforeEach, expect, test } from "vitest";
import type { Board, KpiRow, ObjectiveRow, Warning } from "~/api/types";
import { speak } from "~/test_words";
import { translate } from "~/ui/i18n/words";
import { patched } from "./live";
import { sentence } from "./parts/WarningStrip";

beforeEach(() => speak("zh"));

const kpi = (assignment: number, start: string) => ({ assignment, period: { start, end: start, label: "" }, actual: "0.9", light: "ok" }) as unknown as KpiRow;
const objective = (id: number) => ({ id, progress: "0.4", coverage: "1", key_results: [{ id: id * 10, progress: "0.4", current: "1" }] }) as unknown as ObjectiveRow;
const board = { kpis: [kpi(1, "2026-11-09"), kpi(2, "2026-11-09")], objectives: [objective(5), objective(6)] } as unknown as Board;

test("a live value changes its own row and leaves every other row as it was", () => {
  const next = patched(board, {
    topic: "kpi.values_changed",
    changes: [{ assignment: 2, org_unit: 1, start: "2026-11-09", end: "2026-11-15", value: "0.7", achievement: "0.7", colour: "red", light: "breach" }],
  });
  expect(next.kpis[1]).toMatchObject({ actual: "0.7", light: "breach" });
  expect(next.kpis[0]).toBe(board.kpis[0]);
});

test("a live value of another period does not replace the shown one", () => {
  const next = patched(board, {
    topic: "kpi.values_changed",
    changes: [{ assignment: 2, org_unit: 1, start: "2026-11-02", end: "2026-11-08", value: "0.7", achievement: null, colour: null, light: "none" }],
  });
  expect(next.kpis[1]).toBe(board.kpis[1]);
});

test("live progress reaches the objective and its key result", () => {
  const next = patched(board, {
    topic: "okr.progress_changed",
    changes: [{ objective: 5, org_unit: 1, progress: "0.55", coverage: "1", key_results: [{ id: 50, progress: "0.55", current: "2" }] }],
  });
  expect(next.objectives[0]).toMatchObject({ progress: "0.55", key_results: [{ progress: "0.55", current: "2" }] });
  expect(next.objectives[1]).toBe(board.objectives[1]);
});

test("a warning names fact, limit, age and consequence", () => {
  const warning = {
    breach: { limit: "0.07", limit_op: ">" }, names: { zh: "退货率", en: "" }, unit_names: { zh: "电商事业部", en: "" }, actual: "0.089", unit: "%", decimals: 1, days: 5,
    guards: [{ objective: 2, title: { zh: "会员愿意再来", en: "" }, cap: "0.70" }],
  } as unknown as Warning;
  expect(sentence(warning, translate, "zh")).toBe("电商事业部 退货率 8.9%，高于 7.0% 已 5 天，无人确认。目标「会员愿意再来」评分封顶 0.7。");
});
