import type { Breach, KpiRow } from "./kpi";
import type { Cycle, ObjectiveRow } from "./okr";
import type { Day, Dec, Instant, LightKey, Names, Pace } from "./common";
import type { UnitKind } from "./people";

export type BoardLink = {
  id: number;
  kind: "drives" | "guards" | "recovers";
  assignment: number;
  objective: number;
  key_result: number | null;
  light: LightKey;
};
export type BoardWeek = {
  index: number;
  start: Day;
  end: Day;
  progress: Dec | null;
  expected: Dec | null;
  ok: number;
  watch: number;
  breach: number;
  rec: number;
  none: number;
  now: boolean;
};
export type Warning = {
  breach: Breach;
  assignment: number;
  names: Names;
  unit_names: Names;
  actual: Dec | null;
  unit: string;
  decimals: number;
  days: number;
  acknowledged: boolean;
  guards: { objective: number; title: Names; cap: Dec }[];
};
export type BoardCycle = Omit<Cycle, "version"> & { week: number; weeks: number; day: number; days: number };
export type Board = {
  unit: { id: number; code: string; names: Names; kind: UnitKind; people: number; parent: number | null };
  /** Null while no cycle exists. */
  cycle: BoardCycle | null;
  cycles: { id: number; names: Names; start: Day; end: Day }[];
  as_of: Day;
  updated_at: Instant;
  latest_closed: Day | null;
  okr: {
    progress: Dec | null;
    expected: Dec | null;
    gap: Dec | null;
    pace: Pace;
    coverage: Dec;
    counted: number;
    recovery: number;
    recovery_progress: Dec | null;
    forecast: Dec | null;
    key_results: number;
    covered: number;
  };
  kpi: {
    total: number;
    ok: number;
    watch: number;
    breach: number;
    rec: number;
    none: number;
    plain: number;
  };
  weeks: BoardWeek[];
  warnings: Warning[];
  objectives: ObjectiveRow[];
  kpis: KpiRow[];
  links: BoardLink[];
};
