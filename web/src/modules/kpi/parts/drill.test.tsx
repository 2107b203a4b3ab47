import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Assignment, KpiRow } from "~/api/types";
import { speak } from "~/test_words";
import { Drill } from "./Drill";

const child = (assignment: number, changes: Partial<KpiRow>) =>
  ({
    assignment, org_unit: assignment, unit_names: { zh: `${assignment} 组`, en: "" }, unit: "%", decimals: 1, direction: "higher", frequency: "week", light: "ok",
    actual: "0.91", target: "0.9", lower: null, upper: null, limit: null, before: null, year_ago: null, period: { start: "2026-03-02", end: "2026-03-08", label: "10" }, ...changes,
  }) as unknown as KpiRow;

test("each unit below says the period before and a year ago, where there are any", () => {
  speak("zh");
  const earlier = (value: string | null, change: string | null) => ({ period: { start: "", end: "", label: "" }, value, change });
  const known = {
    kpi: { org_agg: "ratio_of_sums", frequency: "week" },
    row: { period: { start: "2026-03-02", end: "2026-03-08", label: "10" }, org_unit: 1 },
    children: [child(2, { before: earlier("0.9", "0.01"), year_ago: earlier("0.85", null) }), child(3, { before: earlier(null, null) })],
  } as unknown as Assignment;
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <Drill known={known} />
    </QueryClientProvider>,
  );
  const [first, second] = [...container.querySelectorAll("li")].map((line) => line.textContent);
  expect(first).toContain("上期 90.0% (+1.0 点)");
  expect(first).toContain("去年同期 85.0%");
  expect(second).not.toContain("上期");
});
