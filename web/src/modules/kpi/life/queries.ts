import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type Change = Schemas["TermChangeView"];
export type ChangeAssignment = Omit<Schemas["ChangeAssignment"], "assignment">;
export type ChangeKpi = Omit<Schemas["ChangeKpi"], "kpi">;
export type KpiWords = Omit<Schemas["SetKpiWords"], "kpi">;
export type Retire = Omit<Schemas["RetireKpi"], "kpi">;

const historyPage = 50;

/** What was changed of an assignment and its KPI, newest first. */
export function useHistory(assignment: number) {
  return useInfiniteQuery({
    queryKey: keys.assignmentPart(assignment, "history"),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      api.get("/kpi-assignments/{assignment}/history", { path: { assignment }, query: { cursor: pageParam, limit: historyPage }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useMeasureHistory(measure: number) {
  return useInfiniteQuery({
    queryKey: keys.measures.part(measure, "history"),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      api.get("/measures/{measure}/history", { path: { measure }, query: { cursor: pageParam, limit: historyPage }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Each at the version that was seen; all that shows figures of it is asked for anew. */
export function useLife() {
  const client = useQueryClient();
  const done = () => {
    for (const queryKey of [keys.kpi, keys.boards, keys.okr]) void client.invalidateQueries({ queryKey });
  };
  const after = async <T>(reply: Promise<T>) => {
    await reply;
    done();
  };
  return {
    changeAssignment: (assignment: number, version: number, body: ChangeAssignment) =>
      after(api.patch("/kpi-assignments/{assignment}", { path: { assignment }, version, body })),
    changeKpi: (kpi: number, version: number, body: ChangeKpi) => after(api.patch("/kpis/{kpi}", { path: { kpi }, version, body })),
    setWords: (kpi: number, version: number, body: KpiWords) => after(api.put("/kpis/{kpi}/words", { path: { kpi }, version, body })),
    retireAssignment: (assignment: number, version: number, body: Retire) =>
      after(api.put("/kpi-assignments/{assignment}/retirement", { path: { assignment }, version, body })),
    retireKpi: (kpi: number, version: number, body: Retire) => after(api.put("/kpis/{kpi}/retirement", { path: { kpi }, version, body })),
    retireMeasure: (measure: number, version: number, body: Retire) =>
      after(api.put("/measures/{measure}/retirement", { path: { measure }, version, body })),
  };
}

export const fetchKpi = (kpi: number) => api.get("/kpis/{kpi}", { path: { kpi } });
