/** Who finds what on the page of settings. */
import permissions from "settings:permissions";
import type { Me } from "~/api/types";

export const switches = "tenancy.manage";
export const roles = "identity.manage";
export const chains = "platform.approvals_configure";
export const company = "people.company";

/** Modules that are on and whose settings the reader may change. */
export function settable(me: Me, held: Record<string, string> = permissions): string[] {
  return Object.keys(held).filter((module) => me.modules.includes(module) && me.permissions.includes(held[module]!));
}

export function maySet(me: Me): boolean {
  return settable(me).length > 0 || [switches, roles, chains, company].some((right) => me.permissions.includes(right));
}
