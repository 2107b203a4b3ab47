/** A block of another sheet, pasted into the entry sheet. */
import { useMemo, useState } from "react";
import { useT } from "~/ui/i18n/words";
import type { EntrySheet } from "../queries";
import { PasteDialog } from "./PasteDialog";
import { blockOf, rowsOf, todayAt } from "./entry_cells";
import type { Typed } from "./use_entry";

/** What was pasted, and the cell where it was. */
export type Pasting = { text: string; from?: { row: number; column: number } };

type Props = {
  sheet: EntrySheet;
  measure: EntrySheet["measures"][number];
  names: ReadonlyMap<number, string>;
  first: Pasting;
  save: (typed: Typed[]) => Promise<boolean>;
  onClose: () => void;
};

export function EntryPaste({ sheet, measure, names, first, save, onClose }: Props) {
  const t = useT();
  const [text, setText] = useState(first.text);
  const block = useMemo(() => {
    const units = new Map([...names].map(([id, label]) => [label, id]));
    const codes = new Map(sheet.units.flatMap(({ id, names: both }) => [[both.zh, id] as const, [both.en, id] as const]));
    const from = first.from ?? { row: 0, column: Math.max(todayAt(sheet), 0) };
    return blockOf(text, { rows: rowsOf(sheet, measure.id), columns: sheet.columns.map(({ day }) => day), unitAt: (name) => units.get(name) ?? codes.get(name), from });
  }, [text, first.from, sheet, measure.id, names]);
  const take = () => {
    void save(block.fills);
    onClose();
  };
  return (
    <PasteDialog
      help={t("kpi.ui.entry_paste_text")}
      text={text}
      onText={setText}
      count={block.fills.length}
      unmatched={block.unmatched}
      note={block.corrects > 0 ? <p className="note">{t("kpi.ui.entry_paste_corrects", { count: block.corrects })}</p> : null}
      onTake={take}
      onClose={onClose}
    />
  );
}
