import { type QueryClient, keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type {
  ChangeKeyResult,
  ChangeObjective,
  CorrectCheckIn,
  NewCheckIn,
  NewContribution,
  NewKeyResult,
  NewLink,
  NewObjective,
  Proposal,
  Schemas,
} from "~/api/types";
import { useMutationOnce } from "~/ui/mutation";

export type ObjectiveQuery = { cycle?: number; org_unit?: number; below?: boolean; owner?: number; metric?: number; q?: string };

/** A cycle of the largest company that we plan for has fewer; the list says when there are more. */
const listMax = 200;

export function useObjectives(query: ObjectiveQuery) {
  return useQuery({
    queryKey: keys.objectives(query),
    queryFn: ({ signal }) => api.get("/objectives", { query: { ...query, limit: listMax }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** A few objectives by a word, for the search of the whole client. */
export async function findObjectives(q: string, limit: number, signal: AbortSignal) {
  return (await api.get("/objectives", { query: { q, limit }, signal })).items;
}

export type MapNode = Schemas["MapNodeView"];

/** A page of the map, and the most that it draws: beyond, a unit is chosen. */
const mapPage = 500;
const mapMax = 6000;

/** All objectives of a cycle in a unit and below, fetched page by page. */
export function useMap(cycle: number, org_unit: number) {
  return useQuery({
    queryKey: keys.objectives({ map: cycle, org_unit }),
    queryFn: async ({ signal }) => {
      const nodes: MapNode[] = [];
      let cursor: string | undefined;
      do {
        const page = await api.get("/objective-map", { query: { cycle, org_unit, limit: mapPage, cursor }, signal });
        nodes.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && nodes.length < mapMax);
      return { nodes, more: cursor !== undefined };
    },
  });
}

export function useObjective(id: number) {
  return useQuery({
    queryKey: keys.objective(id),
    queryFn: ({ signal }) => api.get("/objectives/{objective}", { path: { objective: id }, signal }),
  });
}

export function useCycles() {
  return useQuery({
    queryKey: keys.cycles,
    queryFn: async ({ signal }) => (await api.get("/cycles", { signal })).items,
  });
}

export function useKeyResult(id: number) {
  return useQuery({
    queryKey: keys.keyResult(id),
    queryFn: ({ signal }) => api.get("/key-results/{key_result}", { path: { key_result: id }, signal }),
  });
}

/** What a value would do to progress, computed by the server before anything is saved. */
export function usePreview(id: number, value: string | null) {
  return useQuery({
    queryKey: keys.preview(id, value),
    enabled: value !== null,
    queryFn: ({ signal }) => api.get("/key-results/{key_result}/preview", { path: { key_result: id }, query: { value: value! }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Connections that wait: for the viewer's answer, or for the other side's. Oldest first. */
export function useProposals(side: "answer" | "asked", enabled = true) {
  return useQuery({
    queryKey: keys.proposals(side),
    enabled,
    queryFn: ({ signal }) => api.get("/contribution-proposals", { query: { side, limit: listMax }, signal }),
  });
}

/** Whatever is written here shows on the board, in the lists and in the drawer. */
function changed(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keys.okr });
  void client.invalidateQueries({ queryKey: keys.boards });
}

export function useCheckIn(id: number) {
  const client = useQueryClient();
  return useMutationOnce({
    mutationFn: ({ request, key }: { request: NewCheckIn; key: string }) =>
      api.post("/key-results/{key_result}/check-ins", { path: { key_result: id }, body: request, key }),
    onSuccess: () => changed(client),
  });
}

export function useCorrectCheckIn(id: number) {
  const client = useQueryClient();
  return useMutationOnce({
    mutationFn: ({ body, key }: { body: CorrectCheckIn; key: string }) =>
      api.post("/check-ins/{check_in}/corrections", { path: { check_in: id }, body, key }),
    onSuccess: () => changed(client),
  });
}

/** Adds what an objective, a key result or a link needs, step by step; a step that has been done is not done twice. */
export function useObjectiveSteps() {
  const client = useQueryClient();
  return {
    add: (body: NewObjective, key: string) => api.post("/objectives", { body, key }),
    change: (objective: number, body: ChangeObjective, version: number) =>
      api.patch("/objectives/{objective}", { path: { objective }, body, version }),
    contribute: (body: NewContribution, key: string) => api.post("/contributions", { body, key }),
    addKeyResult: (objective: number, body: NewKeyResult, key: string) =>
      api.post("/objectives/{objective}/key-results", { path: { objective }, body, key }),
    changeKeyResult: (key_result: number, body: ChangeKeyResult, version: number) =>
      api.patch("/key-results/{key_result}", { path: { key_result }, body, version }),
    link: (body: NewLink, key: string) => api.post("/links", { body, key }),
    unlink: (link: number, version: number) => api.del("/links/{link}", { path: { link }, version }),
    leave: (contribution: number, version: number) => api.del("/contributions/{contribution}", { path: { contribution }, version }),
    accept: ({ id: proposal, version }: Proposal, key: string) =>
      api.post("/contribution-proposals/{proposal}/acceptance", { path: { proposal }, version, key }),
    decline: ({ id: proposal, version }: Proposal, reason: string, key: string) =>
      api.post("/contribution-proposals/{proposal}/refusal", { path: { proposal }, body: reason ? { reason } : {}, version, key }),
    withdraw: ({ id: proposal, version }: Proposal) => api.del("/contribution-proposals/{proposal}", { path: { proposal }, version }),
    /** What stands now, past the cache: for a change that came too late. */
    keyResult: (key_result: number) => api.get("/key-results/{key_result}", { path: { key_result } }),
    objective: (objective: number) => api.get("/objectives/{objective}", { path: { objective } }),
    done: () => changed(client),
  };
}

export type ObjectiveSteps = ReturnType<typeof useObjectiveSteps>;

export function useActivate(objective: number, version: number) {
  const client = useQueryClient();
  return useMutationOnce({
    mutationFn: (key: string) => api.post("/objectives/{objective}/activation", { path: { objective }, body: {}, version, key }),
    onSuccess: () => changed(client),
  });
}

export function useSubmitReview(objective: number, version: number) {
  const client = useQueryClient();
  return useMutationOnce({
    mutationFn: ({ reason, key }: { reason: string; key: string }) =>
      api.post("/objectives/{objective}/review", { path: { objective }, body: { reason: reason || null }, version, key }),
    onSuccess: () => {
      changed(client);
      void client.invalidateQueries({ queryKey: keys.approvals.module });
    },
  });
}

/** The metrics that a key result may follow, or that may guard an objective. */
export function useMetricChoices() {
  return useQuery({
    queryKey: keys.kpiList({ limit: listMax }),
    queryFn: ({ signal }) => api.get("/kpi-assignments", { query: { limit: listMax }, signal }),
  });
}
