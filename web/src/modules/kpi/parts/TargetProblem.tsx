/** Below a bad cell: what is wrong with it, what was probably meant, and the way back. */
import { type RefObject, useLayoutEffect, useState } from "react";
import { Shape } from "~/ui/Light";
import { editable, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { type Bad, type Change, type Sheet, standing } from "./target_cells";
import css from "./targets.module.css";

type Props = { sheet: Sheet; change: Change; bad: Bad; table: RefObject<HTMLTableElement | null>; onPut: (text: string) => void };

const size = { width: 266, height: 96 };

export function TargetProblem({ sheet, change, bad, table, onPut }: Props) {
  const { t, language } = useWords();
  const { grid, rows } = sheet;
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const box = table.current?.querySelector(`[data-at="${change.row}/${change.column}"]`)?.getBoundingClientRect();
    if (!box) return;
    const below = box.bottom + size.height < window.innerHeight;
    setPlace({ left: Math.max(8, Math.min(box.right - size.width, window.innerWidth - size.width - 8)), top: below ? box.bottom + 6 : box.top - size.height - 6 });
  }, [table, change.row, change.column]);
  const shown = (of: string | null) => (of === null ? "" : editable(of, grid.unit));
  const ranged = grid.least !== null && grid.most !== null && bad.likely !== null;
  const back = standing(sheet, change);
  if (!place) return null;
  return (
    <div className={css.popover} style={place} role="status">
      <b className={css.failed}>
        <Shape of="breach" size={10} /> {grid.least !== null && !/[^\d.,%\s-]/.test(bad.text) ? t("kpi.ui.targets_out", { text: bad.text, least: shown(grid.least), most: shown(grid.most) }) : t("kpi.ui.entry_not_number")}
      </b>
      <span className="note">
        {name(rows[change.row]!.unit_names, language)} {grid.columns[change.column]!.label} {ranged ? t("kpi.ui.targets_meant", { likely: bad.likely! }) : ""}
      </span>
      <span className={css.acts}>
        {bad.likely === null ? null : (
          <button type="button" className="btn" onClick={() => onPut(bad.likely!)}>
            {t("kpi.ui.targets_make", { likely: bad.likely })}
          </button>
        )}
        <button type="button" className="btn ghost" onClick={() => onPut(back)}>
          {t("kpi.ui.targets_back")}
        </button>
      </span>
    </div>
  );
}
