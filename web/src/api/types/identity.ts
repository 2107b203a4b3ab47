import type { Instant, Names } from "./common";

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
