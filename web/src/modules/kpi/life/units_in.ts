import type { Schemas } from "~/api/types";

export type Unit = Schemas["Unit"];

/** A unit and all below it, of one kind or of any; in the order of the tree. */
export function unitsIn(units: Unit[], top: number | null, kind: string | null): number[] {
  const found: number[] = [];
  const walk = (id: number) => {
    const unit = units.find((one) => one.id === id);
    if (!unit) return;
    if (kind === null || unit.kind === kind) found.push(id);
    units.filter(({ parent }) => parent === id).forEach((child) => walk(child.id));
  };
  if (top !== null) walk(top);
  return found;
}
