/** Sources of readings and their writers, as the server keeps them. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type Source = Schemas["SourceView"];
export type NewSource = Schemas["NewSource"];
export type SourceAccount = Schemas["SourceAccount"];

const pageSize = 100;

export function useSources() {
  return useInfiniteQuery({
    queryKey: keys.sources.list(),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => api.get("/sources", { query: { cursor: pageParam, limit: pageSize }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useSource(id: number) {
  return useQuery({ queryKey: keys.sources.one(id), queryFn: ({ signal }) => api.get("/sources/{source}", { path: { source: id }, signal }) });
}

/** All roles, and the accounts that have the text in login or name. */
export function useWriterChoices(q: string) {
  return useQuery({
    queryKey: keys.sourceWriters(q),
    queryFn: ({ signal }) => api.get("/source-writers", { query: { q }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Each is based on the version that its author saw. */
export function useSourceChanges() {
  const client = useQueryClient();
  const done = (now: Source) => {
    client.setQueryData(keys.sources.one(now.id), now);
    void client.invalidateQueries({ queryKey: keys.sources.lists });
    // Readings tell the source by its name.
    void client.invalidateQueries({ queryKey: keys.measures.all });
  };
  return {
    add: async (body: NewSource, key: string) => done(await api.post("/sources", { body, key })),
    change: async (source: number, version: number, body: Omit<NewSource, "code">) => done(await api.put("/sources/{source}", { path: { source }, version, body })),
    close: async ({ id, version }: Source, from: string) => done(await api.post("/sources/{source}/closure", { path: { source: id }, version, body: { from } })),
    reopen: async ({ id, version }: Source) => done(await api.del("/sources/{source}/closure", { path: { source: id }, version })),
  };
}
