import type { BreachState, KpiRow } from "./kpi";
import type { Day, Dec, LightKey } from "./common";

export type LiveEvent =
  | {
      topic: "kpi.values_changed";
      changes: {
        assignment: number;
        org_unit: number;
        start: Day;
        value: Dec | null;
        achievement: Dec | null;
        colour: KpiRow["colour"];
        light: LightKey;
      }[];
    }
  | {
      topic: "kpi.breach_changed";
      changes: { breach: number; assignment: number; org_unit: number; state: BreachState }[];
    }
  | {
      topic: "okr.progress_changed";
      changes: {
        objective: number;
        org_unit: number;
        progress: Dec | null;
        coverage: Dec;
        key_results: { id: number; progress: Dec; current: Dec | null }[];
      }[];
    }
  | { topic: "people.changed" }
  | { topic: "reset" };
