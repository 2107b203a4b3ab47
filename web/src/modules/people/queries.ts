import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type EmploymentType = Schemas["EmploymentType"];

const pageSize = 50;

/** The orders that the server gives; beside a search it sorts by what was found. */
export const peopleSorts = ["name", "employee_no"] as const;

type PeopleQuery = { unit?: number; q?: string; employment_type?: EmploymentType; manager?: number; sort?: (typeof peopleSorts)[number] };

export function usePeople(query: PeopleQuery) {
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
