import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Page, Person, PersonRow, Unit } from "~/api/types";

const pageSize = 50;

export function useUnits() {
  return useQuery({
    queryKey: keys.units,
    queryFn: async ({ signal }) => (await api.get<{ items: Unit[] }>("/units", {}, signal)).items,
  });
}

export function usePeople(query: { unit?: number; q?: string }) {
  return useInfiniteQuery({
    queryKey: ["people", "list", query],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<PersonRow>>("/people", { ...query, cursor: pageParam, limit: pageSize }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function usePerson(id: number) {
  return useQuery({
    queryKey: ["people", "person", id],
    queryFn: ({ signal }) => api.get<Person>(`/people/${id}`, {}, signal),
  });
}
