import type { QueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import type { Topic } from "~/api/live";
import { refetchSoon } from "~/api/refetch";
import type { Board, LiveEvent } from "~/api/types";

/** None of its own: the board follows those of its rows. */
export const topics: Topic[] = [];

/** The rows at once; counts, strip and warnings follow with one fetch of the board. */
export function followLive(client: QueryClient, event: LiveEvent): void {
  client.setQueriesData<Board>({ queryKey: keys.boards }, (board) => (board ? patched(board, event) : board));
  refetchSoon(client, keys.boards);
  refetchSoon(client, keys.days);
}

/** The event's values in the rows that it names; all other rows keep their identity. */
export function patched(board: Board, event: LiveEvent): Board {
  if (event.topic === "kpi.values_changed") {
    const changes = new Map(event.changes.map((change) => [change.assignment, change]));
    const kpis = board.kpis.map((row) => {
      const change = changes.get(row.assignment);
      if (!change || row.period?.start !== change.start) return row;
      const { value, achievement, colour, light } = change;
      return { ...row, actual: value, achievement, colour, light };
    });
    return { ...board, kpis };
  }
  if (event.topic === "okr.progress_changed") {
    const changes = new Map(event.changes.map((change) => [change.objective, change]));
    const objectives = board.objectives.map((row) => {
      const change = changes.get(row.id);
      if (!change) return row;
      const moved = new Map(change.key_results.map((kr) => [kr.id, kr]));
      const key_results = row.key_results.map((kr) => ({ ...kr, ...moved.get(kr.id) }));
      return { ...row, progress: change.progress, coverage: change.coverage, key_results };
    });
    return { ...board, objectives };
  }
  return board;
}
