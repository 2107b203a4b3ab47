/** A block of another sheet: what it would fill is counted, and what matches nothing is listed, before anything is written. */
import type { ReactNode } from "react";
import { Dialog } from "~/ui/Dialog";
import { useT } from "~/ui/i18n/words";
import css from "./paste.module.css";

type Props = {
  /** How rows and columns are matched. */
  help: string;
  text: string;
  onText: (text: string) => void;
  count: number;
  unmatched: readonly string[];
  /** What else is said of the block. */
  note?: ReactNode;
  onTake: () => void;
  onClose: () => void;
};

export function PasteDialog({ help, text, onText, count, unmatched, note, onTake, onClose }: Props) {
  const t = useT();
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
          <button type="button" className="btn primary" disabled={count === 0} onClick={onTake}>
            {t("kpi.ui.entry_paste_take", { count })}
          </button>
        </>
      }
    >
      <p className="note">{help}</p>
      <textarea className={css.text} aria-label={t("kpi.ui.entry_paste_label")} rows={8} value={text} onChange={(event) => onText(event.target.value)} />
      <div role="status">
        {unmatched.length > 0 ? (
          <>
            <p className={css.failed}>{t("kpi.ui.entry_paste_unmatched")}</p>
            <ul className={css.unmatched}>
              {unmatched.map((line, place) => (
                <li key={`${place}${line}`}>{line}</li>
              ))}
            </ul>
          </>
        ) : null}
        {note}
      </div>
    </Dialog>
  );
}
