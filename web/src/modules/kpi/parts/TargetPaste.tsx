/** A block of another sheet: what matches nothing is listed before anything is taken. */
import { useMemo, useState } from "react";
import { useT } from "~/ui/i18n/words";
import { type At, type Block, type Sheet, blockOf } from "./target_cells";
import { PasteDialog } from "./PasteDialog";

type Props = { sheet: Sheet; first: string; at: At; onTake: (block: Block) => void; onClose: () => void };

export function TargetPaste({ sheet, first, at, onTake, onClose }: Props) {
  const t = useT();
  const [text, setText] = useState(first);
  const block = useMemo(() => blockOf(sheet, text, at), [sheet, text, at]);
  return (
    <PasteDialog
      help={t("kpi.ui.targets_paste_text")}
      text={text}
      onText={setText}
      count={block.sets.length}
      unmatched={block.unmatched}
      note={block.sets.length > 0 ? <p className="note">{t("kpi.ui.targets_paste_same", { count: block.sets.length, same: block.same })}</p> : null}
      onTake={() => onTake(block)}
      onClose={onClose}
    />
  );
}
