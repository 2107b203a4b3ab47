import { type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";
import { useMutationOnce } from "~/ui/mutation";

export type Approval = Schemas["ApprovalView"];
export type ApprovalDetail = Schemas["ApprovalDetail"];
export type ChangeApproval = Pick<Schemas["ChangeApproval"], "act" | "word" | "to">;
export type NewDelegation = Schemas["NewApprovalDelegation"];
export type Box = Schemas["ApprovalBox"];

/** More than anybody should have open; the count says "+" beyond it. */
const waitingMax = 100;
/** Requests come from others: the count is asked for anew after this. */
const againMs = 60_000;

export function useWaiting() {
  return useQuery({
    queryKey: keys.approvals.list({ box: "mine" }),
    queryFn: ({ signal }) => api.get("/approvals", { query: { box: "mine", limit: waitingMax }, signal }),
    refetchInterval: againMs,
  });
}

/** What I sent, or decided: page by page, the newest first. */
export function useBox(box: "sent" | "done", enabled: boolean) {
  return useInfiniteQuery({
    queryKey: keys.approvalPages(box),
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => api.get("/approvals", { query: { box, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useApproval(id: number) {
  return useQuery({
    queryKey: keys.approvals.one(id),
    queryFn: ({ signal }) => api.get("/approvals/{approval}", { path: { approval: id }, signal }),
  });
}

/** What is decided changes things in other modules: whatever is shown of them is asked for anew. */
function decided(client: QueryClient): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
}

export function useDecide(of: ApprovalDetail) {
  const client = useQueryClient();
  return useMutationOnce({
    mutationFn: (body: ChangeApproval) => api.patch("/approvals/{approval}", { path: { approval: of.row.id }, body, version: of.version }),
    onSuccess: (now) => {
      client.setQueryData(keys.approvals.one(of.row.id), now);
      decided(client);
    },
    // Somebody else was quicker: what stands now is shown beside the words that say so.
    onError: () => void client.invalidateQueries({ queryKey: keys.approvals.one(of.row.id) }),
  });
}

export function useDelegations() {
  return useQuery({
    queryKey: keys.delegations,
    queryFn: async ({ signal }) => (await api.get("/approval-delegations", { signal })).items,
  });
}

export function useDelegationSteps() {
  const client = useQueryClient();
  return {
    add: (body: NewDelegation, key: string) => api.post("/approval-delegations", { body, key }),
    end: (delegation: number, version: number) => api.del("/approval-delegations/{delegation}", { path: { delegation }, version }),
    done: () => void client.invalidateQueries({ queryKey: keys.approvals.module }),
  };
}
