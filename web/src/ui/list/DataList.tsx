/** The list of every module: sorts, filters, searches, pages and keeps all of it in the address. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useWords } from "../i18n/words";
import { walkRows } from "../keys";
import type { Target } from "../router";
import { Empty, ErrorState, Skeleton } from "../states";
import { ListTable } from "./ListTable";
import { Toolbar } from "./Toolbar";
import { type Column, type Filter, type Here, shownRows } from "./rows";
import type { ListSource } from "./source";
import { type ListState, type Sort, sortText } from "./state";
import styles from "./list.module.css";

export type DataListProps<Row> = {
  /** Names the saved views of this list. */
  name: string;
  caption: string;
  columns: Column<Row>[];
  source: ListSource<Row>;
  state: ListState;
  id: (row: Row) => string | number;
  /** Where a row leads. */
  open?: (row: Row) => Target;
  chosen?: string | number;
  /** How the rows stand before anybody sorts them. */
  first?: Sort;
  /** Orders that the server gives, as the address has them (`name`, `-amount`): what it is asked says which. */
  serverSorts?: string[];
  filters?: Filter<Row>[];
  /** What the search field is called; without it there is none. */
  search?: string;
  /** What a search here looks through; without it the server searches. */
  searched?: (row: Row) => (string | null)[];
  empty: { title: string; text?: ReactNode; action?: ReactNode };
  /** What can be done with the selected rows; with it rows can be selected. */
  actions?: (rows: Row[], done: () => void) => ReactNode;
  /** What opens below a row; a row with nothing to open has no button. */
  under?: (row: Row) => ReactNode | null;
  head?: ReactNode;
  /** The address, with its filters, under which the server gives these rows: with it the list can be exported. */
  exported?: string;
  className?: string;
};

/** A list that is sorted or filtered here fetches all its pages, but no more rows than this. */
const fillMost = 1000;

export function DataList<Row>(props: DataListProps<Row>) {
  const { caption, source, state, actions, id } = props;
  const frame = useRef<HTMLElement>(null);
  const shown = useShown(props);
  const more = useMore(frame, source, shown.rows.length);
  const [selected, select] = useState<ReadonlySet<string | number>>(new Set());
  const picked = shown.rows.filter((row) => selected.has(id(row)));
  return (
    <section ref={frame} className={styles.frame} aria-label={caption} onKeyDown={onRowKey}>
      <Toolbar {...props} shown={shown} />
      {actions && picked.length ? <Picked count={picked.length} clear={() => select(new Set())} acts={actions(picked, () => select(new Set()))} /> : null}
      <Body {...props} shown={shown}>
        <ListTable {...props} rows={shown.rows} sort={shown.sort} selected={actions ? selected : null} onSelect={select} onSort={state.setSort} />
        <Foot source={source} shown={shown} onMore={more} />
      </Body>
    </section>
  );
}

export type Shown<Row> = { rows: Row[]; all: Row[]; sort: Sort | null; here: Here<Row>; needsAll: boolean; filling: boolean };

function useShown<Row>(props: DataListProps<Row>): Shown<Row> {
  const { columns, source, state, filters = [], searched, serverSorts = [], first } = props;
  const { language } = useWords();
  const known = columns.some(({ id, sort }) => sort && id === state.sort?.by);
  const sort = known ? state.sort : (first ?? null);
  const column = sort && serverSorts.includes(sortText(sort)) ? undefined : columns.find(({ id }) => id === sort?.by);
  const here: Here<Row> = { filters: filters.filter(({ of }) => of), searched, column, sort };
  const needsAll = Boolean(column || (state.q && searched) || here.filters.some(({ id }) => state.filters[id]?.length));
  const all = source.rows ?? [];
  const filling = Boolean(needsAll && source.more && !source.stuck && all.length < fillMost);
  useEffect(() => {
    if (filling && !source.loading) source.more?.();
  });
  return { rows: shownRows(all, state, here, language), all, sort, here, needsAll, filling };
}

/** Fetches the next page and puts the focus on its first row, where the button stood. */
function useMore<Row>(frame: React.RefObject<HTMLElement | null>, source: ListSource<Row>, count: number): () => void {
  const from = useRef<number | null>(null);
  useEffect(() => {
    if (from.current === null || count <= from.current) return;
    frame.current?.querySelectorAll<HTMLElement>("tbody [data-row]")[from.current]?.focus();
    from.current = null;
  }, [frame, count]);
  return () => {
    from.current = count;
    source.more?.();
  };
}

/** The arrows go from row to row, as J and K do. */
function onRowKey(event: KeyboardEvent) {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0 || !(event.target as HTMLElement).matches("[data-row]")) return;
  event.preventDefault();
  walkRows(by);
}

function Body<Row>({ source, state, empty, filters = [], shown, children }: DataListProps<Row> & { shown: Shown<Row>; children: ReactNode }) {
  const { t } = useWords();
  if (!source.rows && source.error) return <ErrorState error={source.error} retry={source.retry} />;
  if (!source.rows) return <Skeleton rows={8} />;
  if (shown.rows.length > 0 || shown.filling) return children;
  const labels = filters.flatMap(({ id, choices }) => choices.filter(({ value }) => state.filters[id]?.includes(value)).map(({ label }) => label));
  const narrowed = [state.q, ...labels].filter(Boolean).join(" · ");
  if (!narrowed) return <Empty {...empty} />;
  return (
    <Empty
      title={t("ui.none_match", { filter: narrowed })}
      action={
        <button type="button" className="btn" onClick={state.clear}>
          {t("ui.clear_filter")}
        </button>
      }
    />
  );
}

function Foot<Row>({ source, shown, onMore }: { source: ListSource<Row>; shown: Shown<Row>; onMore: () => void }) {
  const { t } = useWords();
  if (!source.more) return null;
  return (
    <p className={styles.more}>
      {shown.filling ? null : (
        <button type="button" className="btn" data-row="more" disabled={source.loading} onClick={onMore}>
          {t("ui.more")}
        </button>
      )}
      {shown.needsAll ? <span className="note">{shown.filling ? t("ui.list_filling") : t("ui.list_part", { count: shown.all.length })}</span> : null}
    </p>
  );
}

function Picked({ count, clear, acts }: { count: number; clear: () => void; acts: ReactNode }) {
  const { t } = useWords();
  return (
    <div className={styles.picked} role="group" aria-label={t("ui.selection")}>
      <span role="status">{t("ui.selected", { count })}</span>
      {acts}
      <button type="button" className="link-btn" onClick={clear}>
        {t("ui.clear_selection")}
      </button>
    </div>
  );
}
