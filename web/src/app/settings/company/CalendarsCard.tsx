/** The calendars of working days: who works by which, and what each says of each day of a year. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useCan } from "~/api/session";
import { classes } from "~/ui/classes";
import { day, name, today } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { numberOf, useScope } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import { Card } from "../Card";
import { AssignDialog, CalendarDialog, DaysDialog } from "./CalendarDialogs";
import { type Calendar, type WorkYear, dayKinds, useCalendarActs, useCalendars, useWorkYear, weekdays } from "./queries";
import { type YearDay, type YearMonth, monthsOf, moved } from "./year";
import styles from "./company.module.css";

type Asked = { what: "new" | "edit" | "assign" } | { what: "days"; day: YearDay } | null;

export function CalendarsCard({ asked, ask }: { asked: Asked; ask: (asked: Asked) => void }) {
  const { t } = useWords();
  const [search, setSearch] = useScope();
  const query = useCalendars();
  const year = numberOf(search.year) ?? Number(today().slice(0, 4));
  return (
    <Card title={t("settings.calendar.card")} note={t("settings.calendar.card_note")} end={<Export list={listOf("/work-calendars")} title={t("settings.calendar.card")} />} query={query}>
      {({ items, known_years }) => {
        const chosen = items.find(({ id }) => id === numberOf(search.calendar)) ?? items[0]!;
        const close = () => ask(null);
        return (
          <>
            <Chosen items={items} chosen={chosen} choose={(calendar) => setSearch({ calendar })} ask={ask} />
            <Year calendar={chosen} year={year} known={known_years.includes(year)} setYear={(next) => setSearch({ year: next })} ask={(one) => ask({ what: "days", day: one })} />
            {asked?.what === "new" ? <CalendarDialog onClose={close} onDone={(id) => setSearch({ calendar: id })} /> : null}
            {asked?.what === "edit" ? <CalendarDialog calendar={chosen} onClose={close} onDone={() => undefined} /> : null}
            {asked?.what === "assign" ? <AssignDialog calendar={chosen} onClose={close} /> : null}
            {asked?.what === "days" ? <DaysDialog calendar={chosen} first={asked.day} onClose={close} /> : null}
          </>
        );
      }}
    </Card>
  );
}

type ChosenProps = { items: Calendar[]; chosen: Calendar; choose: (id: number) => void; ask: (asked: Asked) => void };

function Chosen({ items, chosen, choose, ask }: ChosenProps) {
  const { t, language } = useWords();
  const can = useCan();
  const week = weekdays.filter((one) => chosen.weekdays.includes(one)).map((one) => t(`settings.company.week_start_${one}` as Key));
  return (
    <div className={styles.chosen}>
      <label>
        <span className="note">{t("settings.calendar.which")}</span>
        <select className="field" value={chosen.id} onChange={(event) => choose(Number(event.target.value))}>
          {items.map((one) => (
            <option key={one.id} value={one.id}>
              {name(one.names, language)}
            </option>
          ))}
        </select>
      </label>
      <div className={styles.facts}>
        <p>{t("settings.calendar.works", { days: week.reduce((all, next) => t("settings.ui.and", { all, next })) })}</p>
        <p className="note">
          {chosen.usual ? t("settings.calendar.usual") : null} <Uses calendar={chosen} />
        </p>
      </div>
      <span className="grow" />
      <button type="button" className="btn" onClick={() => ask({ what: "edit" })}>
        {t("settings.calendar.edit")}
      </button>
      {can("people.read") ? (
        <button type="button" className="btn" onClick={() => ask({ what: "assign" })}>
          {t("settings.calendar.assign")}
        </button>
      ) : null}
    </div>
  );
}

function Uses({ calendar }: { calendar: Calendar }) {
  const { t, language } = useWords();
  if (calendar.uses.length === 0) return calendar.usual ? null : <>{t("settings.calendar.no_use")}</>;
  const words = calendar.uses.map(({ unit_names, valid_from, valid_to }) => {
    const from = { unit: name(unit_names, language), from: day(valid_from, language) };
    return valid_to === null ? t("settings.calendar.use", from) : t("settings.calendar.use_until", { ...from, to: day(valid_to, language) });
  });
  return <>{words.reduce((all, next) => t("settings.ui.and", { all, next }))}</>;
}

type YearProps = { calendar: Calendar; year: number; known: boolean; setYear: (year: number) => void; ask: (day: YearDay) => void };

function Year({ calendar, year, known, setYear, ask }: YearProps) {
  const { t } = useWords();
  const query = useWorkYear(calendar.id, year);
  const turn = (by: number, label: Key, icon: ReactNode) => (
    <button type="button" className="icon-btn" aria-label={t(label)} onClick={() => setYear(year + by)}>
      {icon}
    </button>
  );
  return (
    <>
      <div className={styles.year_head}>
        {turn(-1, "settings.calendar.year_before", <ChevronLeft size={16} strokeWidth={1.75} />)}
        <b className="num">{year}</b>
        {turn(1, "settings.calendar.year_after", <ChevronRight size={16} strokeWidth={1.75} />)}
        {query.data?.year === year ? <span className="note">{t("settings.calendar.total", { count: query.data.workdays.reduce((sum, one) => sum + one, 0) })}</span> : null}
        <span className="grow" />
        {known ? <Holidays calendar={calendar} year={year} /> : <span className="note">{t("settings.calendar.unknown_year", { year: String(year) })}</span>}
      </div>
      {query.data ? <Grid key={`${query.data.calendar.id} ${query.data.year}`} shown={query.data} ask={ask} /> : query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={8} />}
      <Legend />
    </>
  );
}

function Holidays({ calendar, year }: { calendar: Calendar; year: number }) {
  const { t } = useWords();
  const acts = useCalendarActs();
  const [said, say] = useState("");
  const { run: take } = useOnce(async () => {
    try {
      await acts.holidays(calendar.id, year, calendar.version);
      say(t("settings.calendar.taken", { year: String(year) }));
    } catch (error) {
      say((error as Error).message);
    }
  });
  return (
    <>
      <span className="note" role="status">
        {said}
      </span>
      <button type="button" className="btn" onClick={() => void take()}>
        {t("settings.calendar.take", { year: String(year) })}
      </button>
    </>
  );
}

/** Twelve months; one day at a time can be reached by the Tab key, the arrows lead to the others. */
function Grid({ shown, ask }: { shown: WorkYear; ask: (day: YearDay) => void }) {
  const { t } = useWords();
  const months = monthsOf(shown);
  const here = today();
  const [at, setAt] = useState(here.startsWith(String(shown.year)) ? here : `${shown.year}-01-01`);
  const frame = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const next = moved(at, event.key);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    frame.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };
  return (
    <div ref={frame} className={styles.months} role="group" aria-label={t("settings.calendar.days")} onKeyDown={press}>
      {months.map((month) => (
        <Month key={month.month} year={shown.year} month={month} at={at} here={here} choose={setAt} ask={ask} />
      ))}
    </div>
  );
}

type MonthProps = { year: number; month: YearMonth; at: string; here: string; choose: (day: string) => void; ask: (day: YearDay) => void };

function Month({ year, month, at, here, choose, ask }: MonthProps) {
  const { t, language } = useWords();
  const locale = language === "zh" ? "zh-CN" : "en";
  const title = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(year, month.month - 1, 1)));
  const letters = new Intl.DateTimeFormat(locale, { weekday: "narrow", timeZone: "UTC" });
  return (
    <section className={styles.month} aria-label={title}>
      <header>
        <b>{title}</b>
        <span className="note">{t("settings.calendar.workdays", { count: month.workdays })}</span>
      </header>
      <div className={styles.grid}>
        {weekdays.map((one, index) => (
          <span key={one} className={styles.letter} aria-hidden="true">
            {letters.format(new Date(Date.UTC(2026, 0, 5 + index)))}
          </span>
        ))}
        {month.days.map((one, index) => (
          <button
            key={one.day}
            type="button"
            data-day={one.day}
            tabIndex={one.day === at ? 0 : -1}
            style={index === 0 ? { gridColumnStart: month.before + 1 } : undefined}
            className={classes("num", styles.day, styles[one.kind], one.said && styles.said, one.day === here && styles.today)}
            aria-label={`${one.number} ${title}, ${t(`settings.calendar.kind_${one.kind}` as Key)} ${one.name}`.trim()}
            aria-current={one.day === here ? "date" : undefined}
            title={one.name || t(`settings.calendar.kind_${one.kind}` as Key)}
            onClick={() => {
              choose(one.day);
              ask(one);
            }}
          >
            {one.number}
            {one.said && one.kind === "workday" ? <i aria-hidden="true">{t("settings.calendar.mark_work")}</i> : null}
            {one.kind === "statutory" ? <i aria-hidden="true">{t("settings.calendar.mark_off")}</i> : null}
          </button>
        ))}
      </div>
    </section>
  );
}

function Legend() {
  const { t } = useWords();
  return (
    <ul className={styles.legend}>
      {dayKinds.map((kind) => (
        <li key={kind}>
          <i className={classes(styles.sample, styles[kind])} aria-hidden="true" />
          {t(`settings.calendar.kind_${kind}` as Key)}
        </li>
      ))}
    </ul>
  );
}
