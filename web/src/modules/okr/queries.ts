import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { CheckIn, CheckInRequest, Cycle, KeyResultView, Names, Objective, ObjectiveRow, Page, Preview, Unit } from "~/api/types";

export type ObjectiveQuery = { cycle?: number; org_unit?: number; below?: boolean; owner?: number; q?: string };

/** A cycle of the largest company that we plan for has fewer; the list says when there are more. */
const listMax = 200;

export function useObjectives(query: ObjectiveQuery) {
  return useQuery({
    queryKey: keys.objectives(query),
    queryFn: ({ signal }) => api.get<Page<ObjectiveRow>>("/objectives", { ...query, limit: listMax }, signal),
    placeholderData: keepPreviousData,
  });
}

export function useObjective(id: number) {
  return useQuery({
    queryKey: keys.objective(id),
    queryFn: ({ signal }) => api.get<Objective>(`/objectives/${id}`, {}, signal),
  });
}

export function useCycles() {
  return useQuery({
    queryKey: ["okr", "cycles"],
    queryFn: async ({ signal }) => (await api.get<{ items: Cycle[] }>("/cycles", {}, signal)).items,
  });
}

export function useUnits() {
  return useQuery({
    queryKey: keys.units,
    queryFn: async ({ signal }) => (await api.get<{ items: Unit[] }>("/units", {}, signal)).items,
  });
}

export function useKeyResult(id: number) {
  return useQuery({
    queryKey: keys.keyResult(id),
    queryFn: ({ signal }) => api.get<KeyResultView>(`/key-results/${id}`, {}, signal),
  });
}

/** What a value would do to progress, computed by the server before anything is saved. */
export function usePreview(id: number, value: string | null) {
  return useQuery({
    queryKey: ["okr", "preview", id, value],
    enabled: value !== null,
    queryFn: ({ signal }) => api.get<Preview>(`/key-results/${id}/preview`, { value }, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useCheckIn(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ request, key }: { request: CheckInRequest; key: string }) =>
      api.post<CheckIn>(`/key-results/${id}/check-ins`, request, { key }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["okr"] });
      void client.invalidateQueries({ queryKey: keys.boards });
    },
  });
}

export type NewObjective = {
  cycle: number;
  org_unit: number;
  title: Names;
  type: "committed" | "aspirational";
  why?: string;
};

export type NewKeyResult = {
  title: Names;
  kind: "move" | "binary";
  unit?: string;
  decimals?: number;
  start?: string;
  target?: string;
};

/** An objective and its key results, then its activation; each step keeps its key, so a retry adds nothing. */
export function useCreateObjective() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ objective, keyResults, key }: { objective: NewObjective; keyResults: NewKeyResult[]; key: string }) => {
      const made = await api.post<Objective>("/objectives", objective, { key });
      for (const [index, keyResult] of keyResults.entries()) {
        await api.post(`/objectives/${made.row.id}/key-results`, keyResult, { key: `${key}-${index}` });
      }
      return api.post<Objective>(`/objectives/${made.row.id}/activation`, {}, { key: `${key}-go` });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["okr"] });
      void client.invalidateQueries({ queryKey: keys.boards });
    },
  });
}
