/** A recorded figure is changed with a reason: old → new, the difference, and what is computed anew. */
import { ArrowRight } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import type { Dec } from "~/api/types";
import { useDismiss } from "~/ui/controls";
import { day, exact, figure, name, unitWord } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import type { EntryReport, EntrySheet } from "../queries";
import { type Spot, amountOf, difference } from "./entry_cells";
import css from "./entry.module.css";

export const reasons: Key[] = ["kpi.ui.entry_reason_twice", "kpi.ui.entry_reason_row", "kpi.ui.entry_reason_missed", "kpi.ui.entry_reason_other"];

/** Which KPI values are other now. */
export function EntryMoves({ moved }: { moved: EntryReport["moved"] }) {
  const { t, language } = useWords();
  return moved.slice(0, 2).map((one) => {
    const shown = (value: Dec | null) => (value === null ? "—" : figure(value, one.unit, one.decimals));
    return (
      <span key={`${one.assignment}${one.day}`} className="note">
        {" "}
        {t("kpi.ui.entry_moved", { name: name(one.names, language), before: shown(one.before), after: shown(one.after) })}
      </span>
    );
  });
}

type Props = {
  spot: Spot;
  unit: string;
  measure: EntrySheet["measures"][number];
  at: { left: number; top: number };
  onKeep: (amount: Dec, reason: string) => void;
  onClose: () => void;
};

export function EntryCorrection({ spot, unit, measure, at, onKeep, onClose }: Props) {
  const { t, language } = useWords();
  const [text, setText] = useState(exact(spot.cell.amount!));
  const [chosen, choose] = useState<Key | null>(null);
  const [note, setNote] = useState("");
  const frame = useDismiss(true, onClose);
  const heading = useId();
  const amount = amountOf(text);
  const before = spot.cell.amount!;
  const changes = amount !== null && difference(amount, before) !== "0";
  const other = chosen === "kpi.ui.entry_reason_other";
  const reason = [chosen && !other ? t(chosen) : "", note.trim()].filter(Boolean).join("：");
  const ready = changes && chosen !== null && reason !== "";
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && event.target instanceof HTMLInputElement && ready) onKeep(amount!, reason);
  };
  return (
    <div ref={frame} className={css.popover} style={at} role="dialog" aria-labelledby={heading} onKeyDown={press}>
      <p className="row">
        <b id={heading}>{t("kpi.ui.entry_correct_of", { unit, day: day(spot.day, language) })}</b>
        <span className="grow" />
        <span className="note">{t("kpi.ui.entry_submitted")}</span>
      </p>
      <p className={css.change}>
        <s>{exact(before)}</s>
        <ArrowRight size={14} strokeWidth={1.75} aria-hidden="true" />
        <input className={`${css.figure} num`} aria-label={t("kpi.ui.entry_new_value")} aria-invalid={amount === null} inputMode="decimal" autoFocus value={text} onChange={(event) => setText(event.target.value)} onFocus={(event) => event.target.select()} />
        <span>{unitWord(measure.unit, t)}</span>
        {changes ? <span className="note num">{signed(difference(amount, before))}</span> : null}
      </p>
      {amount === null ? <p className={css.bad}>{t("kpi.ui.entry_not_number")}</p> : null}
      <p>
        <b>{t("kpi.ui.entry_reason")}</b> <span className="note">{t("kpi.ui.entry_required")}</span>
      </p>
      <div className={css.reasons} role="group" aria-label={t("kpi.ui.entry_reason")}>
        {reasons.map((one) => (
          <button key={one} type="button" className="btn" aria-pressed={chosen === one} onClick={() => choose(one)}>
            {t(one)}
          </button>
        ))}
      </div>
      <textarea className={css.note} rows={2} maxLength={400} aria-label={t("kpi.ui.entry_reason_note")} placeholder={t("kpi.ui.entry_reason_note")} value={note} onChange={(event) => setNote(event.target.value)} />
      {measure.kpis.length > 0 ? <p className="note">{t("kpi.ui.entry_moves", { names: measure.kpis.map((one) => name(one, language)).join(language === "zh" ? "、" : ", ") })}</p> : null}
      <p className={css.acts}>
        <button type="button" className="btn ghost" onClick={onClose}>
          {t("ui.cancel")} <kbd>Esc</kbd>
        </button>
        <button type="button" className="btn primary" disabled={!ready} onClick={() => onKeep(amount!, reason)}>
          {t("kpi.ui.entry_keep")}
        </button>
      </p>
    </div>
  );
}

/** +3, −18: a difference always says which way it goes. */
export function signed(of: Dec): string {
  return of.startsWith("-") || of === "0" ? exact(of) : `+${exact(of)}`;
}
