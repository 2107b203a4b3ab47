import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Schemas } from "~/api/types";
import type { Chain, SentStep } from "./chain_words";

export type ChainBody = { kind: string; org_unit: number | null; at_least: string | null; steps: SentStep[] };
export type Trial = Schemas["ApprovalTrial"];

export function useChains() {
  return useQuery({ queryKey: keys.chains, queryFn: ({ signal }) => api.get("/approval-chains", { signal }) });
}

export function useChainSteps() {
  const client = useQueryClient();
  return {
    add: (body: ChainBody, key: string) => api.post("/approval-chains", { body, key }),
    change: ({ id: chain, version }: Chain, { kind: _, ...body }: ChainBody) => api.patch("/approval-chains/{chain}", { path: { chain }, body, version }),
    remove: ({ id: chain, version }: Chain) => api.del("/approval-chains/{chain}", { path: { chain }, version }),
    trial: (body: Schemas["TryApprovalChain"]) => api.post("/approval-chains/trial", { body }),
    done: () => client.invalidateQueries({ queryKey: keys.chains }),
  };
}
