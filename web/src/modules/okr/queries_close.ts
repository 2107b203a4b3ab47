/** Cycles as HR keeps them, and the end of objectives: scores, reviews, the close. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";
import { useMutationOnce } from "~/ui/mutation";

export type CloseView = Schemas["CloseView"];
export type CloseRow = Schemas["CloseRowView"];
export type Review = Schemas["ReviewView"];
export type ChangeReview = Schemas["ChangeReview"];
export type NewCycle = Schemas["NewCycle"];
export type ChangeCycle = Schemas["ChangeCycle"];
export type Meeting = Schemas["MeetingView"];

const pageSize = 200;

export function useCloseOf(cycle: number, org_unit: number | undefined) {
  return useInfiniteQuery({
    queryKey: keys.cycleClose(cycle, org_unit),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => api.get("/cycles/{cycle}/close", { path: { cycle }, query: { org_unit, cursor: pageParam, limit: pageSize }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useReview(objective: number) {
  return useQuery({
    queryKey: keys.review(objective),
    queryFn: ({ signal }) => api.get("/objectives/{objective}/review", { path: { objective }, signal }),
  });
}

export function useMeeting(cycle: number, unit: number) {
  return useQuery({
    queryKey: keys.meeting(cycle, unit),
    queryFn: ({ signal }) => api.get("/cycles/{cycle}/units/{unit}/meeting", { path: { cycle, unit }, signal }),
  });
}

/** What is done here shows on the board and in all lists. */
export function useCloseSteps() {
  const client = useQueryClient();
  return {
    addCycle: (body: NewCycle, key: string) => api.post("/cycles", { body, key }),
    changeCycle: (cycle: number, body: ChangeCycle, version: number) => api.patch("/cycles/{cycle}", { path: { cycle }, body, version }),
    score: (objective: number, body: Schemas["NewScore"], key: string) => api.post("/objectives/{objective}/scores", { path: { objective }, body, key }),
    review: (objective: number, body: ChangeReview, version: number) => api.patch("/objectives/{objective}/review", { path: { objective }, body, version }),
    meeting: (cycle: number, unit: number, body: Schemas["ChangeMeeting"], version: number) =>
      api.patch("/cycles/{cycle}/units/{unit}/meeting", { path: { cycle, unit }, body, version }),
    close: (objective: number, version: number, key: string) => api.post("/objectives/{objective}/close", { path: { objective }, body: {}, version, key }),
    abandon: (objective: number, reason: string, version: number, key: string) =>
      api.post("/objectives/{objective}/abandonment", { path: { objective }, body: { reason }, version, key }),
    withdraw: (objective: number, version: number, key: string) => api.post("/objectives/{objective}/withdrawal", { path: { objective }, version, key }),
    copy: (objective: number, body: Schemas["CopyObjective"], key: string) => api.post("/objectives/{objective}/copies", { path: { objective }, body, key }),
    /** Ends when what is shown has been asked for again: until then a button for it may stay closed. */
    done: () => Promise.all([keys.okr, keys.boards].map((queryKey) => client.invalidateQueries({ queryKey }))),
  };
}

export function useChangeCycleState() {
  const steps = useCloseSteps();
  return useMutationOnce({
    mutationFn: ({ cycle, state, version }: { cycle: number; state: Schemas["CycleState"]; version: number }) => steps.changeCycle(cycle, { state }, version),
    onSuccess: steps.done,
  });
}
