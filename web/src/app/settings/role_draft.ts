/** A role while it is edited: what is ticked, what differs from what is stored. Pure. */
import type { Schemas } from "~/api/types";
import type { Relation, Role } from "./queries";

export type RoleList = Schemas["RoleList"];
/** "kpi.read company": each ticked field of the matrix. */
export type Ticks = ReadonlySet<string>;

/** From the nearest to the widest, as the columns stand. */
export const columns: Relation[] = ["self", "unit", "chain", "partner", "company"];

export const tickOf = (name: string, relation: Relation) => `${name} ${relation}`;

export function ticksOf(role: Pick<Role, "rights" | "sees">): Ticks {
  const rights = role.rights.flatMap(({ permission, through }) => through.map((relation) => tickOf(permission, relation)));
  const sees = role.sees.flatMap(({ field_class, through }) => through.map((relation) => tickOf(field_class, relation)));
  return new Set([...rights, ...sees]);
}

/** `contained`: the whole company is ticked, which holds every narrower reach. */
export type Cell = "ticked" | "contained" | "open" | "none";

export function cellOf(ticks: Ticks, name: string, relation: Relation, through: Relation[]): Cell {
  if (ticks.has(tickOf(name, relation))) return "ticked";
  if (relation !== "company" && ticks.has(tickOf(name, "company"))) return "contained";
  return through.includes(relation) ? "open" : "none";
}

export function turned(ticks: Ticks, tick: string): Ticks {
  const next = new Set(ticks);
  if (!next.delete(tick)) next.add(tick);
  return next;
}

/** Ticks that were set or taken away. */
export function changesOf(before: Ticks, after: Ticks): Ticks {
  return new Set([...before, ...after].filter((tick) => before.has(tick) !== after.has(tick)));
}

/** What the server is told; in the order of the document, so that the same ticks are the same request. */
export function heldBy(ticks: Ticks, list: RoleList): Pick<Role, "rights" | "sees"> {
  const through = (name: string) => columns.filter((relation) => ticks.has(tickOf(name, relation)));
  return {
    rights: list.permissions.map(({ permission }) => ({ permission, through: through(permission) })).filter((one) => one.through.length),
    sees: list.field_classes.map((field_class) => ({ field_class, through: through(field_class) })).filter((one) => one.through.length),
  };
}

/** A code for a new role, from its English name: what no other role has. */
export function codeFor(name: string, taken: string[]): string {
  const base = name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 30) || "role";
  let code = base;
  for (let more = 2; taken.includes(code); more += 1) code = `${base}_${more}`;
  return code;
}
