/** The rows: a table on the desk, cards on the phone. Roles are said, because cards take them from some browsers. */
import { ChevronDown, ChevronRight, ChevronUp } from "lucide-react";
import { Fragment, type ReactNode, useState } from "react";
import { day, exact, unknown } from "../format";
import { type Language, useWords } from "../i18n/words";
import { Link } from "../router";
import type { DataListProps } from "./DataList";
import { type Column, startsDown } from "./rows";
import type { Sort } from "./state";
import styles from "./list.module.css";

type Id = string | number;
type Props<Row> = DataListProps<Row> & {
  rows: Row[];
  sort: Sort | null;
  onSort: (sort: Sort) => void;
  /** Null where rows are not selected. */
  selected: ReadonlySet<Id> | null;
  onSelect: (selected: ReadonlySet<Id>) => void;
};

export function ListTable<Row>(props: Props<Row>) {
  const { name, caption, columns, rows, sort, onSort, selected, onSelect, id, under, className = "" } = props;
  const { t } = useWords();
  const all = selected !== null && rows.every((row) => selected.has(id(row)));
  const some = selected !== null && rows.some((row) => selected.has(id(row)));
  return (
    <table role="table" className={`table ${styles.list} ${className}`} data-list={name}>
      <caption className="sr">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {selected ? (
            <th role="columnheader" scope="col" className={styles.tick}>
              <input
                type="checkbox"
                aria-label={t("ui.select_all")}
                checked={all}
                ref={(box) => {
                  if (box) box.indeterminate = some && !all;
                }}
                onChange={() => onSelect(new Set(all ? [] : rows.map(id)))}
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <Head key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
          {under ? <td role="cell" className={styles.opens} /> : null}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Line key={id(row)} {...props} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function classOf({ kind, desk }: Column<never>): string | undefined {
  return [kind === "number" || kind === "day" ? "r num" : "", desk ? "desk" : ""].filter(Boolean).join(" ") || undefined;
}

function Head<Row>({ column, sort, onSort }: { column: Column<Row>; sort: Sort | null; onSort: (sort: Sort) => void }) {
  const active = sort?.by === column.id;
  const Arrow = sort?.down ? ChevronDown : ChevronUp;
  const next = { by: column.id, down: active ? !sort.down : startsDown(column.kind) };
  return (
    <th role="columnheader" scope="col" className={classOf(column)} aria-sort={active ? (sort.down ? "descending" : "ascending") : undefined}>
      {column.sort ? (
        <button type="button" className={styles.sort} onClick={() => onSort(next)}>
          {column.label}
          {active ? <Arrow size={13} strokeWidth={2} aria-hidden="true" /> : null}
        </button>
      ) : (
        column.label
      )}
    </th>
  );
}

function content<Row>(column: Column<Row>, row: Row, language: Language): ReactNode {
  if (column.cell) return column.cell(row);
  const value = column.value(row);
  if (value === null || value === "") return <span className="dim">{unknown}</span>;
  if (column.kind === "number") return exact(value);
  if (column.kind === "day") return day(value, language);
  return column.kind === "tag" ? <span className="tag">{value}</span> : value;
}

function Line<Row>({ row, columns, id, open, chosen, selected, onSelect, under }: Props<Row> & { row: Row }) {
  const { t, language } = useWords();
  const [opened, setOpened] = useState(false);
  const [first, ...rest] = columns as [Column<Row>, ...Column<Row>[]];
  const own = id(row);
  const label = first.value(row) ?? "";
  const below = under?.(row);
  const Arrow = opened ? ChevronDown : ChevronRight;
  const toggle = () => onSelect(new Set(selected!.has(own) ? [...selected!].filter((one) => one !== own) : [...selected!, own]));
  return (
    <Fragment>
      <tr role="row" className={own === chosen ? styles.chosen : undefined} aria-selected={selected ? selected.has(own) : undefined}>
        {selected ? (
          <td role="cell" className={styles.tick}>
            <label className={styles.reach}>
              <input type="checkbox" aria-label={t("ui.select_row", { name: label })} checked={selected.has(own)} onChange={toggle} />
            </label>
          </td>
        ) : null}
        <th role="rowheader" scope="row" className={classOf(first)}>
          {open ? (
            <Link {...open(row)} className={styles.link} data-row={own}>
              {content(first, row, language)}
            </Link>
          ) : (
            content(first, row, language)
          )}
        </th>
        {rest.map((column) => (
          <td role="cell" key={column.id} className={classOf(column)} data-label={column.label}>
            {content(column, row, language)}
          </td>
        ))}
        {under ? (
          <td role="cell" className={styles.opens}>
            {below ? (
              <button type="button" className="icon-btn" aria-expanded={opened} aria-label={t("ui.show_more_of", { name: label })} onClick={() => setOpened(!opened)}>
                <Arrow size={15} strokeWidth={1.75} />
              </button>
            ) : null}
          </td>
        ) : null}
      </tr>
      {opened && below ? (
        <tr role="row" className={styles.under}>
          <td role="cell" colSpan={columns.length + (selected ? 2 : 1)}>
            {below}
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}
