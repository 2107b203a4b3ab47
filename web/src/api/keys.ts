/** Names of what the query cache holds, so that a live event finds it. */
export const keys = {
  board: (unit?: number, cycle?: number) => ["board", { unit, cycle }] as const,
  boards: ["board"] as const,
  kpiList: (query: object) => ["kpi", "list", query] as const,
  kpiLists: ["kpi", "list"] as const,
  assignment: (id: number) => ["kpi", "assignment", id] as const,
  objectives: (query: object) => ["okr", "list", query] as const,
  objectiveLists: ["okr", "list"] as const,
  objective: (id: number) => ["okr", "objective", id] as const,
  keyResult: (id: number) => ["okr", "key-result", id] as const,
  units: ["people", "units"] as const,
};
