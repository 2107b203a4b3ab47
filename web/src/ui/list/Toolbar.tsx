/** Above the rows: what the list is, its filters, its search, and the views that were kept. */
import { ArrowDownUp } from "lucide-react";
import { ScopeChip, SearchField } from "../controls";
import { useWords } from "../i18n/words";
import type { DataListProps, Shown } from "./DataList";
import { Export } from "./Export";
import { SavedViews } from "./SavedViews";
import { type Filter, matches, passes, startsDown } from "./rows";
import { type ListState, sortText, useTyped } from "./state";
import styles from "./list.module.css";

export function Toolbar<Row>(props: DataListProps<Row> & { shown: Shown<Row> }) {
  const { t } = useWords();
  const { name, caption, head, state, filters = [], search, source, shown, exported } = props;
  const narrowed = shown.rows.length !== shown.all.length;
  return (
    <header className={styles.bar}>
      {head}
      {filters.map((filter) => (
        <Chips key={filter.id} {...props} filter={filter} />
      ))}
      <span className="grow" />
      <span className="note" role="status">
        {narrowed && source.rows ? t("ui.list_count", { shown: shown.rows.length, all: shown.all.length }) : ""}
      </span>
      {search ? <Search state={state} label={search} /> : null}
      <SortChip {...props} />
      {exported && source.rows?.length ? <Export list={exported} title={caption} /> : null}
      <SavedViews list={name} state={state} />
    </header>
  );
}

function Search({ state, label }: { state: ListState; label: string }) {
  const [text, setText] = useTyped(state.q, state.setQ);
  return <SearchField value={text} label={label} onChange={setText} width={200} />;
}

/** How many rows each way would leave, where all rows are here and the list is counted here. */
function countsOf<Row>({ state, searched, shown, source }: DataListProps<Row> & { shown: Shown<Row> }, filter: Filter<Row>): Map<string, number> | null {
  if (!filter.of || source.more || !source.rows) return null;
  const others = shown.here.filters.filter(({ id }) => id !== filter.id);
  const counts = new Map<string, number>();
  for (const row of shown.all) {
    if (state.q && searched && !matches(searched(row), state.q)) continue;
    if (!others.every((other) => passes(row, other, state.filters[other.id]))) continue;
    const value = filter.of(row);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function Chips<Row>(props: DataListProps<Row> & { shown: Shown<Row>; filter: Filter<Row> }) {
  const { filter, state } = props;
  const chosen = state.filters[filter.id] ?? [];
  const counts = countsOf(props, filter);
  const choices = filter.choices.filter(({ value }) => !counts || counts.has(value) || chosen.includes(value));
  if (filter.menu) return <FilterMenu filter={filter} chosen={chosen} onChange={(values) => state.setFilter(filter.id, values)} />;
  if (choices.length < 2 && chosen.length === 0) return null;
  const toggle = (value: string) => state.setFilter(filter.id, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <div className={styles.chips} role="group" aria-label={filter.label}>
      {choices.map(({ value, label }) => (
        <button key={value} type="button" className={styles.chip} aria-pressed={chosen.includes(value)} onClick={() => toggle(value)}>
          {label}{" "}
          {counts ? <span className="num">{counts.get(value) ?? 0}</span> : null}
        </button>
      ))}
    </div>
  );
}

function FilterMenu<Row>({ filter, chosen, onChange }: { filter: Filter<Row>; chosen: string[]; onChange: (values: string[]) => void }) {
  const { t } = useWords();
  const all = { value: "", label: filter.all ?? t("ui.filter_all", { label: filter.label }) };
  return (
    <ScopeChip
      icon={null}
      name={filter.label}
      label={filter.choices.find(({ value }) => value === chosen[0])?.label ?? all.label}
      value={chosen[0] ?? ""}
      choices={[all, ...filter.choices]}
      onChange={(value) => onChange(value ? [value] : [])}
    />
  );
}

/** Cards have no heads to press: on the phone the order is a list of its own. */
function SortChip<Row>({ columns, state, shown }: DataListProps<Row> & { shown: Shown<Row> }) {
  const { t } = useWords();
  const ways = columns
    .filter(({ sort }) => sort)
    .flatMap(({ id, label, kind }) => {
      const down = startsDown(kind);
      return [down, !down].map((way) => ({ value: sortText({ by: id, down: way }), label, note: t(way ? "ui.descending" : "ui.ascending") }));
    });
  if (ways.length === 0) return null;
  const now = shown.sort ? sortText(shown.sort) : "";
  return (
    <div className={styles.phone}>
      <ScopeChip
        icon={<ArrowDownUp size={15} strokeWidth={1.75} aria-hidden="true" />}
        name={t("ui.sort_by")}
        label={ways.find(({ value }) => value === now)?.label ?? t("ui.sort_by")}
        value={now}
        choices={ways}
        onChange={(value) => state.setSort({ by: value.replace(/^-/, ""), down: value.startsWith("-") })}
      />
    </div>
  );
}
