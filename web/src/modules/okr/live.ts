import type { QueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import type { Topic } from "~/api/live";
import { refetchSoon } from "~/api/refetch";
import type { KeyResultRow, LiveEvent, Objective, ObjectiveRow } from "~/api/types";

type Progress = Pick<ObjectiveRow, "org_unit" | "progress" | "coverage"> & {
  objective: number;
  key_results: Pick<KeyResultRow, "id" | "progress" | "current">[];
};

declare module "~/api/types" {
  interface Topics {
    "okr.progress_changed": { changes: Progress[] };
    "okr.proposals_changed": object;
    "okr.comments_changed": { changes: { objective: number; org_unit: number }[] };
  }
}

export const topics: Topic[] = ["okr.progress_changed", "okr.proposals_changed", "okr.comments_changed"];

/** Shows the new progress at once; the rest of the page (pace, history) follows with a fetch. */
export function followLive(client: QueryClient, event: LiveEvent): void {
  if (event.topic === "okr.progress_changed") {
    for (const change of event.changes) {
      client.setQueryData<Objective>(keys.objective(change.objective), (known) => (known ? moved(known, change) : known));
    }
    refetchSoon(client, keys.okr);
  }
  if (event.topic === "okr.proposals_changed") {
    refetchSoon(client, keys.everyProposal);
    refetchSoon(client, keys.everyObjective);
  }
  if (event.topic === "okr.comments_changed") {
    for (const { objective } of event.changes) refetchSoon(client, keys.comments(objective));
  }
  if (event.topic === "kpi.breach_changed") refetchSoon(client, keys.everyObjective);
}

function moved(objective: Objective, change: Progress): Objective {
  const results = new Map(change.key_results.map((kr) => [kr.id, kr]));
  const key_results = objective.row.key_results.map((kr) => ({ ...kr, ...results.get(kr.id) }));
  return {
    ...objective,
    row: { ...objective.row, progress: change.progress, coverage: change.coverage, key_results },
  };
}
