import { render, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import type { KpiRow, ObjectiveRow } from "~/api/types";
import { speak } from "~/test_words";
import { Light, paceStatus } from "./Light";
import { Bar, Sparkline, strokes } from "./marks";
import { KpiLine, KpiTable, statusNote, waits } from "./rails/KpiRows";
import { ObjectiveRows, ObjectiveTable } from "./rails/ObjectiveRows";
import { translate } from "./i18n/words";

const names = (zh: string) => ({ zh, en: "" });

const row: KpiRow = {
  assignment: 7, kpi: 7, code: "ECM03", names: names("退货率"), category: names("客户"), org_unit: 5, unit_names: names("电商事业部"), owner: 1, owner_name: "林晓雯",
  unit: "%", decimals: 1, direction: "lower", frequency: "week", period: { start: "2026-11-09", end: "2026-11-15", label: "46" }, actual: "0.089000", change: "0.004000", achievement: "0.7286",
  colour: "red", light: "breach", target: "0.07", lower: null, upper: null, limit: "0.07", limit_op: ">", open: null, spark: [], since: "2026-11-13", days: 5,
  breach: { id: 1, assignment: 7, state: "firing", fired_on: "2026-11-13", days: 5, count: 2, n: 2, m: 2, limit: "0.07", limit_op: ">", recover: null, recover_op: null, value: null, acknowledged: null },
};

beforeEach(() => speak("zh"));

describe("a status", () => {
  test("is a shape and a word, never a colour alone", () => {
    const { container } = render(<Light of="breach" note="第 12 天" />);
    expect(container.textContent).toBe("告警第 12 天");
    expect(container.querySelector("svg.breach")).not.toBeNull();
  });

  test("that cannot be judged stands without a shape", () => {
    const { container } = render(<Light of="plain" />);
    expect(container.querySelector("svg")).toBeNull();
  });

  test("of a pace ten points ahead says so", () => {
    expect(paceStatus("on_track", "0.1000")).toBe("ahead");
    expect(paceStatus("on_track", "0.0999")).toBe("on_track");
    expect(paceStatus("too_early", null)).toBe("early");
  });
});

describe("a bar", () => {
  test("is clamped and carries today's mark", () => {
    const { container } = render(<Bar value="1.2000" expected="0.5300" />);
    expect(container.querySelector<HTMLElement>("i")!.style.width).toBe("100%");
    expect(container.querySelector<HTMLElement>("b")!.style.left).toBe("53%");
  });

  test("has no mark where nothing is expected", () => {
    expect(render(<Bar value="0.1" />).container.querySelector("b")).toBeNull();
  });
});

describe("a sparkline", () => {
  test("leaves a gap for a missing period", () => {
    expect(strokes([1, 2, null, 3, 4], (index) => index, (value) => value)).toHaveLength(2);
  });

  test("of no values at all is only its sentence", () => {
    const { container } = render(<Sparkline points={[{ start: "2026-01-01", value: null, light: "none" }]} goal="1" light="none" label="无" />);
    expect(container.querySelector("svg")).toBeNull();
    expect(container.textContent).toBe("无");
  });
});

describe("a metric's row", () => {
  const show = (changes: Partial<KpiRow> = {}) =>
    render(
      <KpiTable caption="指标">
        <tbody>
          <KpiLine row={{ ...row, ...changes }} />
        </tbody>
      </KpiTable>,
    ).container.querySelector("tr.metric")!;

  test("shows value, unit, target with its sign, status and age", () => {
    expect(show().textContent).toBe("退货率8.9%≤ 7.0告警第 5 天");
  });

  test("is tinted until somebody acknowledges", () => {
    const acknowledged = { by: 1, at: "", accepted_value: "0.09", last_day: "2026-12-05", reason: "x", state: "acknowledged" as const };
    expect(show().className).toContain("tinted");
    expect(waits({ ...row, breach: { ...row.breach!, acknowledged } })).toBe(false);
    expect(waits({ ...row, breach: { ...row.breach!, acknowledged: { ...acknowledged, state: "expired" } } })).toBe(true);
  });

  test("says what is missing instead of a zero", () => {
    expect(show({ actual: null, light: "none", breach: null, days: 2 }).textContent).toBe("退货率—≤ 7.0无数据第 2 天");
    expect(show({ light: "plain", target: null, limit: null, breach: null }).textContent).toContain("还没有目标值");
  });

  test("counts a recovery and a red that has not fired", () => {
    expect(statusNote({ ...row, light: "rec", breach: { ...row.breach!, state: "recovering", count: 1 } }, translate)).toBe("达标 1/2 期");
    expect(statusNote({ ...row, light: "watch", breach: { ...row.breach!, state: "pending", count: 1 } }, translate)).toBe("1/2 期");
  });
});

describe("an objective's rows", () => {
  const objective: ObjectiveRow = {
    id: 2, code: null, title: names("会员愿意再来"), type: "aspirational", state: "active", org_unit: 5, unit_names: names("电商事业部"), person: null, owner: 1, owner_name: "林晓雯", cycle: 1,
    weight: "1", progress: "0.6250", coverage: "1.0000", expected: "0.5300", gap: "0.1000", pace: "on_track", reported: null, disagrees: false, confidence: "0.8", last_check_in: null, days_late: 0,
    cap: "0.70", capped_by: names("退货率"), recovers: false, parents: [], guarded_by: [], version: 1,
    key_results: [
      {
        id: 4, title: names("会员复购率"), kind: "move", unit: "%", decimals: 1, start: "0.28", target: "0.36", lower: null, upper: null, current: "0.334000", anchors: null, milestones: [], done_on: null,
        weight: "1", due: null, progress: "0.6750", raw: "0.6750", coverage: "1", state: "measured", flags: [], expected: "0.5300", gap: "0.1450", pace: "on_track", score: null, zone: null, confidence: null,
        last_check_in: null, owner: null, owner_name: null, value_mode: "kpi", driven_by: null, frozen: false, version: 1,
      },
    ],
  };

  test("show progress, gap, pace, cap, and the key result's way", () => {
    render(
      <ObjectiveTable caption="目标">
        <ObjectiveRows row={objective} open={{ to: "/okr/2" }} />
      </ObjectiveTable>,
    );
    const [head, keyResult] = screen.getAllByRole("row").slice(1);
    expect(within(head!).getByRole("link", { name: "会员愿意再来" }).getAttribute("href")).toBe("/okr/2");
    expect(head!.textContent).toContain("封顶 0.7");
    expect(head!.textContent).toContain("63%");
    expect(head!.textContent).toContain("+10");
    expect(head!.textContent).toContain("领先");
    expect(keyResult!.textContent).toBe("会员复购率28 → 3633.4%68%+15领先");
  });
});
