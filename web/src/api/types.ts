/**
 * Names for what the described interface sends; every field comes from `schema.ts`. What only one
 * module speaks of, it names itself: `type Shift = Schemas["Shift"]`.
 */
import type { components } from "./schema";

export type Schemas = components["schemas"];

export type Dec = string; // exact, with a point: "28.3"
export type Day = string; // 2026-11-24
export type Instant = string; // 2026-11-24T06:32:08.120Z
export type Page<T> = { items: T[]; next: string | null };

/** `detail` says what the title alone does not; few problems have one. */
export type Problem = Schemas["Problem"] & { detail?: string };
export type Names = Schemas["Names"];
export type LightKey = Schemas["Light"];
export type Pace = Schemas["Pace"];
export type Direction = Schemas["Direction"];
export type Frequency = Schemas["Frequency"];

export type Me = Schemas["Me"];

export type Unit = Schemas["Unit"];
export type UnitKind = Schemas["UnitKind"];
export type Person = Schemas["Person"];
export type PersonRow = Schemas["PersonView"];
export type Import = Schemas["Import"];
export type Inlet = Schemas["InletView"];

export type Measure = Schemas["Measure"];
export type NewMeasure = Schemas["NewMeasure"];
export type ChangeMeasure = Schemas["ChangeMeasure"];
export type Reading = Schemas["ReadingView"];
export type Kpi = Schemas["Kpi"];
export type NewKpi = Schemas["NewKpi"];
export type KpiRow = Schemas["KpiView"];
export type SparkPoint = Schemas["SparkPoint"];
export type Breach = Schemas["BreachView"];
export type Assignment = Schemas["Assignment"];
export type NewAssignment = Schemas["NewAssignment"];
export type NewTarget = Schemas["NewTarget"];
export type TargetVersion = Schemas["TargetView"];
export type StoryItem = Schemas["StoryLine"];
export type Point = Schemas["PointLine"];
export type Explanation = Schemas["Explanation"];
export type Acknowledge = Schemas["Acknowledge"];

export type Cycle = Schemas["CycleView"];
export type ObjectiveRow = Schemas["ObjectiveView"];
export type Objective = Schemas["ObjectiveDetailView"];
export type NewObjective = Schemas["NewObjective"];
export type ChangeObjective = Schemas["ChangeObjective"];
export type KeyResultRow = Schemas["KeyResultView"];
export type KeyResultView = Schemas["KeyResultDetailView"];
export type KeyResultKind = Schemas["KeyResultKind"];
export type NewKeyResult = Schemas["NewKeyResult"];
export type ChangeKeyResult = Schemas["ChangeKeyResult"];
export type NewLink = Schemas["NewLink"];
export type NewContribution = Schemas["NewContribution"];
export type CheckIn = Schemas["CheckInView"];
export type NewCheckIn = Schemas["NewCheckIn"];
export type CorrectCheckIn = Schemas["CorrectCheckIn"];
export type Proposal = Schemas["ProposalView"];
export type Guard = Schemas["GuardView"];
export type Preview = Schemas["PreviewView"];

export type Board = Schemas["Board"];
export type BoardCycle = Schemas["BoardCycle"];
export type BoardLink = Schemas["BoardLink"];
export type BoardWeek = Schemas["BoardWeek"];
export type Warning = Schemas["Warning"];

/** The event stream's topics and what each tells: every module's live.ts declares its own. */
export interface Topics {
  /** Events were missed: whatever is shown may be old. */
  reset: unknown;
}

export type LiveEvent = { [Name in keyof Topics]: { topic: Name } & Topics[Name] }[keyof Topics];
