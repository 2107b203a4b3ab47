/** The unit that a page is about; it lives in the address. */
import { Building2 } from "lucide-react";
import type { Unit } from "~/api/types";
import { type Choice, ScopeChip } from "../controls";
import { name } from "../format";
import { type Key, type Language, useWords } from "../i18n/words";

/** The tree in reading order, each unit below its parent. */
export function unitChoices(units: Unit[], language: Language): Choice<number>[] {
  const children = new Map<number | null, Unit[]>();
  const ids = new Set(units.map((unit) => unit.id));
  for (const unit of units) {
    const parent = unit.parent !== null && ids.has(unit.parent) ? unit.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), unit]);
  }
  const walk = (parent: number | null, depth: number): Choice<number>[] =>
    (children.get(parent) ?? []).flatMap((unit) => [
      { value: unit.id, label: name(unit.names, language), note: `${unit.code} · ${unit.people}`, depth },
      ...walk(unit.id, depth + 1),
    ]);
  return walk(null, 0);
}

type UnitChipProps = {
  unit: { id: number; names: Unit["names"]; kind: Unit["kind"]; people: number };
  units: Unit[];
  onChange: (unit: number) => void;
};

export function UnitChip({ unit, units, onChange }: UnitChipProps) {
  const { t, language } = useWords();
  const note = unit.kind === "company" ? "ui.whole_company" : "ui.unit_people";
  return (
    <ScopeChip
      icon={<Building2 size={15} strokeWidth={1.75} aria-hidden="true" />}
      name={t("ui.unit_scope")}
      label={name(unit.names, language)}
      note={t(note as Key, { people: unit.people })}
      value={unit.id}
      choices={unitChoices(units, language)}
      onChange={onChange}
    />
  );
}
