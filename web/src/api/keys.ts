/** Names of what the query cache holds, so that a live event finds it. No other file writes one down. */

/** What the things of one kind are called: all of the module, all lists, one list, one thing. */
export function keysOf(module: string, thing: string) {
  return {
    module: [module] as const,
    all: [module, thing] as const,
    lists: [module, thing, "list"] as const,
    list: (query: object = {}) => [module, thing, "list", query] as const,
    one: (id: number) => [module, thing, "one", id] as const,
    /** What hangs on one thing: its readings, its history. */
    part: (id: number, name: string, query: object = {}) => [module, thing, "one", id, name, query] as const,
  };
}

export const keys = {
  session: ["session"] as const,
  board: (unit?: number, cycle?: number) => ["board", { unit, cycle }] as const,
  boards: ["board"] as const,
  /** One's day, what changed and the weekly sheet: fetched anew with the board. */
  days: ["day"] as const,
  myDay: ["day", "mine"] as const,
  changes: (query: object) => ["day", "changes", query] as const,
  week: (query: object) => ["day", "week", query] as const,
  kpi: ["kpi"] as const,
  kpiList: (query: object) => ["kpi", "list", query] as const,
  kpiLists: ["kpi", "list"] as const,
  kpis: ["kpi", "definitions"] as const,
  formula: (formula: string, rule: object) => ["kpi", "formula", formula, rule] as const,
  assignment: (id: number) => ["kpi", "assignment", id] as const,
  /** Beneath the assignment's key, so that a live change fetches all of its page. */
  assignmentPart: (id: number, name: string, ...of: unknown[]) => ["kpi", "assignment", id, name, ...of] as const,
  /** Who would answer in which unit, before anything is made. */
  assignMany: (of: object) => ["kpi", "assign", of] as const,
  targets: (kpi: number, span: object) => ["kpi", "targets", kpi, span] as const,
  targetPreview: (kpi: number, of: object) => ["kpi", "targets", kpi, "preview", of] as const,
  measures: keysOf("kpi", "measure"),
  sources: keysOf("kpi", "source"),
  sourceWriters: (q: string) => ["kpi", "source", "writers", q] as const,
  entry: (query: object) => ["kpi", "entry", "sheet", query] as const,
  /** All sheets, and what is due of them. */
  entries: ["kpi", "entry"] as const,
  entryDue: ["kpi", "entry", "due"] as const,
  inlets: ["kpi", "inlets"] as const,
  import: (id: number | null) => ["kpi", "import", id] as const,
  hindrances: (id: number) => ["kpi", "import", id, "hindrances"] as const,
  imports: (inlet: string) => ["kpi", "imports", inlet] as const,
  exportFile: (id: number) => ["exports", "one", id] as const,
  exportFiles: ["exports", "list"] as const,
  okr: ["okr"] as const,
  objectives: (query: object) => ["okr", "list", query] as const,
  objectiveLists: ["okr", "list"] as const,
  everyObjective: ["okr", "objective"] as const,
  objective: (id: number) => ["okr", "objective", id] as const,
  /** Beneath the objective's key: its thread, and whom a comment may mention. */
  comments: (id: number) => ["okr", "objective", id, "comments"] as const,
  commentList: (id: number, open: boolean) => ["okr", "objective", id, "comments", { open }] as const,
  commentReaders: (id: number, q: string) => ["okr", "readers", id, q] as const,
  keyResult: (id: number) => ["okr", "key-result", id] as const,
  preview: (keyResult: number, value: string | null) => ["okr", "preview", keyResult, value] as const,
  cycles: ["okr", "cycles"] as const,
  proposals: (side: "answer" | "asked") => ["okr", "proposals", side] as const,
  everyProposal: ["okr", "proposals"] as const,
  cycleClose: (cycle: number, unit?: number) => ["okr", "close", cycle, unit] as const,
  review: (objective: number) => ["okr", "review", objective] as const,
  meeting: (cycle: number, unit: number) => ["okr", "meeting", cycle, unit] as const,
  people: keysOf("people", "person"),
  /** The settings of one module. */
  settings: (module: string) => ["settings", "of", module] as const,
  workYear: (calendar: number, year: number) => ["settings", "of", "calendars", calendar, year] as const,
  rates: (base: string) => ["settings", "of", "rates", base] as const,
  switches: ["settings", "switches"] as const,
  overview: ["settings", "overview"] as const,
  jobs: ["settings", "jobs"] as const,
  trail: (query: object) => ["settings", "trail", query] as const,
  roles: ["identity", "roles"] as const,
  /** Roles with all permissions there are, for the page that changes them. */
  roleList: ["identity", "roles", "list"] as const,
  accounts: keysOf("identity", "account"),
  /** One-time codes that were made in this window. */
  slips: ["identity", "slips"] as const,
  /** Where I am signed in, and my API tokens. */
  mySessions: ["identity", "mine", "sessions"] as const,
  myTokens: ["identity", "mine", "tokens"] as const,
  /** Requests for approval, and who stands in for me. */
  approvals: keysOf("approvals", "approval"),
  approvalPages: (box: string) => ["approvals", "pages", box] as const,
  delegations: ["approvals", "delegations"] as const,
  chains: ["approvals", "chains"] as const,
  /** What I was told. */
  noticeCount: ["notices", "count"] as const,
  noticeSettings: ["notices", "settings"] as const,
  noticeLists: ["notices", "list"] as const,
  noticeList: (unread: boolean) => ["notices", "list", unread] as const,
  units: ["people", "units"] as const,
  unitsOn: (day: string) => ["people", "units", day] as const,
  unitHistory: (unit: number) => ["people", "unit", unit, "history"] as const,
  foundPeople: (q: string) => ["people", "found", q] as const,
  /** What one module has found for the search of the whole client. */
  found: (module: string, text: string, language: string) => ["search", module, text, language] as const,
};
