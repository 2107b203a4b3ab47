import type { ObjectiveRow } from "~/api/types";

/** Closed, given up or thrown away: nothing of it is changed any more. */
export function hasEnded({ state }: Pick<ObjectiveRow, "state">): boolean {
  return state === "closed" || state === "abandoned" || state === "withdrawn";
}
