/** Units down, periods across. One cell is stood on; typing goes into it, and keys copy, paste and take back. */
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, memo, useEffect, useRef, useState } from "react";
import { Shape } from "~/ui/Light";
import { editable, name, unitWord } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { fixed, grouped, isDecimal } from "~/ui/decimal";
import type { TargetRow } from "../target_queries";
import { TargetProblem } from "./TargetProblem";
import { type At, type Change, type Sheet, copyDown, copyRight, keyOf, mayType, ramp, standing, textAt } from "./target_cells";
import type { TargetEdits } from "./use_targets";
import css from "./targets.module.css";

type Props = { sheet: Sheet; depths: ReadonlyMap<number, number>; edits: TargetEdits; changes: Change[]; bad: number; onPaste: (text: string) => void };

const arrows: Record<string, At> = { ArrowUp: { row: -1, column: 0 }, ArrowDown: { row: 1, column: 0 }, ArrowLeft: { row: 0, column: -1 }, ArrowRight: { row: 0, column: 1 } };

function useKeys(props: Props, typing: string | null, setTyping: (text: string | null) => void) {
  const { t } = useWords();
  const { sheet, edits } = props;
  const { at, area } = edits;
  const take = () => {
    if (typing !== null) edits.put([[at, typing]]);
    setTyping(null);
  };
  const move = (by: At, extend = false) => {
    take();
    edits.go({ row: at.row + by.row, column: at.column + by.column }, extend);
  };
  const command = (letter: string): boolean => {
    const copies = { d: copyDown, r: copyRight, e: ramp }[letter];
    if (copies) {
      const sets = copies(sheet, edits.edits, area);
      edits.put(sets, t(letter === "e" ? "kpi.ui.targets_ramped" : "kpi.ui.targets_copied", { count: sets.length }));
    } else if (letter === "z" && typing === null) edits.undo();
    else return false;
    return true;
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const inside = (event.target as HTMLElement).closest("[data-at]") !== null;
    if (!inside) return;
    const arrow = arrows[event.key];
    let used = true;
    if (event.ctrlKey || event.metaKey) used = command(event.key.toLowerCase());
    else if (event.key === "Enter") move({ row: event.shiftKey ? -1 : 1, column: 0 });
    else if (event.key === "Tab") {
      const to = at.column + (event.shiftKey ? -1 : 1);
      // At the ends of a row the key goes on to what stands beside the sheet.
      used = to >= 0 && to < sheet.grid.columns.length;
      if (used) move({ row: 0, column: to - at.column });
      else take();
    } else if (arrow && (typing === null || arrow.row !== 0)) move(arrow, event.shiftKey);
    else if (event.key === "Escape") setTyping(null);
    else if ((event.key === "Delete" || event.key === "Backspace") && typing === null) edits.put([[at, standing(sheet, at)]]);
    else if (event.key === "F2" && typing === null && mayType(sheet, at)) setTyping(textAt(sheet, edits.edits, at));
    else if (event.key.length === 1 && !event.altKey && typing === null && mayType(sheet, at)) setTyping(event.key);
    else used = false;
    if (used) event.preventDefault();
  };
  const paste = (event: ClipboardEvent<HTMLElement>) => {
    const text = event.clipboardData.getData("text/plain");
    if (typing !== null && !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    setTyping(null);
    props.onPaste(text);
  };
  return { press, paste, take };
}

export function TargetSheet(props: Props) {
  const { sheet, edits, changes, bad } = props;
  const { t, language } = useWords();
  const { grid, rows } = sheet;
  const table = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const [typing, setTyping] = useState<string | null>(null);
  const { press, paste, take } = useKeys(props, typing, setTyping);
  const { at, area } = edits;
  useEffect(() => {
    if (moved.current && typing === null) table.current?.querySelector<HTMLElement>(`[data-at="${at.row}/${at.column}"]`)?.focus();
    moved.current = true;
  }, [at.row, at.column, typing]);
  const point = (event: MouseEvent<HTMLElement>) => {
    const to = (event.target as HTMLElement).closest<HTMLElement>("td[data-at]")?.dataset.at?.split("/").map(Number);
    if (!to || (to[0] === at.row && to[1] === at.column && typing !== null)) return;
    take();
    edits.go({ row: to[0]!, column: to[1]! }, event.shiftKey);
  };
  const problem = typing === null ? changes.find(({ row, column }) => row === at.row && column === at.column) : undefined;
  return (
    <section className={`card ${css.card}`} aria-label={t("kpi.ui.targets_of_units")}>
      <header className={css.head}>
        <h2>{t("kpi.ui.targets_of_units")}</h2>
        <span className="note">{t("kpi.ui.targets_size", { units: rows.length, periods: grid.columns.length, unit: unitWord(grid.unit, t) })}</span>
        <span className="grow" />
        <span className="note" role="status">
          {edits.said}
        </span>
        {edits.undoable ? (
          <button type="button" className="btn ghost" onClick={edits.undo}>
            {t("kpi.ui.entry_undo")}
          </button>
        ) : null}
        {changes.length > 0 ? <span className={css.changedTag}>{t("kpi.ui.targets_changed", { count: changes.length })}</span> : null}
        {bad > 0 ? (
          <span className={css.badTag}>
            <Shape of="breach" size={10} /> {t("kpi.ui.targets_bad", { count: bad })}
          </span>
        ) : null}
      </header>
      <div className={css.scroll}>
        <table ref={table} role="grid" className={css.grid} onKeyDown={press} onPaste={paste} onMouseDown={point} onDoubleClick={() => mayType(sheet, at) && setTyping(textAt(sheet, edits.edits, at))}>
          <caption className="sr">{name(grid.names, language)}</caption>
          <Head sheet={sheet} />
          <tbody>
            {rows.map((row, down) => {
              const own = down >= area.top && down <= area.bottom;
              return (
                <Row
                  key={row.assignment}
                  row={row}
                  down={down}
                  depth={props.depths.get(row.assignment) ?? 0}
                  parent={(props.depths.get(rows[down + 1]?.assignment ?? 0) ?? 0) > (props.depths.get(row.assignment) ?? 0)}
                  sheet={sheet}
                  texts={grid.columns.map((column) => edits.edits.get(keyOf(row, column)) ?? "").join("\n")}
                  wrong={changes.filter((one) => one.row === down && !("target" in one.read)).map(({ column }) => column).join()}
                  marked={own ? `${area.left}/${area.right}/${down === area.top ? 1 : 0}/${down === area.bottom ? 1 : 0}` : ""}
                  stood={down === at.row ? at.column : -1}
                  typing={down === at.row ? typing : null}
                  onType={setTyping}
                  onLeave={take}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      {problem && !("target" in problem.read) ? <TargetProblem key={problem.key} sheet={sheet} change={problem} bad={problem.read} table={table} onPut={(text) => edits.put([[at, text]])} /> : null}
      <Keys />
    </section>
  );
}

function Head({ sheet: { grid } }: { sheet: Sheet }) {
  const { t, language } = useWords();
  const ended = grid.columns.filter((one) => one.ended).length;
  const label = ({ label: own, end }: { label: string; end: string }) =>
    grid.frequency === "month" ? (language === "zh" ? `${Number(end.slice(5, 7))} 月` : new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" }).format(new Date(`${end}T00:00:00Z`))) : own.length === 10 ? own.slice(5) : own;
  return (
    <thead>
      <tr>
        <td />
        {ended > 0 ? (
          <th scope="colgroup" colSpan={ended} className={css.ended}>
            {t("kpi.ui.targets_ended_head")}
          </th>
        ) : null}
        {ended < grid.columns.length ? (
          <th scope="colgroup" colSpan={grid.columns.length - ended}>
            {t("kpi.ui.targets_open_head", { period: label(grid.columns[ended]!) })}
          </th>
        ) : null}
        <th scope="colgroup" colSpan={2} className={css.lines}>
          {t(grid.direction === "lower" ? "kpi.ui.targets_above" : "kpi.ui.targets_below")}
        </th>
      </tr>
      <tr>
        <th scope="col">{t("ui.unit_scope")}</th>
        {grid.columns.map((column) => (
          <th key={column.end} scope="col" className={`${column.ended ? css.ended : ""} ${column.running ? css.running : ""}`}>
            {label(column)}
          </th>
        ))}
        <th scope="col" className={css.lines}>
          <Shape of="watch" size={10} /> {t("kpi.ui.targets_watch")}
        </th>
        <th scope="col">
          <Shape of="breach" size={10} /> {t("kpi.ui.targets_red")}
        </th>
      </tr>
    </thead>
  );
}

type RowProps = {
  row: TargetRow;
  down: number;
  depth: number;
  parent: boolean;
  sheet: Sheet;
  /** What is typed in its cells, one a line. */
  texts: string;
  wrong: string;
  marked: string;
  stood: number;
  typing: string | null;
  onType: (text: string | null) => void;
  onLeave: () => void;
};

/** A row is drawn again only when something of its own is another. */
const Row = memo(RowView, (one, other) => (["row", "down", "depth", "parent", "sheet", "texts", "wrong", "marked", "stood", "typing"] as const).every((key) => one[key] === other[key]) && one.stood === -1 && other.stood === -1);

function RowView({ row, down, depth, parent, sheet, texts, wrong, marked, stood, typing, onType, onLeave }: RowProps) {
  const { t, language } = useWords();
  const { grid } = sheet;
  const typed = texts.split("\n");
  const bad = new Set(wrong === "" ? [] : wrong.split(",").map(Number));
  const [left, right, first, last] = marked === "" ? [1, 0, 0, 0] : marked.split("/").map(Number);
  const shown = (text: string) => {
    const places = Math.max(grid.decimals, text.split(".")[1]?.length ?? 0);
    return isDecimal(text) ? grouped(fixed(text, places)) : text;
  };
  const gap = (value: string | null) => (value === null ? "—" : shown(editable(value, grid.unit)));
  return (
    <tr className={parent ? css.parent : undefined}>
      <th scope="row" style={{ paddingInlineStart: 14 + depth * 14 }}>
        {name(row.unit_names, language)}
      </th>
      {grid.columns.map((column, across) => {
        const cell = row.cells[across]!;
        const text = typed[across] ?? "";
        const stands = standing(sheet, { row: down, column: across });
        const inside = across >= left! && across <= right!;
        const classes = [
          column.ended ? css.ended : "",
          bad.has(across) ? css.bad : text !== "" ? css.changed : "",
          cell.corrected && text === "" ? css.corrected : "",
          inside ? css.inside : "",
          inside && first ? css.edgeTop : "",
          inside && last ? css.edgeBottom : "",
          inside && across === left ? css.edgeLeft : "",
          inside && across === right ? css.edgeRight : "",
        ].join(" ");
        const editing = across === stood && typing !== null;
        const words = `${name(row.unit_names, language)} ${column.label} ${text || stands || "—"}${cell.corrected ? ` ${t("kpi.ui.targets_corrected")}` : ""}`;
        return (
          <td key={column.end} role="gridcell" data-at={`${down}/${across}`} className={`${classes} num`} tabIndex={across === stood && !editing ? 0 : -1} aria-selected={inside} aria-label={words} aria-invalid={bad.has(across) || undefined} aria-readonly={!row.open || !cell.open || undefined}>
            {editing ? <input className="num" aria-label={words} inputMode="decimal" autoComplete="off" autoFocus value={typing} onChange={(event) => onType(event.target.value)} onBlur={onLeave} /> : shown(text || stands) || "—"}
          </td>
        );
      })}
      <td className={`${css.lines} num`}>{gap(row.watch)}</td>
      <td className="num">{gap(row.red)}</td>
    </tr>
  );
}

function Keys() {
  const { t } = useWords();
  const keys: [string, Key][] = [
    ["Ctrl D", "kpi.ui.targets_key_down"],
    ["Ctrl R", "kpi.ui.targets_key_right"],
    ["Ctrl E", "kpi.ui.targets_key_ramp"],
    ["Ctrl V", "kpi.ui.entry_paste_key"],
    ["Ctrl Z", "kpi.ui.entry_undo"],
  ];
  return (
    <div className={css.keys}>
      {keys.map(([pressed, what]) => (
        <span key={what}>
          <kbd>{pressed}</kbd> {t(what)}
        </span>
      ))}
      <span className="grow" />
      <span>
        <i className={css.changedMark} aria-hidden="true" /> {t("kpi.ui.targets_mark_changed")}
      </span>
      <span>
        <i className={css.correctedMark} aria-hidden="true" /> {t("kpi.ui.targets_corrected")}
      </span>
      <span>— {t("kpi.ui.targets_unset")}</span>
    </div>
  );
}
