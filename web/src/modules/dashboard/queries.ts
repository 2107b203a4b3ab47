import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type MyDay = Schemas["MyDay"];
export type Todo = Schemas["Todo"];
export type Change = Schemas["ChangeView"];
export type Week = Schemas["WeekSheet"];
export type Decision = Schemas["DecisionView"];

export function useBoard(unit?: number, cycle?: number) {
  return useQuery({
    queryKey: keys.board(unit, cycle),
    queryFn: ({ signal }) => api.get("/board", { query: { unit, cycle }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useMyDay() {
  return useQuery({ queryKey: keys.myDay, queryFn: ({ signal }) => api.get("/my-day", { signal }) });
}

export function useWeek(unit?: number, since?: string) {
  return useQuery({
    queryKey: keys.week({ unit, since }),
    queryFn: ({ signal }) => api.get("/week", { query: { unit, since }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What moved in a unit and below since a day, a page at a time. */
export function useChanges(unit: number, since: string) {
  return useInfiniteQuery({
    queryKey: keys.changes({ unit, since }),
    queryFn: ({ pageParam, signal }) => api.get("/changes", { query: { unit, since, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** What a weekly meeting decides is written down, done and taken back; the sheet is read anew after it. */
export function useDecisionSteps() {
  const client = useQueryClient();
  return {
    add: (body: Schemas["NewDecision"], key: string) => api.post("/decisions", { body, key }),
    finish: ({ id: decision, version }: Decision, done: boolean) => api.patch("/decisions/{decision}", { path: { decision }, body: { done }, version }),
    remove: ({ id: decision, version }: Decision) => api.del("/decisions/{decision}", { path: { decision }, version }),
    refresh: () => client.invalidateQueries({ queryKey: keys.days }),
  };
}
