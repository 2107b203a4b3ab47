/** A block of another sheet: what it would fill is counted, and what matches nothing is listed, before anything is written. */
import { useMemo, useState } from "react";
import { Dialog } from "~/ui/Dialog";
import { useT } from "~/ui/i18n/words";
import type { EntrySheet } from "../queries";
import { blockOf, rowsOf, todayAt } from "./entry_cells";
import type { Typed } from "./use_entry";
import css from "./entry.module.css";

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
    <Dialog
      title={t("kpi.ui.entry_paste")}
      width={560}
      onClose={onClose}
      foot={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("ui.cancel")}
          </button>
          <button type="button" className="btn primary" disabled={block.fills.length === 0} onClick={take}>
            {t("kpi.ui.entry_paste_take", { count: block.fills.length })}
          </button>
        </>
      }
    >
      <p className="note">{t("kpi.ui.entry_paste_text")}</p>
      <textarea className={css.paste} aria-label={t("kpi.ui.entry_paste_label")} rows={8} value={text} onChange={(event) => setText(event.target.value)} />
      <div role="status">
        {block.unmatched.length > 0 ? (
          <>
            <p className={css.unmatched}>{t("kpi.ui.entry_paste_unmatched")}</p>
            <ul className={css.unmatchedList}>
              {block.unmatched.map((line, at) => (
                <li key={`${at}${line}`}>{line}</li>
              ))}
            </ul>
          </>
        ) : null}
        {block.corrects > 0 ? <p className="note">{t("kpi.ui.entry_paste_corrects", { count: block.corrects })}</p> : null}
      </div>
    </Dialog>
  );
}
