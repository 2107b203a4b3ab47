import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";

export type TargetProposal = Schemas["TargetProposalView"];
export type TargetRule = Schemas["TargetRule"];
export type ProposeTarget = Omit<Schemas["ProposeTarget"], "assignment">;

export function useTargetProposals(assignment: number) {
  return useInfiniteQuery({
    queryKey: keys.assignmentPart(assignment, "proposals"),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      api.get("/kpi-assignments/{assignment}/target-proposals", { path: { assignment }, query: { cursor: pageParam, limit: 5 }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** How a target may be changed: at once, or with somebody's consent. */
export function useTargetRule(assignment: number) {
  return useQuery({
    queryKey: keys.assignmentPart(assignment, "target-rule"),
    queryFn: ({ signal }) => api.get("/kpi-assignments/{assignment}/target-rule", { path: { assignment }, signal }),
  });
}

export function useProposeTarget(assignment: number) {
  const client = useQueryClient();
  return async (body: ProposeTarget, key: string) => {
    await api.post("/kpi-assignments/{assignment}/target-proposals", { path: { assignment }, body, key });
    void client.invalidateQueries({ queryKey: keys.assignment(assignment) });
    void client.invalidateQueries({ queryKey: keys.approvals.module });
  };
}
