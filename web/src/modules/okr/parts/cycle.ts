import type { Cycle } from "~/api/types";
import { today } from "~/ui/format";

/** The one that is asked for, else the one that runs today. */
export function currentCycle(cycles: Cycle[], wanted: number | undefined): Cycle | undefined {
  const active = cycles.find((cycle) => cycle.state === "active" && cycle.start <= today() && today() <= cycle.end);
  return cycles.find((cycle) => cycle.id === wanted) ?? active ?? cycles.find((cycle) => cycle.state === "active") ?? cycles[0];
}
