/** Beside the sheet: how much of today is in, who still owes what, and what was just entered. */
import { CircleDashed, Clock } from "lucide-react";
import type { Day } from "~/api/types";
import { exact, moment, name, relative } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import type { EntrySheet } from "../queries";
import { EntryMoves } from "./EntryCorrection";
import { type Place, isGap, keyOf, minutes, todayAt } from "./entry_cells";
import type { Logged, useEntrySaving } from "./use_entry";
import css from "./entry.module.css";

type Props = {
  sheet: EntrySheet;
  names: ReadonlyMap<number, string>;
  saving: ReturnType<typeof useEntrySaving>;
  onGo: (place: Place) => void;
};

/** Owing cells that are listed; the sheet itself shows all. */
const listed = 8;

export function EntrySide({ sheet, names, saving, onGo }: Props) {
  const { t, language } = useWords();
  const at = todayAt(sheet);
  return (
    <aside className={css.side} aria-label={t("kpi.ui.entry_owing")}>
      {at === -1 ? null : <DueCard sheet={sheet} at={at} />}
      <OwingCard sheet={sheet} names={names} onGo={onGo} />
      <section className="card">
        <h2 className={css.cardHead}>{t("kpi.ui.entry_log")}</h2>
        {saving.log.length === 0 ? <p className={css.quiet}>{t("kpi.ui.entry_log_none")}</p> : null}
        <ol className={css.log}>
          {saving.log.slice(0, listed).map((entry) => (
            <li key={`${entry.at}${entry.typed.length}`}>
              <time className="num">{moment(entry.at).split(" ").at(-1)}</time>
              <span>
                {lineOf(entry)}
                <EntryMoves moved={entry.moved} />
              </span>
            </li>
          ))}
        </ol>
      </section>
    </aside>
  );

  function lineOf({ typed }: Logged) {
    if (typed.length !== 1) return t("kpi.ui.entry_log_pasted", { count: typed.length });
    const { spot, amount, reason } = typed[0]!;
    const unit = names.get(spot.unit) ?? "";
    const before = spot.cell.amount;
    const when = spot.day === sheet.today ? "" : ` ${relative(spot.day, t, language, sheet.today)}`;
    return before === null ? `${unit}${when} ${exact(amount)}` : `${unit}${when} ${exact(before)} → ${exact(amount)}${reason ? ` · ${reason}` : ""}`;
  }
}

function DueCard({ sheet, at }: { sheet: EntrySheet; at: number }) {
  const { t, language } = useWords();
  const counts = sheet.measures.map((measure) => ({ measure, count: measure.totals[at]!.count, of: measure.totals[at]!.of }));
  const due = counts.reduce((sum, { count }) => sum + count.due, 0);
  const into = counts.reduce((sum, { count }) => sum + count.in, 0);
  const later = counts.filter(({ count, of }) => count.due === 0 && of > 0).map(({ measure }) => measure);
  return (
    <section className={`card ${css.dueCard}`}>
      <h2>{t("kpi.ui.entry_due_now")}</h2>
      <p>
        <b className="num">{into}</b> <span className="num">{t("kpi.ui.entry_in_of", { of: due })}</span>
      </p>
      {due > 0 ? (
        <span className={css.parts} aria-hidden="true">
          {Array.from({ length: Math.min(due, 48) }, (_, part) => (
            <i key={part} data-in={part < Math.round((into / due) * Math.min(due, 48)) || undefined} />
          ))}
        </span>
      ) : null}
      {later.length > 0 ? (
        <p className="note">{t("kpi.ui.entry_still_later", { names: later.map(({ names }) => name(names, language)).join(language === "zh" ? "、" : ", "), time: minutes(Math.min(...later.map(({ open_minute }) => open_minute))) })}</p>
      ) : null}
    </section>
  );
}

function OwingCard({ sheet, names, onGo }: Omit<Props, "saving">) {
  const { t, language } = useWords();
  const owing = owingOf(sheet);
  const today = owing.filter(({ place }) => isNow(sheet, place.day)).length;
  const measureNames = new Map(sheet.measures.map((measure) => [measure.id, name(measure.names, language)]));
  return (
    <section className="card">
      <h2 className={css.cardHead}>
        {t("kpi.ui.entry_owing")}{" "}
        {owing.length > 0 ? <span className="note">{t("kpi.ui.entry_owing_count", { today, before: owing.length - today })}</span> : null}
      </h2>
      {owing.length === 0 ? <p className={css.quiet}>{t("kpi.ui.entry_owing_none")}</p> : null}
      <ul className={css.owing}>
        {owing.slice(0, listed).map(({ place, open, late }) => (
          <li key={keyOf(place)}>
            {late ? <CircleDashed size={14} strokeWidth={2} aria-hidden="true" /> : <Clock size={14} strokeWidth={2} aria-hidden="true" />}
            <span className="grow">
              <b>{names.get(place.unit)}</b>
              <span className="note">
                {isNow(sheet, place.day) ? "" : `${relative(place.day, t, language, sheet.today)} `}
                {measureNames.get(place.measure)} {late ? t("kpi.ui.entry_late") : t("kpi.ui.entry_due")}
              </span>
            </span>
            {open ? (
              <button type="button" className="btn" onClick={() => go(place)}>
                {late && !isNow(sheet, place.day) ? t("kpi.ui.entry_make_up") : t("kpi.ui.entry_go")}
                <span className="sr">{` ${names.get(place.unit)} ${measureNames.get(place.measure)}`}</span>
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );

  function go(place: Place) {
    onGo(place);
    // The tab of the measure has to be drawn first.
    setTimeout(() => document.querySelector<HTMLElement>(`[data-cell="${keyOf(place)}"]`)?.focus());
  }
}

function isNow(sheet: EntrySheet, day: Day): boolean {
  return sheet.columns[todayAt(sheet)]?.day === day;
}

/** Cells that are awaited and empty, today's first. */
function owingOf(sheet: EntrySheet) {
  const found = sheet.rows.flatMap(({ measure, unit, cells }) =>
    cells.filter(isGap).map((cell) => ({ place: { measure, unit, day: cell.day }, open: cell.open, late: cell.state === "late" })),
  );
  return found.sort((one, other) => (one.place.day === other.place.day ? one.place.measure - other.place.measure : one.place.day < other.place.day ? 1 : -1));
}
