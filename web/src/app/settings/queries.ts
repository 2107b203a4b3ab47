import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { PathOf } from "~/api/paths";
import type { Schemas } from "~/api/types";

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
  return useMutation({
    mutationFn: ({ name, on }: { name: string; on: boolean }) => api.put("/modules/{module}", { path: { module: name }, body: { on } }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useRoles() {
  return useQuery({ queryKey: keys.roles, queryFn: async ({ signal }) => (await api.get("/roles", { signal })).items });
}
