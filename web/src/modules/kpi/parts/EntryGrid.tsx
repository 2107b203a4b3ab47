/** Units down, days across; today is the one framed column, and what is typed saves by itself. */
import { type ClipboardEvent, type FocusEvent, type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { CircleDashed } from "lucide-react";
import { Shape } from "~/ui/Light";
import { day, dayAfter, exact, figure, name } from "~/ui/format";
import { type Language, type Translate, useWords } from "~/ui/i18n/words";
import type { EntryCellView, EntryRow, EntrySheet } from "../queries";
import { EntryCorrection, signed } from "./EntryCorrection";
import type { Pasting } from "./EntryPaste";
import { type Spot, amountOf, blockOf, difference, figureBefore, isGap, keyOf, minutes, rowsOf, todayAt } from "./entry_cells";
import type { Typed, useEntrySaving } from "./use_entry";
import css from "./entry.module.css";

type Props = {
  sheet: EntrySheet;
  measure: EntrySheet["measures"][number];
  names: ReadonlyMap<number, string>;
  saving: ReturnType<typeof useEntrySaving>;
  onPaste: (pasting: Pasting) => void;
};

/** A cell that is typed in, where it stands. */
type At = { row: number; column: number };

function spotOf(row: EntryRow, column: number): Spot {
  const cell = row.cells[column]!;
  return { measure: row.measure, unit: row.unit, day: cell.day, cell };
}

function useTyping({ sheet, measure, saving }: Props) {
  const { t } = useWords();
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [told, setTold] = useState("");
  const undo = useRef<{ key: string; before: string | null }[]>([]);
  const rows = rowsOf(sheet, measure.id);
  const type = (key: string, text: string | null) =>
    setTyped((old) => {
      const next = new Map(old);
      if (text === null) next.delete(key);
      else next.set(key, text);
      return next;
    });
  const save = async (list: Typed[]) => {
    for (const { spot } of list) undo.current.push({ key: keyOf(spot), before: spot.cell.amount });
    if (await saving.save(list)) list.forEach(({ spot }) => type(keyOf(spot), null));
  };
  const commit = (spot: Spot) => {
    const text = typed.get(keyOf(spot));
    if (text === undefined) return;
    if (text.trim() === "") return type(keyOf(spot), null);
    const amount = amountOf(text);
    if (amount === null) return;
    if (spot.cell.amount !== null && difference(amount, spot.cell.amount) === "0") return type(keyOf(spot), null);
    void save([{ spot, amount, reason: spot.cell.amount === null ? undefined : t("kpi.ui.entry_same_day") }]);
  };
  const undoLast = () => {
    const last = undo.current.pop();
    const spot = last && rows.flatMap((row) => row.cells.map((_, column) => spotOf(row, column))).find((one) => keyOf(one) === last.key);
    if (!spot || last.before === null || spot.cell.amount === null) return setTold(t("kpi.ui.entry_undo_none"));
    setTold("");
    void saving.save([{ spot, amount: last.before, reason: t("kpi.ui.entry_undo_reason") }]);
  };
  return { rows, typed, told, type, save, commit, undoLast };
}

/** Enter and Shift Enter walk a column, Ctrl D and R copy, Ctrl Z takes back, a block is pasted where one stands. */
function useGridKeys(props: Props, typing: ReturnType<typeof useTyping>, table: RefObject<HTMLTableElement | null>) {
  const { sheet, names, onPaste } = props;
  const { rows, typed } = typing;
  const moveDown = ({ row, column }: At, by: number) => {
    for (let next = row + by; next >= 0 && next < rows.length; next += by) {
      if (!rows[next]!.cells[column]!.open) continue;
      return table.current?.querySelector<HTMLElement>(`[data-at="${next}/${column}"]`)?.focus();
    }
    (document.activeElement as HTMLElement | null)?.blur();
  };
  const copy = (event: KeyboardEvent, spot: Spot, { row, column }: At) => {
    event.preventDefault();
    const from = rows[row] && rows[row].cells[column] ? spotOf(rows[row], column) : undefined;
    const source = from && (typed.get(keyOf(from)) ?? from.cell.amount);
    if (source && event.target instanceof HTMLInputElement) typing.type(keyOf(spot), source);
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const at = placeOf(event.target);
    if (!at) return;
    const spot = spotOf(rows[at.row]!, at.column);
    const command = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      moveDown(at, event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && typed.has(keyOf(spot))) typing.type(keyOf(spot), null);
    else if (command && letter === "d") copy(event, spot, { ...at, row: at.row - 1 });
    else if (command && letter === "r") copy(event, spot, { ...at, column: at.column - 1 });
    else if (command && letter === "z" && !typed.has(keyOf(spot))) {
      event.preventDefault();
      typing.undoLast();
    }
  };
  const paste = (event: ClipboardEvent<HTMLElement>) => {
    const text = event.clipboardData.getData("text/plain");
    const at = placeOf(event.target);
    if (!at || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const units = new Map([...names].map(([id, label]) => [label, id]));
    const block = blockOf(text, { rows, columns: sheet.columns.map((one) => one.day), unitAt: (one) => units.get(one), from: at });
    if (block.unmatched.length > 0 || block.corrects > 0) onPaste({ text, from: at });
    else void typing.save(block.fills);
  };
  return { press, paste };
}

/** Below the cell or above it, wholly on the screen. */
function besideOf(button: HTMLElement): { left: number; top: number } {
  const box = button.getBoundingClientRect();
  const [width, height] = [346, 300];
  const left = Math.max(8, Math.min(box.right - width, window.innerWidth - width - 8));
  return { left, top: box.bottom + height > window.innerHeight ? Math.max(8, box.top - height) : box.bottom + 8 };
}

export function EntryGrid(props: Props) {
  const { sheet, measure, names, saving } = props;
  const { t, language } = useWords();
  const table = useRef<HTMLTableElement>(null);
  const [correcting, correct] = useState<{ spot: Spot; at: { left: number; top: number } } | null>(null);
  const typing = useTyping(props);
  const { press, paste } = useGridKeys(props, typing, table);
  const { rows, typed } = typing;
  const now = todayAt(sheet);
  const people = new Set(rows.map(({ person_name }) => person_name));
  return (
    <div className={css.scroll}>
      <table ref={table} className={css.grid} onKeyDown={press} onPaste={paste}>
        <caption className="sr">{name(measure.names, language)}</caption>
        <Head sheet={sheet} measure={measure} now={now} />
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.unit}>
              <th scope="row">
                {names.get(row.unit)}
                {people.size > 1 && row.person_name ? <span className="note"> {row.person_name}</span> : null}
              </th>
              {row.cells.map((cell, column) => {
                const spot = spotOf(row, column);
                const key = keyOf(spot);
                return (
                  <Cell
                    key={cell.day}
                    spot={spot}
                    at={`${at}/${column}`}
                    label={`${names.get(row.unit)} ${day(cell.day, language)}`}
                    now={column === now}
                    text={typed.get(key)}
                    problem={saving.problems.get(key) ?? (isBad(typed.get(key)) ? t("kpi.ui.entry_not_number") : undefined)}
                    onType={(text) => typing.type(key, text)}
                    onLeave={() => typing.commit(spot)}
                    onCorrect={(button) => correct({ spot, at: besideOf(button) })}
                  />
                );
              })}
              {now === -1 ? null : <Beside row={row} now={now} text={typed.get(keyOf(spotOf(row, now)))} />}
            </tr>
          ))}
        </tbody>
        <Foot sheet={sheet} measure={measure} now={now} />
      </table>
      <p className={css.told} role="status">
        {typing.told}
      </p>
      {correcting ? (
        <EntryCorrection
          spot={correcting.spot}
          unit={names.get(correcting.spot.unit) ?? ""}
          measure={measure}
          at={correcting.at}
          onClose={() => correct(null)}
          onKeep={(amount, reason) => {
            void typing.save([{ spot: correcting.spot, amount, reason }]);
            correct(null);
          }}
        />
      ) : null}
    </div>
  );
}

function placeOf(target: EventTarget): At | null {
  const at = (target as HTMLElement).dataset.at?.split("/").map(Number);
  return at ? { row: at[0]!, column: at[1]! } : null;
}

/** What cannot be a figure, once more than a sign stands there. */
function isBad(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== "" && text !== "-" && amountOf(text) === null;
}

function weekday(of: string, language: Language): string {
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { weekday: "short", timeZone: "UTC" }).format(new Date(`${of}T00:00:00Z`));
}

function Head({ sheet, measure, now }: { sheet: EntrySheet; measure: Props["measure"]; now: number }) {
  const { t, language } = useWords();
  const until = t("kpi.ui.entry_until", { time: minutes(measure.due_minute) });
  return (
    <thead>
      <tr>
        <th scope="col">{t("kpi.ui.entry_team")}</th>
        {sheet.columns.map((column, at) => (
          <th key={column.day} scope="col" className={at === now ? css.now : undefined}>
            <b>
              {column.start === column.day ? "" : `${day(column.start, language)} – `}
              {day(column.day, language)} {at === now ? t("kpi.ui.entry_today") : ""}
            </b>
            <span className="note">
              {sheet.grain === "day" ? weekday(column.day, language) : ""}
              {at === now && measure.due_minute < 1439 ? ` · ${until}` : ""}
            </span>
          </th>
        ))}
        {now === -1 ? null : (
          <th scope="col" className={css.beside}>
            <span className="sr">{t("kpi.ui.entry_yesterday")}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

type CellProps = {
  spot: Spot;
  at: string;
  label: string;
  now: boolean;
  text: string | undefined;
  problem: string | undefined;
  onType: (text: string) => void;
  onLeave: () => void;
  onCorrect: (button: HTMLElement) => void;
};

function Cell(props: CellProps) {
  const { spot, now } = props;
  const { t } = useWords();
  const { cell } = spot;
  const corner = cell.state === "corrected" ? <span className="sr">{t("kpi.ui.entry_corrected")}</span> : null;
  const className = [now ? css.now : "", cell.state === "off" ? css.off : "", cell.state === "corrected" ? css.corrected : ""].join(" ");
  const typing = props.text !== undefined;
  const field = cell.open && (typing || now || cell.amount === null);
  return (
    <td className={className}>
      {field ? (
        <Field {...props} />
      ) : cell.open ? (
        <button type="button" className={`${css.recorded} num`} data-at={props.at} data-cell={keyOf(spot)} aria-label={`${props.label} ${exact(cell.amount!)}, ${t("kpi.ui.entry_correct")}`} onClick={(event) => props.onCorrect(event.currentTarget)}>
          {exact(cell.amount!)}
        </button>
      ) : (
        <span className="num" title={cell.state === "several" ? t("kpi.ui.entry_several") : undefined}>
          {cell.amount === null ? emptyWord(cell, t) : exact(cell.amount)}
        </span>
      )}
      {corner}
    </td>
  );
}

function emptyWord(cell: EntryCellView, t: Translate): string {
  const words = { off: "kpi.ui.entry_off", late: "kpi.ui.entry_late", due: "kpi.ui.entry_due" } as const;
  return cell.state in words ? t(words[cell.state as keyof typeof words]) : "";
}

function Field({ spot, at, label, now, text, problem, onType, onLeave }: CellProps) {
  const { t } = useWords();
  const { cell } = spot;
  const late = cell.state === "late" && text === undefined;
  const select = (event: FocusEvent<HTMLInputElement>) => event.target.select();
  const state = late && !now ? css.lateField : isGap(cell) ? css.dueField : "";
  const hint = `problem-${at.replace("/", "-")}`;
  return (
    <>
      {late && !now ? <CircleDashed className={css.ring} size={13} strokeWidth={2} aria-hidden="true" /> : null}
      <input
        className={`${css.field} num ${state}`}
        data-at={at}
        data-cell={keyOf(spot)}
        aria-label={`${label}${isGap(cell) ? ` ${t(cell.state === "late" ? "kpi.ui.entry_late" : "kpi.ui.entry_due")}` : ""}`}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem === undefined ? undefined : hint}
        inputMode="decimal"
        autoComplete="off"
        placeholder={late ? t("kpi.ui.entry_late") : undefined}
        value={text ?? (cell.amount === null ? "" : exact(cell.amount))}
        onChange={(event) => onType(event.target.value)}
        onFocus={select}
        onBlur={onLeave}
      />
      {problem === undefined ? null : (
        <span id={hint} className={css.problem}>
          {problem}
        </span>
      )}
    </>
  );
}

/** The figure before today's, and how today's differs from it. */
function Beside({ row, now, text }: { row: EntryRow; now: number; text: string | undefined }) {
  const { t, language } = useWords();
  const cell = row.cells[now]!;
  const last = figureBefore(row, now);
  const before = last?.amount ?? null;
  const when = last && dayAfter(last.day, 1) === cell.day ? t("kpi.ui.entry_yesterday") : day(last?.day ?? null, language);
  const amount = text === undefined ? cell.amount : amountOf(text);
  return (
    <td className={css.beside}>
      <span className="num">{before === null ? "" : `${when} ${exact(before)}`}</span>
      <span className="num">{amount === null ? emptyWord(cell, t) : before === null ? "" : signed(difference(amount, before))}</span>
    </td>
  );
}

function Foot({ sheet, measure, now }: { sheet: EntrySheet; measure: Props["measure"]; now: number }) {
  const { t, language } = useWords();
  const rates = sheet.rates.filter((rate) => measure.kpis.some((kpi) => kpi.zh === rate.names.zh && kpi.en === rate.names.en));
  const part = (some: number, all: number) => (some < all ? <span className="note num">{t("kpi.ui.entry_of", { in: some, of: all })}</span> : null);
  return (
    <tfoot>
      <tr>
        <th scope="row">{t("kpi.ui.entry_total")}</th>
        {measure.totals.map((total, at) => (
          <td key={total.day} className={at === now ? css.now : undefined}>
            {total.of === 0 && total.amount === null ? t("kpi.ui.entry_off") : <b className="num">{total.amount === null ? "—" : exact(total.amount)}</b>}
            {total.of > 0 ? part(total.units, total.of) : null}
          </td>
        ))}
        {now === -1 ? null : <td className={`${css.beside} note`}>{t("kpi.ui.entry_gaps_left_out")}</td>}
      </tr>
      {rates.map((rate) => (
        <tr key={rate.assignment}>
          <th scope="row" className={css.rate}>
            {name(rate.names, language)}
          </th>
          {sheet.columns.map((column, at) => {
            const point = rate.points.find((one) => one.day === column.day);
            return (
              <td key={column.day} className={at === now ? css.now : undefined}>
                {point?.light === "watch" || point?.light === "breach" ? <Shape of={point.light} size={10} /> : null}{" "}
                <span className="num">{point?.value ? figure(point.value, rate.unit, rate.decimals) : ""}</span>
                {point ? part(point.rows_used, point.rows_seen) : null}
              </td>
            );
          })}
          {now === -1 ? null : <td className={css.beside} />}
        </tr>
      ))}
    </tfoot>
  );
}
