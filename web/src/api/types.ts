/** The server's JSON, named once. Decimals are text on purpose: the client formats, never computes. */
export type Dec = string;
export type Day = string; // 2026-11-24
export type Instant = string; // 2026-11-24T06:32:08.120Z
export type Names = { zh: string; en: string };
export type Page<T> = { items: T[]; next: string | null };

export type LightKey = "ok" | "watch" | "breach" | "rec" | "none" | "plain";
export type Pace =
  | "on_track"
  | "at_risk"
  | "off_track"
  | "too_early"
  | "pending"
  | "outdated"
  | "closed"
  | "not_assessed";
export type Direction = "higher" | "lower" | "range";
export type Frequency = "day" | "week" | "month" | "quarter" | "year";

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { pointer?: string; key: string; detail: string }[];
  request_id?: string;
};

// identity
export type Me = {
  account: number;
  login: string;
  person: number | null;
  name: string;
  roles: string[];
  permissions: string[];
  locale: "zh" | "en";
  tenant: { code: string; name: Names };
  modules: string[];
  home_unit: number | null;
  demo: boolean;
  demo_source: string | null;
};
export type Token = {
  id: number;
  label: string;
  scopes: string[];
  created_at: Instant;
  expires_at: Instant;
  last_used_at: Instant | null;
};
export type ModuleSwitch = { name: string; on: boolean; optional: boolean };

// people
export type UnitKind = "company" | "division" | "department" | "team";
export type Unit = {
  id: number;
  code: string;
  names: Names;
  kind: UnitKind;
  parent: number | null;
  head: number | null;
  head_name: string | null;
  valid_from: Day;
  valid_to: Day | null;
  people: number;
  legal_entity: string | null;
  version: number;
};
export type PersonRow = {
  id: number;
  employee_no: string;
  name: string;
  latin_name: string;
  unit: number;
  unit_names: Names;
  post: Names;
  manager: number | null;
  manager_name: string | null;
  employment_type: string;
  email: string | null;
};
export type Person = PersonRow & {
  start: Day;
  posts: {
    unit: number;
    unit_names: Names;
    post: Names;
    from: Day;
    to: Day | null;
    manager: number | null;
    manager_name: string | null;
  }[];
  roles: string[];
  version: number;
};
export type ImportState = "checking" | "writing" | "done" | "refused" | "failed";
export type Import = {
  id: number;
  inlet: string;
  dry_run: boolean;
  state: ImportState;
  rows: number;
  checked: number;
  stored: number;
  known: number;
  corrected: number;
  refused: number;
  problems: { row: number; column: string | null; key: string; detail: string }[];
  started_at: Instant;
  finished_at: Instant | null;
};
export type Inlet = {
  code: string;
  names: Names;
  columns: { name: string; required: boolean; names: Names }[];
};

// kpi
export type Measure = {
  id: number;
  code: string;
  names: Names;
  kind: "flow" | "stock" | "distinct";
  unit: string;
  grain: "day" | "month";
  readings: number;
  last_day: Day | null;
  version: number;
};
export type Reading = {
  id: number;
  org_unit: number;
  unit_names: Names;
  on: Day;
  amount: Dec;
  source: string;
  source_key: string;
  revision: number;
  revisions: {
    revision: number;
    amount: Dec;
    on: Day;
    recorded_at: Instant;
    recorded_by: number;
    reason: string | null;
  }[];
};
export type Kpi = {
  id: number;
  code: string;
  names: Names;
  formula: string;
  unit: string;
  decimals: number;
  direction: Direction;
  frequency: Frequency;
  time_agg: string;
  org_agg: string;
  lead_lag: "lead" | "lag";
  category: Names;
  measures: { id: number; code: string; names: Names; unit: string; kind: string }[];
  assignments: number;
  version: number;
};
export type BreachState = "pending" | "firing" | "recovering" | "cleared" | "corrected";
export type Breach = {
  id: number;
  assignment: number;
  state: BreachState;
  fired_on: Day | null;
  days: number;
  count: number;
  n: number;
  m: number;
  limit: Dec | null;
  limit_op: string | null;
  recover: Dec | null;
  recover_op: string | null;
  value: Dec | null;
  acknowledged: null | {
    by: number;
    at: Instant;
    accepted_value: Dec;
    last_day: Day;
    reason: string;
    state: "acknowledged" | "expired" | "worse_than_accepted";
  };
};
export type SparkPoint = { start: Day; value: Dec | null; light: LightKey };
export type KpiRow = {
  assignment: number;
  kpi: number;
  code: string;
  names: Names;
  category: Names;
  org_unit: number;
  unit_names: Names;
  owner: number | null;
  owner_name: string | null;
  unit: string;
  decimals: number;
  direction: Direction;
  frequency: Frequency;
  period: null | { start: Day; end: Day; label: string };
  actual: Dec | null;
  achievement: Dec | null;
  colour: "green" | "amber" | "red" | "no_data" | null;
  light: LightKey;
  target: Dec | null;
  lower: Dec | null;
  upper: Dec | null;
  limit: Dec | null;
  limit_op: string | null;
  open: null | { start: Day; end: Day; value: Dec | null };
  breach: Breach | null;
  spark: SparkPoint[];
  since: Day | null;
  days: number | null;
};
export type TargetVersion = {
  from: Day;
  to: Day | null;
  target: Dec | null;
  lower: Dec | null;
  upper: Dec | null;
  tolerance: Dec | null;
  green: Dec | null;
  amber: Dec | null;
  green_to: Dec | null;
  amber_to: Dec | null;
};
export type StoryItem = {
  on: Day | null;
  kind: "fired" | "acknowledged" | "cleared" | "corrected" | "condition";
  value: Dec | null;
  until: Day | null;
  reason: string | null;
  count: number | null;
  of: number | null;
  op: string | null;
};
export type BreachRule = {
  op: string;
  value: Dec;
  value_to: Dec | null;
  recover_op: string | null;
  recover_value: Dec | null;
  recover_value_to: Dec | null;
  n: number;
  m: number;
  grace_days: number;
};
export type Assignment = {
  row: KpiRow;
  kpi: Kpi;
  targets: TargetVersion[];
  breach_rule: BreachRule | null;
  veto: boolean;
  weight: Dec | null;
  valid_from: Day;
  valid_to: Day | null;
  story: StoryItem[];
  children: KpiRow[];
  version: number;
};
export type Point = {
  start: Day;
  end: Day;
  label: string;
  value: Dec | null;
  achievement: Dec | null;
  colour: string | null;
  light: LightKey;
  state: "ok" | "pending" | "firing" | "recovering";
  no_data: boolean;
  coverage: Dec | null;
  target: Dec | null;
  green: Dec | null;
  amber: Dec | null;
  limit: Dec | null;
  recover: Dec | null;
  open: boolean;
  null_reason: string | null;
};
export type Explanation = {
  assignment: number;
  start: Day;
  end: Day;
  label: string;
  value: Dec | null;
  read: {
    readings: number;
    units: number;
    sources: { source: string; readings: number; last_recorded_at: Instant | null }[];
    measures: {
      measure: number;
      code: string;
      names: Names;
      unit: string;
      amount: Dec | null;
      readings: number;
      revisions: number;
      last_recorded_at: Instant | null;
    }[];
  };
  period: {
    zone: string;
    grid: Frequency;
    start: Day;
    end: Day;
    open: boolean;
  };
  compute: {
    formula: string;
    substituted: string;
    value: Dec | null;
    exact: string | null;
    null_reason: string | null;
    coverage: Dec | null;
    rows_used: number;
    rows_seen: number;
  };
  judge: {
    rule: "thresholds" | "bands" | null;
    target: Dec | null;
    achievement: Dec | null;
    colour: string | null;
    green: Dec | null;
    amber: Dec | null;
    state: string;
    count: number;
    n: number;
    m: number;
    limit: Dec | null;
    limit_op: string | null;
  };
};

// okr
export type Cycle = {
  id: number;
  names: Names;
  start: Day;
  end: Day;
  state: "planning" | "active" | "closing" | "closed";
  version: number;
};
export type Reported = "on_track" | "at_risk" | "off_track";
export type KeyResultRow = {
  id: number;
  title: Names;
  kind: "move" | "keep" | "milestone" | "binary" | "baseline";
  unit: string;
  decimals: number;
  start: Dec | null;
  target: Dec | null;
  lower: Dec | null;
  upper: Dec | null;
  current: Dec | null;
  anchors: null | { commit: Dec; target: Dec; stretch: Dec };
  milestones: { id: number; title: Names; weight: Dec; done_on: Day | null }[];
  done_on: Day | null;
  weight: Dec;
  due: Day | null;
  progress: Dec;
  raw: Dec | null;
  coverage: Dec;
  state: "measured" | "pending";
  flags: string[];
  expected: Dec | null;
  gap: Dec | null;
  pace: Pace;
  score: Dec | null;
  zone: string | null;
  confidence: Dec | null;
  last_check_in: Day | null;
  owner: number | null;
  owner_name: string | null;
  value_mode: "manual" | "kpi";
  driven_by: null | {
    link: number;
    assignment: number;
    kpi: number;
    kpi_names: Names;
    kpi_unit_names: Names;
    baseline: Dec | null;
    value_rule: string;
    updated_at: Instant | null;
  };
  frozen: boolean;
  version: number;
};
export type ObjectiveRow = {
  id: number;
  code: string | null;
  title: Names;
  type: "committed" | "aspirational";
  state: "draft" | "review" | "active" | "closed";
  org_unit: number;
  unit_names: Names;
  person: number | null;
  owner: number | null;
  owner_name: string | null;
  cycle: number;
  weight: Dec;
  progress: Dec | null;
  coverage: Dec;
  expected: Dec | null;
  gap: Dec | null;
  pace: Pace;
  reported: Reported | null;
  disagrees: boolean;
  confidence: Dec | null;
  last_check_in: Day | null;
  days_late: number;
  cap: Dec | null;
  capped_by: Names | null;
  recovers: boolean;
  key_results: KeyResultRow[];
  parents: {
    contribution: number;
    objective: number;
    title: Names;
    share: Dec;
    relation: "contributes" | "supports";
  }[];
  version: number;
};
export type CheckIn = {
  id: number;
  key_result: number;
  key_result_title: Names;
  on: Day;
  value: Dec | null;
  confidence: Dec | null;
  reported: Reported | null;
  text: string;
  blocker: string | null;
  by: number | null;
  by_name: string | null;
  at: Instant;
  revision: number;
  override_reason: string | null;
  source: "manual" | "kpi";
  progress: Dec;
};
export type Guard = {
  link: number;
  assignment: number;
  kpi_names: Names;
  unit_names: Names;
  light: LightKey;
  actual: Dec | null;
  limit: Dec | null;
  limit_op: string | null;
  cap: Dec;
  unit: string;
  decimals: number;
};
export type Objective = {
  row: ObjectiveRow;
  why: string;
  children: {
    contribution: number;
    share: Dec;
    relation: "contributes" | "supports";
    objective: ObjectiveRow;
  }[];
  guards: Guard[];
  check_ins: CheckIn[];
  forecast: null | { value: Dec; status: string };
  history: { on: Day; progress: Dec; coverage: Dec }[];
};
export type KeyResultView = { row: KeyResultRow; objective: ObjectiveRow; check_ins: CheckIn[] };
export type Preview = {
  progress: Dec;
  objective_progress: Dec;
  gap: Dec | null;
  pace: Pace;
};
export type CheckInRequest = {
  value?: Dec;
  done?: boolean;
  milestone?: number;
  confidence?: Dec;
  reported?: Reported;
  text?: string;
  blocker?: string;
  override_reason?: string;
};

// dashboard
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
  expected: Dec;
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
export type Board = {
  unit: { id: number; code: string; names: Names; kind: UnitKind; people: number; parent: number | null };
  cycle: Cycle & { week: number; weeks: number; day: number; days: number };
  cycles: { id: number; names: Names; start: Day; end: Day }[];
  as_of: Day;
  updated_at: Instant | null;
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

// live
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
