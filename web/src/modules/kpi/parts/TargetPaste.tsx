/** A block of another sheet: what matches nothing is listed before anything is taken. */
import { useMemo, useState } from "react";
import { Dialog } from "~/ui/Dialog";
import { useT } from "~/ui/i18n/words";
import { type At, type Block, type Sheet, blockOf } from "./target_cells";
import css from "./targets.module.css";

type Props = { sheet: Sheet; first: string; at: At; onTake: (block: Block) => void; onClose: () => void };

export function TargetPaste({ sheet, first, at, onTake, onClose }: Props) {
  const t = useT();
  const [text, setText] = useState(first);
  const block = useMemo(() => blockOf(sheet, text, at), [sheet, text, at]);
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
          <button type="button" className="btn primary" disabled={block.sets.length === 0} onClick={() => onTake(block)}>
            {t("kpi.ui.entry_paste_take", { count: block.sets.length })}
          </button>
        </>
      }
    >
      <p className="note">{t("kpi.ui.targets_paste_text")}</p>
      <textarea className={css.text} aria-label={t("kpi.ui.entry_paste_label")} rows={8} value={text} onChange={(event) => setText(event.target.value)} />
      <div role="status">
        {block.sets.length > 0 ? <p className="note">{t("kpi.ui.targets_paste_same", { count: block.sets.length, same: block.same })}</p> : null}
        {block.unmatched.length > 0 ? (
          <>
            <p className={css.failed}>{t("kpi.ui.entry_paste_unmatched")}</p>
            <ul className={css.unmatched}>
              {block.unmatched.map((line, place) => (
                <li key={`${place}${line}`}>{line}</li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Dialog>
  );
}
