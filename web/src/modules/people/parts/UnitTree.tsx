import Tree from "antd/es/tree";
import { useMemo } from "react";
import type { Unit } from "~/api/types";
import { name } from "~/ui/format";
import { type Language, useWords } from "~/ui/i18n/words";

type Node = { key: number; title: React.ReactNode; children: Node[] };

function nodes(units: Unit[], language: Language): Node[] {
  const known = new Map<number, Node>();
  for (const unit of units) {
    known.set(unit.id, {
      key: unit.id,
      title: (
        <span className="tree-line">
          <span className="ell">{name(unit.names, language)}</span>
          <span className="note tree-code">{unit.code}</span>
          <span className="note num">{unit.people}</span>
        </span>
      ),
      children: [],
    });
  }
  const roots: Node[] = [];
  for (const unit of units) {
    const parent = unit.parent === null ? undefined : known.get(unit.parent);
    (parent?.children ?? roots).push(known.get(unit.id)!);
  }
  return roots;
}

type Props = { units: Unit[]; chosen: Unit; onChoose: (id: number) => void };

export function UnitTree({ units, chosen, onChoose }: Props) {
  const { t, language } = useWords();
  const data = useMemo(() => nodes(units, language), [units, language]);
  return (
    <Tree
      aria-label={t("people.ui.units")}
      blockNode
      defaultExpandAll={units.length <= 60}
      defaultExpandedKeys={data.map(({ key }) => key)}
      selectedKeys={[chosen.id]}
      treeData={data}
      motion={false}
      onSelect={([key]) => key !== undefined && onChoose(Number(key))}
    />
  );
}
