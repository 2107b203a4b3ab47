import type { Day, Instant, Names } from "./common";

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
