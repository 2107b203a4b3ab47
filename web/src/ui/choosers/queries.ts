/** The one home of what every chooser asks for: units and people are in the scope of all modules. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";

export function useUnits() {
  return useQuery({
    queryKey: keys.units,
    queryFn: async ({ signal }) => (await api.get("/units", { signal })).items,
  });
}

const peopleShown = 20;

/** The server searches: a company has more people than a list should hold. */
export function useFoundPeople(q: string) {
  return useQuery({
    queryKey: keys.foundPeople(q),
    queryFn: async ({ signal }) => (await api.get("/people", { query: { q, limit: peopleShown }, signal })).items,
    placeholderData: keepPreviousData,
  });
}
