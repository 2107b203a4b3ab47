/** One unit at a time with the thumb: plain HTML and CSS, and nothing is lost without a network. */
import { Check, ChevronLeft, CircleDashed, WifiOff } from "lucide-react";
import { useState } from "react";
import { useMe } from "~/api/session";
import type { Day, Dec } from "~/api/types";
import { Page } from "~/ui/Page";
import { day, exact, moment, name, relative, unitWord } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { useNavigate } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { type EntryCell, type EntryRow, type EntrySheet, useEntry } from "../queries";
import { type Spot, amountOf, difference, figureBefore, isGap, keyOf, sent, todayAt } from "./entry_cells";
import { useWaiting } from "./entry_waiting";
import css from "./entry_phone.module.css";

const reasons: Key[] = ["kpi.ui.entry_reason_twice", "kpi.ui.entry_reason_row", "kpi.ui.entry_reason_missed"];

export default function EntryPhone() {
  const { t } = useWords();
  const navigate = useNavigate();
  const query = useEntry({});
  const back = (
    <button type="button" className="icon-btn" aria-label={t("ui.back")} onClick={() => navigate({ to: "/board" })}>
      <ChevronLeft size={22} strokeWidth={1.75} />
    </button>
  );
  const sheet = query.data;
  if (sheet && sheet.rows.length > 0) return <Phone sheet={sheet} lead={back} />;
  return (
    <Page title={t("kpi.ui.entry")} width="form" lead={back}>
      {query.isPending ? <Skeleton rows={6} /> : query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : <Empty title={t("kpi.ui.entry_none")} text={t("kpi.ui.entry_none_text")} />}
    </Page>
  );
}

function usePhone(sheet: EntrySheet) {
  const me = useMe();
  const store = useWaiting(String(me.account));
  const [unit, setUnit] = useState(sheet.units[0]!.id);
  const [column, setColumn] = useState(Math.max(todayAt(sheet), 0));
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [reason, setReason] = useState("");
  const waiting = new Map(store.waiting.map((cell) => [keyOf(cell), cell]));
  const rows = sheet.rows.filter((row) => row.unit === unit);
  const spotOf = (row: EntryRow): Spot => ({ measure: row.measure, unit: row.unit, day: row.cells[column]!.day, cell: row.cells[column]! });
  /** What a cell shows: what is typed, else what waits, else what the server has. */
  const known = (spot: Spot): Dec | null => waiting.get(keyOf(spot))?.amount ?? spot.cell.amount;
  const textOf = (spot: Spot) => typed.get(keyOf(spot)) ?? store.refused.get(keyOf(spot))?.amount;
  const changed = rows.map(spotOf).flatMap((spot) => {
    const text = textOf(spot);
    const amount = text === undefined ? null : amountOf(text);
    const before = known(spot);
    return amount === null || (before !== null && difference(amount, before) === "0") ? [] : [{ spot, amount }];
  });
  /** Figures of a unit that are still awaited on the day. */
  const missing = (of: number) => sheet.rows.filter((row) => row.unit === of && row.cells[column]!.open && known(spotOf(row)) === null).length;
  const past = sheet.columns[column]!.day < sheet.today;
  const corrects = changed.some(({ spot }) => spot.cell.amount !== null);
  const bad = rows.map(spotOf).some((spot) => isBad(textOf(spot)));
  return { store, missing, textOf, unit, setUnit, column, setColumn, typed, setTyped, reason, setReason, waiting, rows, spotOf, known, changed, needsReason: corrects && past, corrects, bad };
}

function isBad(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== "" && amountOf(text) === null;
}

function Phone({ sheet, lead }: { sheet: EntrySheet; lead: React.ReactNode }) {
  const { t, language } = useWords();
  const state = usePhone(sheet);
  const { store, changed } = state;
  const unitName = name(sheet.units.find(({ id }) => id === state.unit)!.names, language);
  const submit = () => {
    const reason = state.needsReason ? state.reason : state.corrects ? t("kpi.ui.entry_same_day") : undefined;
    const cells: EntryCell[] = changed.map(({ spot, amount }) => sent(spot, amount, spot.cell.amount === null ? undefined : reason));
    void store.put(cells);
    state.setTyped((old) => new Map([...old].filter(([key]) => !cells.some((cell) => keyOf(cell) === key))));
    state.setReason("");
    const next = sheet.units.find(({ id }) => id !== state.unit && state.missing(id) > 0);
    if (next && changed.length === state.missing(state.unit)) state.setUnit(next.id);
  };
  const at = sheet.units.findIndex(({ id }) => id === state.unit);
  const ready = changed.length > 0 && !state.bad && (!state.needsReason || state.reason.trim() !== "");
  return (
    <Page title={t("kpi.ui.entry")} width="form" lead={lead} end={<DayChoice sheet={sheet} column={state.column} onChange={state.setColumn} />}>
      <Offline online={store.online} count={store.waiting.length} />
      <GapCard sheet={sheet} column={state.column} waiting={state.waiting} onGo={(unit, column) => (state.setUnit(unit), state.setColumn(column))} />
      {sheet.units.length > 1 ? <Units sheet={sheet} state={state} /> : null}
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) submit();
        }}
      >
        <ul className={`card ${css.list}`} aria-label={unitName}>
          {state.rows.map((row) => (
            <Line key={row.measure} sheet={sheet} row={row} state={state} />
          ))}
        </ul>
        {state.needsReason ? <Reason value={state.reason} onChange={state.setReason} /> : null}
        <div className={css.foot}>
          {at > 0 ? (
            <button type="button" className={`btn lg ${css.previous}`} onClick={() => state.setUnit(sheet.units[at - 1]!.id)}>
              {t("kpi.ui.entry_previous")}
            </button>
          ) : null}
          <button type="submit" className={`btn primary lg ${css.submit}`} disabled={!ready}>
            {t("kpi.ui.entry_submit", { unit: unitName, count: changed.length })}
          </button>
        </div>
        <p className={css.rule} role="status">
          {store.sentAt && store.waiting.length === 0 && changed.length === 0 ? t("kpi.ui.entry_sent", { at: moment(store.sentAt).split(" ").at(-1)! }) : t("kpi.ui.entry_rule")}
        </p>
      </form>
    </Page>
  );
}

function DayChoice({ sheet, column, onChange }: { sheet: EntrySheet; column: number; onChange: (column: number) => void }) {
  const { t, language } = useWords();
  const label = (of: Day) => {
    const word = relative(of, t, language, sheet.today);
    return word === day(of, language) ? word : `${word} ${day(of, language)}`;
  };
  return (
    <select className={css.choice} aria-label={t("kpi.ui.day")} value={column} onChange={(event) => onChange(Number(event.target.value))}>
      {sheet.columns.map((one, at) => (
        <option key={one.day} value={at}>
          {label(one.day)}
        </option>
      ))}
    </select>
  );
}

function Offline({ online, count }: { online: boolean; count: number }) {
  const { t } = useWords();
  return (
    <div role="status">
      {online && count === 0 ? null : (
        <p className={css.offline}>
          <WifiOff size={18} strokeWidth={1.75} aria-hidden="true" />
          <b>{t("kpi.ui.entry_offline")}</b> <span>{t("kpi.ui.entry_offline_text")}</span>
          <span className="grow" />
          {count > 0 ? <span className="num">{t("kpi.ui.entry_waiting", { count })}</span> : null}
        </p>
      )}
    </div>
  );
}

type State = ReturnType<typeof usePhone>;

/** The newest earlier day that lacks figures, with the way to it. */
function GapCard({ sheet, column, waiting, onGo }: { sheet: EntrySheet; column: number; waiting: State["waiting"]; onGo: (unit: number, column: number) => void }) {
  const { t, language } = useWords();
  const now = todayAt(sheet);
  const gaps = sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell, at) => (at < (now === -1 ? row.cells.length : now) && cell.open && isGap(cell) && !waiting.has(keyOf({ ...row, day: cell.day })) ? [{ row, at }] : [])),
  );
  const newest = Math.max(...gaps.map(({ at }) => at));
  const of = gaps.filter(({ at }) => at === newest);
  const first = of[0];
  if (!first || newest === column) return null;
  const measure = sheet.measures.find(({ id }) => id === first.row.measure)!;
  const unit = sheet.units.find(({ id }) => id === first.row.unit)!;
  return (
    <section className={`card ${css.gap}`}>
      <CircleDashed size={20} strokeWidth={2} aria-hidden="true" />
      <p className="grow">
        <b>{t("kpi.ui.entry_gap_before", { day: relative(sheet.columns[newest]!.day, t, language, sheet.today), count: of.length })}</b>{" "}
        <span className="note">{`${name(unit.names, language)} ${name(measure.names, language)}`}</span>
      </p>
      <button type="button" className={`btn ${css.makeUp}`} onClick={() => onGo(first.row.unit, newest)}>
        {t("kpi.ui.entry_make_up")}
      </button>
    </section>
  );
}

/** More units than this are chosen from a list, so that the fields stay under the thumb. */
const unitButtons = 6;

function Units({ sheet, state }: { sheet: EntrySheet; state: State }) {
  const { t, language } = useWords();
  const units = sheet.units.map(({ id, names }) => {
    const rows = sheet.rows.filter((row) => row.unit === id && row.cells[state.column]!.state !== "off");
    const into = rows.filter((row) => state.known(state.spotOf(row)) !== null).length;
    return { id, label: name(names, language), done: rows.length > 0 && into === rows.length, of: t("kpi.ui.entry_unit_progress", { in: into, of: rows.length }) };
  });
  if (units.length > unitButtons)
    return (
      <select className={css.choice} aria-label={t("kpi.ui.duty_units")} value={state.unit} onChange={(event) => state.setUnit(Number(event.target.value))}>
        {units.map(({ id, label, of, done }) => (
          <option key={id} value={id}>
            {`${label}  ${done ? "✓ " : ""}${of}`}
          </option>
        ))}
      </select>
    );
  return (
    <div className={css.units} role="group" aria-label={t("kpi.ui.duty_units")}>
      {units.map(({ id, label, of, done }) => (
        <button key={id} type="button" className={css.unit} aria-pressed={id === state.unit} onClick={() => state.setUnit(id)}>
          <b>{label}</b>
          <span className="note num">
            {done ? <Check size={14} strokeWidth={2} aria-hidden="true" /> : null} {of}
          </span>
        </button>
      ))}
    </div>
  );
}

function Line({ sheet, row, state }: { sheet: EntrySheet; row: EntryRow; state: State }) {
  const { t, language } = useWords();
  const measure = sheet.measures.find(({ id }) => id === row.measure)!;
  const spot = state.spotOf(row);
  const key = keyOf(spot);
  const before = figureBefore(row, state.column);
  const text = state.textOf(spot);
  const known = state.known(spot);
  const problem = state.store.refused.get(key)?.problem ?? (isBad(text) ? t("kpi.ui.entry_not_number") : undefined);
  const id = `entry-${row.measure}`;
  const off = { off: "kpi.ui.entry_off", several: "kpi.ui.entry_several" } as const;
  return (
    <li>
      <label htmlFor={id}>
        <b>
          {name(measure.names, language)} <span className="note">{unitWord(measure.unit, t)}</span>
        </b>
        <span className="note num">
          {before && isGap(before) ? <CircleDashed size={14} strokeWidth={2} aria-hidden="true" /> : null}
          {before === undefined ? "" : before.amount !== null ? `${relative(before.day, t, language, sheet.today)} ${exact(before.amount)}` : `${relative(before.day, t, language, sheet.today)}${t("kpi.ui.entry_late")}`}
        </span>
        {problem === undefined ? null : (
          <span id={`${id}-problem`} className={css.problem}>
            {problem}
          </span>
        )}
      </label>
      {spot.cell.open ? (
        <input
          id={id}
          className={`num ${css.field} ${isGap(spot.cell) && known === null ? css.due : ""}`}
          inputMode="decimal"
          autoComplete="off"
          enterKeyHint="next"
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          value={text ?? (known === null ? "" : exact(known))}
          onFocus={(event) => event.target.select()}
          onChange={(event) => state.setTyped((old) => new Map(old).set(key, event.target.value))}
        />
      ) : (
        <span className={css.closed} id={id}>
          {known === null ? t(off[spot.cell.state as keyof typeof off] ?? "kpi.ui.entry_later") : <b className="num">{exact(known)}</b>}
        </span>
      )}
    </li>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useWords();
  return (
    <section className={`card ${css.reason}`}>
      <p>
        <b>{t("kpi.ui.entry_reason")}</b> <span className="note">{t("kpi.ui.entry_required")}</span>
      </p>
      <div className={css.chips}>
        {reasons.map((one) => (
          <button key={one} type="button" className="btn" aria-pressed={value === t(one)} onClick={() => onChange(t(one))}>
            {t(one)}
          </button>
        ))}
      </div>
      <input className={css.word} aria-label={t("kpi.ui.entry_reason")} maxLength={400} value={value} onChange={(event) => onChange(event.target.value)} />
    </section>
  );
}
