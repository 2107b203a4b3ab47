import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, url } from "~/api/client";
import { keys } from "~/api/keys";
import type { Assignment, Breach, Explanation, Import, Inlet, KpiRow, Measure, Page, Point, Reading, Unit } from "~/api/types";

/** What one page of the list asks for; the server's own cap. */
const listMax = 200;
const readingsPage = 50;

export function useMetrics(query: { org_unit?: number; below?: boolean }) {
  return useQuery({
    queryKey: keys.kpiList(query),
    queryFn: ({ signal }) => api.get<Page<KpiRow>>("/kpi-assignments", { ...query, limit: listMax }, signal),
    placeholderData: keepPreviousData,
  });
}

export function useAssignment(id: number) {
  return useQuery({
    queryKey: keys.assignment(id),
    queryFn: ({ signal }) => api.get<Assignment>(`/kpi-assignments/${id}`, {}, signal),
  });
}

/** Beneath the assignment's key, so that a live change fetches all of the page. */
export function usePoints(id: number, from: string) {
  return useQuery({
    queryKey: [...keys.assignment(id), "points", from],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Point[] }>(`/kpi-assignments/${id}/points`, { from }, signal)).items,
    placeholderData: keepPreviousData,
  });
}

export function useExplanation(id: number, start: string | undefined) {
  return useQuery({
    queryKey: [...keys.assignment(id), "explanation", start],
    enabled: start !== undefined,
    queryFn: ({ signal }) => api.get<Explanation>(`/kpi-assignments/${id}/explanation`, { start }, signal),
    placeholderData: keepPreviousData,
  });
}

export function usePointReadings(id: number, start: string, measure: number | undefined) {
  return useInfiniteQuery({
    queryKey: [...keys.assignment(id), "readings", start, measure],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<Reading>>(`/kpi-assignments/${id}/readings`, { start, measure, cursor: pageParam, limit: readingsPage }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useAcknowledge(assignment: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: { breach: number; accepted_value: string; last_day: string; reason: string; key: string }) => {
      const { breach, key, ...request } = given;
      return api.post<Breach>(`/breaches/${breach}/acknowledgement`, request, { key });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.assignment(assignment) });
      void client.invalidateQueries({ queryKey: keys.kpiLists });
      void client.invalidateQueries({ queryKey: keys.boards });
      void client.invalidateQueries({ queryKey: ["okr"] });
    },
  });
}

export function useUnits() {
  return useQuery({
    queryKey: keys.units,
    queryFn: async ({ signal }) => (await api.get<{ items: Unit[] }>("/units", {}, signal)).items,
  });
}

export function useMeasures() {
  return useQuery({
    queryKey: ["kpi", "measures"],
    queryFn: async ({ signal }) => {
      const items: Measure[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page: Page<Measure> = await api.get<Page<Measure>>("/measures", { cursor, limit: 200 }, signal);
        items.push(...page.items);
        cursor = page.next ?? null;
      }
      return items;
    },
  });
}

export function useCreateMeasure() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...request }: Pick<Measure, "code" | "names" | "kind" | "unit" | "grain"> & { key: string }) =>
      api.post<Measure>("/measures", request, { key }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["kpi", "measures"] }),
  });
}

export type ReadingFilter = { org_unit?: number; from?: string; to?: string };

export function useReadings(measure: number, filter: ReadingFilter) {
  return useInfiniteQuery({
    queryKey: ["kpi", "measures", measure, "readings", filter],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<Reading>>(`/measures/${measure}/readings`, { ...filter, cursor: pageParam, limit: readingsPage }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useInlets() {
  return useQuery({
    queryKey: ["kpi", "inlets"],
    queryFn: async ({ signal }) => (await api.get<{ items: Inlet[] }>("/inlets", {}, signal)).items,
  });
}

export function templateUrl(inlet: string, lang: string): string {
  return url(`/inlets/${inlet}/template`, { lang });
}

export function useStartImport() {
  return useMutation({
    mutationFn: ({ inlet, file, dry, key }: { inlet: string; file: File; dry: boolean; key: string }) =>
      api.post<Import>(`/inlets/${inlet}/imports`, undefined, {
        query: { dry_run: dry },
        raw: { type: "text/csv", body: file },
        key,
      }),
  });
}

/** How often a running import is asked about. */
const progressMs = 700;

export function useImport(id: number | null) {
  const client = useQueryClient();
  return useQuery({
    queryKey: ["kpi", "import", id],
    enabled: id !== null,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const known = await api.get<Import>(`/imports/${id}`, {}, signal);
      if (known.state === "done" && !known.dry_run) {
        void client.invalidateQueries({ queryKey: ["kpi", "measures"] });
        void client.invalidateQueries({ queryKey: keys.kpiLists });
        void client.invalidateQueries({ queryKey: keys.boards });
      }
      return known;
    },
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? progressMs : false),
  });
}

export function isRunning(known: Import): boolean {
  return known.state === "checking" || known.state === "writing";
}
