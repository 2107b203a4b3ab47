import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type TargetGrid = Schemas["TargetGrid"];
export type TargetRow = Schemas["TargetGridRow"];
export type TargetCell = Schemas["TargetCell"];
export type TargetMode = Schemas["TargetMode"];
export type TargetReport = Schemas["TargetReport"];
export type TargetRequest = Omit<Schemas["SetTargets"], "kpi">;

export type TargetSpan = { from?: string; to?: string };
/** Units that one page of the sheet holds; the server's own cap. */
const targetPage = 500;

/** The sheet of targets of a KPI, all pages together. */
export function useTargets(kpi: number, span: TargetSpan) {
  return useQuery({
    queryKey: keys.targets(kpi, span),
    queryFn: async ({ signal }) => {
      const ask = (cursor?: string) => api.get("/kpis/{kpi}/targets", { path: { kpi }, query: { ...span, cursor, limit: targetPage }, signal });
      const first = await ask();
      const rows = [...first.items];
      for (let { next } = first; next; ) {
        const page = await ask(next);
        rows.push(...page.items);
        next = page.next;
      }
      return { grid: first, rows };
    },
    placeholderData: keepPreviousData,
  });
}

/** What a change would do, before it is made. */
export function useTargetPreview(kpi: number, body: TargetRequest) {
  return useQuery({
    queryKey: keys.targetPreview(kpi, body),
    enabled: body.cells.length > 0,
    queryFn: ({ signal }) => api.put("/kpis/{kpi}/targets", { path: { kpi }, body: { ...body, preview: true }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useSetTargets(kpi: number) {
  const client = useQueryClient();
  return async (body: TargetRequest) => {
    const report = await api.put("/kpis/{kpi}/targets", { path: { kpi }, body });
    await client.invalidateQueries({ queryKey: keys.kpi });
    for (const queryKey of [keys.boards, keys.okr]) void client.invalidateQueries({ queryKey });
    return report;
  };
}
