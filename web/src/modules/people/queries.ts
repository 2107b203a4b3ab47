import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";

const pageSize = 50;

export function usePeople(query: { unit?: number; q?: string }) {
  return useInfiniteQuery({
    queryKey: keys.people.list(query),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      api.get("/people", { query: { ...query, cursor: pageParam, limit: pageSize }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function usePerson(id: number) {
  return useQuery({
    queryKey: keys.people.one(id),
    queryFn: ({ signal }) => api.get("/people/{person}", { path: { person: id }, signal }),
  });
}

/** A few people by a word, for the search of the whole client. */
export async function findPeople(q: string, limit: number, signal: AbortSignal) {
  return (await api.get("/people", { query: { q, limit }, signal })).items;
}
