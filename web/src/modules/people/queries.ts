import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type EmploymentType = Schemas["EmploymentType"];
export type PeopleState = Schemas["PeopleState"];
export type NewPerson = Schemas["NewPerson"];
export type ChangePerson = Schemas["ChangePerson"];
export type NewPost = Schemas["NewPost"];
export type NewDeparture = Schemas["NewDeparture"];
export type NewEmployment = Schemas["NewEmployment"];
export type NewUnit = Schemas["NewUnit"];
export type ChangeUnit = Schemas["ChangeUnit"];
export type CloseUnit = Schemas["CloseUnit"];

const pageSize = 50;

/** The orders that the server gives; beside a search it sorts by what was found. */
export const peopleSorts = ["name", "employee_no"] as const;

type PeopleQuery = { unit?: number; q?: string; employment_type?: EmploymentType; manager?: number; sort?: (typeof peopleSorts)[number]; as_of?: string; state?: PeopleState };

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

/** As of a day; today when none is said. */
export function usePerson(id: number, as_of?: string) {
  return useQuery({
    queryKey: keys.people.part(id, "on", { as_of }),
    queryFn: ({ signal }) => api.get("/people/{person}", { path: { person: id }, query: { as_of }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The units of a day. Of today they are those that every chooser knows. */
export function useUnitsOn(as_of?: string) {
  return useQuery({
    queryKey: as_of ? keys.unitsOn(as_of) : keys.units,
    queryFn: async ({ signal }) => (await api.get("/units", { query: { as_of }, signal })).items,
    placeholderData: keepPreviousData,
  });
}

export function useUnitHistory(unit: number) {
  return useQuery({
    queryKey: keys.unitHistory(unit),
    queryFn: async ({ signal }) => (await api.get("/units/{unit}/versions", { path: { unit }, signal })).items,
  });
}

/** Everything that changes people and units. Whatever is written shows wherever a unit or a person stands. */
export function usePeopleActs() {
  const client = useQueryClient();
  const then = async <T>(done: Promise<T>): Promise<T> => {
    const reply = await done;
    void client.invalidateQueries({ queryKey: keys.people.module });
    return reply;
  };
  return {
    hire: (body: NewPerson, key: string) => then(api.post("/people", { body, key })),
    change: (person: number, body: ChangePerson, version: number) => then(api.patch("/people/{person}", { path: { person }, body, version })),
    move: (person: number, body: NewPost, version: number, key: string) => then(api.post("/people/{person}/posts", { path: { person }, body, version, key })),
    leave: (person: number, body: NewDeparture, version: number, key: string) =>
      then(api.post("/people/{person}/departure", { path: { person }, body, version, key })),
    stay: (person: number, version: number) => then(api.del("/people/{person}/departure", { path: { person }, version })),
    rehire: (person: number, body: NewEmployment, version: number, key: string) =>
      then(api.post("/people/{person}/employments", { path: { person }, body, version, key })),
    addUnit: (body: NewUnit, key: string) => then(api.post("/units", { body, key })),
    changeUnit: (unit: number, body: ChangeUnit, version: number) => then(api.patch("/units/{unit}", { path: { unit }, body, version })),
    closeUnit: (unit: number, body: CloseUnit, version: number, key: string) => then(api.post("/units/{unit}/closure", { path: { unit }, body, version, key })),
  };
}

/** A few people by a word, for the search of the whole client. */
export async function findPeople(q: string, limit: number, signal: AbortSignal) {
  return (await api.get("/people", { query: { q, limit, state: "everybody" }, signal })).items;
}
