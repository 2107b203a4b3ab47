/**
 * What one module may show inside a page of another. The owner gives the part in its index.tsx, several
 * owners one after another; a slot whose module is switched off renders nothing.
 */
import type { Board, BoardCycle, KeyResultRow, KpiRow, ObjectiveRow } from "~/api/types";
import type { Target } from "~/ui/router";

/** Key results that a metric drives, and objectives that one guards. */
export type ObjectiveLinks = { drives: Set<number>; guards: Set<number> };

export type SlotProps = {
  /** One objective in the drawer, on any page (okr). */
  "objective.drawer": { objective: number; onClose: () => void };
  /** Objectives with their key results, a table (okr); tinted: the objectives that need a look. */
  "objective.rows": {
    rows: ObjectiveRow[];
    links: ObjectiveLinks;
    tinted: Set<number>;
    open: (objective: number) => Target;
    openKeyResult: (keyResult: KeyResultRow) => Target | null;
  };
  /** Metrics by category, a table (kpi); a row of another unit than `unit` names its own. */
  "metric.rows": { rows: KpiRow[]; total: number; unit: number; linked: Set<number> };
  /** What a metric pulls on the other rail (okr). */
  "metric.objectives": { assignment: number };
  /** The form that acknowledges a breach (kpi). */
  "breach.acknowledge": { assignment: number; onClose: () => void };
  /** A group of the inbox: what the reader is asked to update, as lines of a list; nothing where there is none. */
  "inbox.update": object;
  /** The same: warnings that are the reader's to answer for. */
  "inbox.alarm": object;
  /** Progress and counts by status on one time axis (dashboard). */
  "twin.strip": Pick<Board, "weeks" | "okr"> & { cycle: Pick<BoardCycle, "week" | "weeks" | "day" | "days"> };
};

export type SlotName = keyof SlotProps;
