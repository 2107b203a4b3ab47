import { render } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import type { KpiRow } from "~/api/types";
import { speak } from "~/test_words";
import { translate } from "~/ui/i18n/words";
import { KpiLine, KpiTable, waits } from "./KpiRows";
import { statusNote } from "./status_note";
import MetricRail from "./MetricRail";

const names = (zh: string) => ({ zh, en: "" });

const row: KpiRow = {
  assignment: 7, kpi: 7, code: "ECM03", names: names("退货率"), category: names("客户"), org_unit: 5, unit_names: names("电商事业部"), owner: 1, owner_name: "林晓雯",
  unit: "%", decimals: 1, direction: "lower", frequency: "week", period: { start: "2026-11-09", end: "2026-11-15", label: "46" }, actual: "0.089000", change: "0.004000", achievement: "0.7286",
  colour: "red", light: "breach", target: "0.07", lower: null, upper: null, watch: "0.07", watch_to: null, limit: "0.07", limit_to: null, limit_op: ">", open: null, spark: [], since: "2026-11-13", days: 5, last_figure_on: null, before: null, year_ago: null, last_day: null, reported: null, age: null, behind: null, outlier: null, lines_differ: null,
  breach: { id: 1, assignment: 7, state: "firing", fired_on: "2026-11-13", days: 5, count: 2, n: 2, m: 2, limit: "0.07", limit_to: null, limit_op: ">", recover: null, recover_to: null, recover_op: null, value: null, acknowledged: null },
};

beforeEach(() => speak("zh"));

describe("a metric's row", () => {
  const show = (changes: Partial<KpiRow> = {}) =>
    render(
      <KpiTable caption="指标">
        <tbody>
          <KpiLine row={{ ...row, ...changes }} />
        </tbody>
      </KpiTable>,
    ).container.querySelector("tr[data-node]")!;

  test("shows value, unit, target with its sign, status and age", () => {
    expect(show().textContent).toBe("退货率8.9%≤ 7.0告警第 5 天");
  });

  test("is tinted until somebody acknowledges", () => {
    const acknowledged = { by: 1, at: "", accepted_value: "0.09", last_day: "2026-12-05", reason: "x", by_name: null, state: "acknowledged" as const };
    expect(show().className).toContain("tinted");
    expect(waits({ ...row, breach: { ...row.breach!, acknowledged } })).toBe(false);
    expect(waits({ ...row, breach: { ...row.breach!, acknowledged: { ...acknowledged, state: "expired" } } })).toBe(true);
  });

  test("says until when a breach is accepted", () => {
    const acknowledged = { by: 1, at: "", accepted_value: "0.09", last_day: `${new Date().getFullYear()}-12-05`, reason: "x", by_name: null, state: "acknowledged" as const };
    expect(statusNote({ ...row, breach: { ...row.breach!, acknowledged } }, translate)).toBe("认可至 12-05");
    expect(statusNote({ ...row, breach: { ...row.breach!, acknowledged: { ...acknowledged, state: "expired" } } }, translate)).toBe("第 5 天");
  });

  test("says what is missing instead of a zero", () => {
    expect(show({ actual: null, light: "none", breach: null, days: 2 }).textContent).toBe("退货率—≤ 7.0无数据第 2 天");
    const last_figure_on = `${new Date().getFullYear()}-11-02`;
    expect(show({ actual: null, light: "none", breach: null, days: 2, last_figure_on }).textContent).toBe("退货率—≤ 7.0无数据最近数据 11-02");
    expect(show({ light: "plain", target: null, limit: null, breach: null }).textContent).toContain("还没有目标值");
  });

  test("counts a recovery and a red that has not fired", () => {
    expect(statusNote({ ...row, light: "rec", breach: { ...row.breach!, state: "recovering", count: 1 } }, translate)).toBe("达标 1/2 期");
    expect(statusNote({ ...row, light: "watch", breach: { ...row.breach!, state: "pending", count: 1 } }, translate)).toBe("1/2 期");
  });
});

describe("the metrics on a page of another module", () => {
  test("stand by category; a row of another unit names it", () => {
    const other = { ...row, assignment: 8, kpi: 8, category: names("质量"), org_unit: 6, unit_names: names("工厂") };
    const { container } = render(<MetricRail rows={[row, other]} total={2} unit={5} linked={new Set([8])} />);
    const texts = [...container.querySelectorAll("tbody tr")].map((line) => line.textContent);
    expect(texts).toEqual(["客户 ", "退货率8.9%≤ 7.0告警第 5 天", "质量 ", "退货率工厂8.9%≤ 7.0告警第 5 天"]);
    expect(container.querySelectorAll("[data-node=k8] [role=img][aria-label]")).not.toHaveLength(0);
    expect(container.querySelector("[data-node=k7] [data-cell=name] svg")).toBeNull();
  });
});
