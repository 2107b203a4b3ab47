import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { PathOf } from "~/api/paths";
import type { Schemas } from "~/api/types";
import { useMutationOnce } from "~/ui/mutation";

export type Values = Record<string, unknown>;
/** Every module's reply has this shape; what its settings are the document says. */
export type Settings = { settings: Values; version: number };
export type Role = Schemas["RoleView"];
export type Relation = Schemas["IdentityRelation"];

type SettingsPath = Extract<PathOf<"get"> & PathOf<"put">, `/settings/${string}`>;

const pathOf = (module: string) => `/settings/${module}` as SettingsPath;

/** What stands there now, whatever was fetched before. */
export async function fetchSettings(module: string, signal?: AbortSignal): Promise<Settings> {
  return api.get(pathOf(module), { signal });
}

export function useSettings(module: string) {
  return useQuery({ queryKey: keys.settings(module), queryFn: ({ signal }) => fetchSettings(module, signal) });
}

export function useChangeSettings(module: string) {
  const client = useQueryClient();
  return async (settings: Values, version: number) => {
    const now: Settings = await api.put(pathOf(module), { body: settings as never, version });
    client.setQueryData(keys.settings(module), now);
    return now;
  };
}

export function useSwitches() {
  return useQuery({ queryKey: keys.switches, queryFn: async ({ signal }) => (await api.get("/modules", { signal })).items });
}

/** Menu, board and slots change with a module: all that is known is asked for again. */
export function useSwitch() {
  const client = useQueryClient();
  return useMutationOnce({
    mutationFn: ({ name, on }: { name: string; on: boolean }) => api.put("/modules/{module}", { path: { module: name }, body: { on } }),
    onSuccess: () => client.invalidateQueries(),
  });
}

/** The page stays open beside other work: it asks again each minute. */
const everyMinute = 60_000;

export function useOverview() {
  return useQuery({ queryKey: keys.overview, queryFn: ({ signal }) => api.get("/overview", { signal }), refetchInterval: everyMinute });
}

export function useJobs() {
  return useQuery({ queryKey: keys.jobs, queryFn: async ({ signal }) => (await api.get("/jobs", { signal })).items, refetchInterval: everyMinute });
}

/** A turn begins within a second or so: then what is shown is asked for again. */
const turnMs = 2500;

export function useRunJob() {
  const client = useQueryClient();
  return useMutationOnce({
    mutationFn: (job: string) => api.post("/jobs/turns", { body: { job } }),
    onSuccess: () => {
      setTimeout(() => {
        void client.invalidateQueries({ queryKey: keys.jobs });
        void client.invalidateQueries({ queryKey: keys.overview });
      }, turnMs);
    },
  });
}

export type TrailSearch = { who: string; what: string; place: string; thing: string; until: string };

export function useTrail(search: TrailSearch) {
  return useInfiniteQuery({
    queryKey: keys.trail(search),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const { until, ...texts } = search;
      return api.get("/trail", { query: { ...texts, until: until || undefined, cursor: pageParam, limit: 50 }, signal });
    },
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useRoles() {
  return useQuery({ queryKey: keys.roles, queryFn: async ({ signal }) => (await api.get("/roles", { signal })).items });
}

export function useRoleList() {
  return useQuery({ queryKey: keys.roleList, queryFn: ({ signal }) => api.get("/roles", { signal }) });
}

/** `version`: null for a role that is new. */
export function useSaveRole() {
  const client = useQueryClient();
  return async ({ code, version, ...held }: Pick<Role, "code" | "names" | "rights" | "sees"> & { version: number | null }) => {
    if (version === null) await api.post("/roles", { body: { code, ...held } });
    else await api.put("/roles/{role}", { path: { role: code }, body: held, version });
    await client.invalidateQueries({ queryKey: keys.roles });
  };
}
