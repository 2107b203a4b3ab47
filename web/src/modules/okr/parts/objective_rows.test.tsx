import { render, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import type { ObjectiveRow } from "~/api/types";
import { speak } from "~/test_words";
import { ObjectiveRows, ObjectiveTable } from "./ObjectiveRows";

const names = (zh: string) => ({ zh, en: "" });

beforeEach(() => speak("zh"));

describe("an objective's rows", () => {
  const objective: ObjectiveRow = {
    id: 2, code: null, title: names("会员愿意再来"), type: "aspirational", state: "active", org_unit: 5, unit_names: names("电商事业部"), person: null, owner: 1, owner_name: "林晓雯", cycle: 1,
    weight: "1", progress: "0.6250", coverage: "1.0000", expected: "0.5300", gap: "0.1000", pace: "on_track", reported: null, disagrees: false, confidence: "0.8", last_check_in: null, days_late: 0,
    cap: "0.70", capped_by: names("退货率"), recovers: false, active_on: null, parents: [], guarded_by: [], version: 1,
    key_results: [
      {
        id: 4, title: names("会员复购率"), kind: "move", unit: "%", decimals: 1, start: "0.28", target: "0.36", lower: null, upper: null, current: "0.334000", anchors: null, milestones: [], done_on: null,
        weight: "1", due: null, progress: "0.6750", raw: "0.6750", coverage: "1", state: "measured", flags: [], expected: "0.5300", gap: "0.1450", pace: "on_track", score: null, zone: null, confidence: null,
        last_check_in: null, owner: null, owner_name: null, value_mode: "kpi", driven_by: null, frozen: false, changes: [], version: 1,
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
