import type { QueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import type { Topic } from "~/api/live";
import { refetchSoon } from "~/api/refetch";
import type { Assignment, Breach, Day, Dec, KpiRow, LiveEvent, Page } from "~/api/types";
import type { Key } from "~/ui/i18n/words";

type Judged = Pick<KpiRow, "assignment" | "org_unit" | "achievement" | "colour" | "light">;
type Change = Judged & { start: Day; end: Day; value: Dec | null };
type BreachChange = Pick<Breach, "assignment" | "state"> & { breach: number; org_unit: number };

declare module "~/api/types" {
  interface Topics {
    "kpi.values_changed": { changes: Change[] };
    "kpi.breach_changed": { changes: BreachChange[] };
  }
}

export const topics: Topic[] = ["kpi.values_changed", "kpi.breach_changed"];

/** A new breach is said at once. */
export function urgent(event: LiveEvent): Key | undefined {
  const fired = event.topic === "kpi.breach_changed" && event.changes.some(({ state }) => state === "firing");
  return fired ? "kpi.shell.said_breach" : undefined;
}

/** A changed period replaces the shown value only where that period is the one shown. */
export function withChange(row: KpiRow, change: Change): KpiRow {
  if (row.period?.start !== change.start) return row;
  const { value, achievement, colour, light } = change;
  return { ...row, actual: value, achievement, colour, light };
}

export function followLive(client: QueryClient, event: LiveEvent): void {
  if (event.topic === "kpi.values_changed") {
    const changes = new Map(event.changes.map((change) => [change.assignment, change]));
    const patch = (row: KpiRow) => (changes.has(row.assignment) ? withChange(row, changes.get(row.assignment)!) : row);
    client.setQueriesData<Page<KpiRow>>({ queryKey: keys.kpiLists }, (list) =>
      list ? { ...list, items: list.items.map(patch) } : list,
    );
    for (const id of changes.keys()) {
      client.setQueryData<Assignment>(keys.assignment(id), (known) => (known ? { ...known, row: patch(known.row) } : known));
      refetchSoon(client, keys.assignment(id));
    }
  }
  if (event.topic === "kpi.breach_changed") {
    event.changes.forEach(({ assignment }) => refetchSoon(client, keys.assignment(assignment)));
  }
  if (event.topic.startsWith("kpi.")) refetchSoon(client, keys.kpiLists);
}
