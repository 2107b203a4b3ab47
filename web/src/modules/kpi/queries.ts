import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas, Acknowledge, ChangeMeasure, Kpi, Measure, NewAssignment, NewKpi, NewMeasure, NewTarget } from "~/api/types";

export type EntrySheet = Schemas["EntrySheet"];
export type EntryRow = Schemas["EntryRow"];
export type EntryCell = Schemas["EntryCell"];
export type EntryCellView = Schemas["EntryCellView"];
export type EntryReport = Schemas["EntryReport"];
export type Duty = Schemas["DutyView"];
export type NewDuties = Schemas["NewDuties"];
export type ChangeDuty = Schemas["ChangeDuty"];

/** What one page of the list asks for; the server's own cap. */
const listMax = 200;
const readingsPage = 50;
const fetchMs = 30_000;

export function useMetrics(query: { org_unit?: number; below?: boolean; retired?: boolean; lines_differ?: boolean }, enabled = true) {
  return useQuery({
    enabled,
    queryKey: keys.kpiList(query),
    queryFn: ({ signal }) => api.get("/kpi-assignments", { query: { ...query, limit: listMax }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What is past its line now, of what the reader may see. */
export function useBreaches() {
  const query = { light: "breach" as const, limit: listMax };
  return useQuery({
    queryKey: keys.kpiList(query),
    queryFn: ({ signal }) => api.get("/kpi-assignments", { query, signal }),
  });
}

/** Everything that the search of the whole client looks through. */
export async function allMetrics(signal: AbortSignal) {
  return (await api.get("/kpi-assignments", { query: { limit: listMax }, signal })).items;
}

export function useAssignment(id: number) {
  return useQuery({
    queryKey: keys.assignment(id),
    queryFn: ({ signal }) => api.get("/kpi-assignments/{assignment}", { path: { assignment: id }, signal }),
  });
}

export function usePoints(id: number, from: string) {
  return useQuery({
    queryKey: keys.assignmentPart(id, "points", from),
    queryFn: async ({ signal }) =>
      (await api.get("/kpi-assignments/{assignment}/points", { path: { assignment: id }, query: { from }, signal })).items,
    placeholderData: keepPreviousData,
  });
}

export function useExplanation(id: number, start: string | undefined) {
  return useQuery({
    queryKey: keys.assignmentPart(id, "explanation", start),
    enabled: start !== undefined,
    queryFn: ({ signal }) =>
      api.get("/kpi-assignments/{assignment}/explanation", { path: { assignment: id }, query: { start: start! }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function usePointReadings(id: number, start: string, measure: number | undefined) {
  return useInfiniteQuery({
    queryKey: keys.assignmentPart(id, "readings", start, measure),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      api.get("/kpi-assignments/{assignment}/readings", {
        path: { assignment: id },
        query: { start, measure, cursor: pageParam, limit: readingsPage },
        signal,
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useAcknowledge(assignment: number, breach: number) {
  const client = useQueryClient();
  return async (body: Acknowledge, key: string) => {
    await api.post("/breaches/{breach}/acknowledgement", { path: { breach }, body, key });
    for (const queryKey of [keys.assignment(assignment), keys.kpiLists, keys.boards, keys.okr]) void client.invalidateQueries({ queryKey });
  };
}

/** Those that are used; with `retired` all that ever were. */
const measures = (retired: boolean) => ({
  queryKey: keys.measures.list({ retired }),
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const items: Measure[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await api.get("/measures", { query: { retired, cursor, limit: listMax }, signal });
      items.push(...page.items);
      if (!page.next) return items;
      cursor = page.next;
    }
  },
});

export function useMeasures(retired = false) {
  return useQuery(measures(retired));
}

/** Out of the list, which is whole; null where it has none. */
export function useMeasure(id: number) {
  return useQuery({ ...measures(true), select: (all) => all.find((one) => one.id === id) ?? null });
}

export function useCreateMeasure() {
  const client = useQueryClient();
  return async (body: NewMeasure, key: string) => {
    await api.post("/measures", { body, key });
    void client.invalidateQueries({ queryKey: keys.measures.all });
  };
}

/** Names and bounds of a measure, at the version that was seen. */
export function useChangeMeasure(measure: number) {
  const client = useQueryClient();
  return async (body: ChangeMeasure, version: number) => {
    await api.put("/measures/{measure}", { path: { measure }, body, version });
    void client.invalidateQueries({ queryKey: keys.measures.all });
  };
}

/** One measure as it stands on the server now. */
export async function fetchMeasure(id: number): Promise<Measure> {
  return (await measures(true).queryFn({ signal: AbortSignal.timeout(fetchMs) })).find((one) => one.id === id)!;
}

export type ReadingFilter = { org_unit?: number; from?: string; to?: string };

export function useReadings(measure: number, filter: ReadingFilter) {
  return useInfiniteQuery({
    queryKey: keys.measures.part(measure, "readings", filter),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      api.get("/measures/{measure}/readings", {
        path: { measure },
        query: { ...filter, cursor: pageParam, limit: readingsPage },
        signal,
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useKpis() {
  return useQuery({
    queryKey: keys.kpis,
    queryFn: async ({ signal }) => (await api.get("/kpis", { signal })).items,
  });
}

/** What the server says of a formula before it is a metric's. */
export function useFormulaCheck(formula: string, rule: Pick<Kpi, "time_agg" | "org_agg">) {
  return useQuery({
    queryKey: keys.formula(formula, rule),
    enabled: formula !== "",
    staleTime: 0,
    queryFn: ({ signal }) => api.get("/kpis/check", { query: { formula, ...rule }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What defines metrics; the caller drops what it has changed at the end. */
export function useMetricSteps() {
  const client = useQueryClient();
  return {
    define: (body: NewKpi, key: string) => api.post("/kpis", { body, key }),
    assign: (body: NewAssignment, key: string) => api.post("/kpi-assignments", { body, key }),
    target: (assignment: number, body: NewTarget, key: string) =>
      api.post("/kpi-assignments/{assignment}/targets", { path: { assignment }, body, key }),
    done: () => {
      for (const queryKey of [keys.kpi, keys.boards, keys.okr]) void client.invalidateQueries({ queryKey });
    },
  };
}

export type EntryQuery = { unit?: number; to?: string; grain?: EntrySheet["grain"] };

export function useEntry(query: EntryQuery) {
  return useQuery({
    queryKey: keys.entry(query),
    queryFn: ({ signal }) => api.get("/entry", { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Writes cells, all or none; what the sheet and the menu show follows. */
export function useEnter() {
  const client = useQueryClient();
  return async (cells: EntryCell[], key: string) => {
    const report = await api.post("/entry", { body: { cells }, key });
    await client.invalidateQueries({ queryKey: keys.entries });
    for (const queryKey of [keys.measures.all, keys.kpiLists, keys.boards]) void client.invalidateQueries({ queryKey });
    return report;
  };
}

/** All duties of a measure, page by page. */
export function useDuties(measure: number) {
  return useQuery({
    queryKey: keys.measures.part(measure, "duties"),
    queryFn: async ({ signal }) => {
      const items: Duty[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await api.get("/measures/{measure}/duties", { path: { measure }, query: { cursor, limit: listMax }, signal });
        items.push(...page.items);
        if (!page.next) return items;
        cursor = page.next;
      }
    },
  });
}

export function useDutyChanges(measure: number) {
  const client = useQueryClient();
  const done = () => {
    void client.invalidateQueries({ queryKey: keys.measures.part(measure, "duties") });
    void client.invalidateQueries({ queryKey: keys.entries });
  };
  return {
    add: async (body: Omit<NewDuties, "measure">, key: string) => {
      await api.post("/measures/{measure}/duties", { path: { measure }, body, key });
      done();
    },
    change: async ({ id, version }: Duty, body: Omit<ChangeDuty, "duty">) => {
      await api.patch("/duties/{duty}", { path: { duty: id }, version, body });
      done();
    },
  };
}
