import { ChevronLeft, ChevronRight, Copy, Printer, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useMe } from "~/api/session";
import { UnitChip } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { Logo } from "~/ui/Logo";
import { dayAfter, daysBetween, moment, name, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { inField } from "~/ui/keys";
import { Link, numberOf, useNavigate, useScope } from "~/ui/router";
import { ErrorState, NoPermission, Skeleton } from "~/ui/states";
import { Agenda } from "../parts/Agenda";
import { WeekBody, sentence } from "../parts/WeekBody";
import { type Week, useWeek } from "../queries";
import css from "../parts/week.module.css";

const week = 7;
/** As far back as the server looks. */
const furthest = 92;

/** The sheet of a unit's weekly meeting: no rail, no tint, one printed page. */
export default function WeekPage() {
  const { t } = useWords();
  const me = useMe();
  const [search] = useScope();
  const since = typeof search.since === "string" ? search.since : undefined;
  const query = useWeek(numberOf(search.unit), since);
  useEffect(() => {
    document.title = `${t("dashboard.ui.week")} · ${t("ui.product")}`;
  }, [t]);
  if (!me.permissions.includes("dashboard.read")) return <NoPermission />;
  return (
    <div className={css.sheet}>
      <Tools sheet={query.data} />
      {query.isPending ? (
        <div className={css.pending}>
          <h1 className="sr">{t("dashboard.ui.week")}</h1>
          <Skeleton rows={10} />
        </div>
      ) : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Sheet sheet={query.data} /> : null}
    </div>
  );
}

function Tools({ sheet }: { sheet?: Week }) {
  const { t } = useWords();
  const [, setSearch] = useScope();
  const units = useUnits();
  const navigate = useNavigate();
  const leave = { to: "/board", search: { unit: sheet?.unit.id } };
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !inField(event)) navigate(leave);
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  });
  return (
    <header className={css.tools}>
      <Logo />
      <b>{t("shell.product_short")}</b>
      <span className="note">{t("dashboard.ui.week_head")}</span>
      {sheet ? <UnitChip unit={sheet.unit} units={units.data ?? []} onChange={(unit) => setSearch({ unit })} /> : null}
      <span className="grow" />
      {sheet ? <Since sheet={sheet} /> : null}
      <CopyLink />
      <button type="button" className="btn primary" onClick={() => window.print()}>
        <Printer size={15} strokeWidth={1.75} aria-hidden="true" />
        {t("dashboard.ui.week_print")}
      </button>
      <Link {...leave} className="btn ghost">
        <X size={15} strokeWidth={1.75} aria-hidden="true" />
        {t("dashboard.ui.week_leave")}
        <kbd>Esc</kbd>
      </Link>
    </header>
  );
}

/** From which day on things are compared, a week at a time. */
function Since({ sheet }: { sheet: Week }) {
  const { t } = useWords();
  const [, setSearch] = useScope();
  const days = daysBetween(sheet.since, sheet.today);
  const move = (by: number) => setSearch({ since: dayAfter(sheet.since, by) });
  return (
    <span className={css.since} role="group" aria-label={t("dashboard.ui.since")}>
      <button type="button" className="icon-btn" aria-label={t("dashboard.ui.since_days", { days: days + week })} title={t("dashboard.ui.since_days", { days: days + week })} disabled={days + week > furthest} onClick={() => move(-week)}>
        <ChevronLeft size={15} aria-hidden="true" />
      </button>
      <b>{t("dashboard.ui.since_days", { days })}</b>
      <button type="button" className="icon-btn" aria-label={t("dashboard.ui.since_days", { days: days - week })} title={t("dashboard.ui.since_days", { days: days - week })} disabled={days - week < 1} onClick={() => move(week)}>
        <ChevronRight size={15} aria-hidden="true" />
      </button>
    </span>
  );
}

function CopyLink() {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href);
    setCopied(true);
  };
  return (
    <button type="button" className="btn" onClick={() => void copy()}>
      <Copy size={15} strokeWidth={1.75} aria-hidden="true" />
      <span aria-live="polite">{t(copied ? "dashboard.ui.week_copied" : "dashboard.ui.week_copy")}</span>
    </button>
  );
}

function Sheet({ sheet }: { sheet: Week }) {
  const { t, language } = useWords();
  return (
    <div className={css.columns}>
      <div className={css.left}>
        <p className={css.about}>
          <b>{name(sheet.unit.names, language)}</b>
          <span>{about(sheet, t, language)}</span>
        </p>
        <h1 data-testid="week-state">{sentence(sheet, t, language)}</h1>
        <WeekBody sheet={sheet} />
        <p className={`note ${css.foot}`}>{t("dashboard.ui.week_foot", { at: moment(sheet.updated_at, language) })}</p>
      </div>
      <Agenda sheet={sheet} />
    </div>
  );
}

function about({ cycle, since, today: now }: Week, t: ReturnType<typeof useWords>["t"], language: "zh" | "en"): string {
  const compared = t("dashboard.ui.week_compared", { since: shortDay(since), today: shortDay(now), before: shortDay(dayAfter(since, -1)) });
  if (!cycle) return compared;
  return `${t("dashboard.ui.day_cycle", { name: name(cycle.names, language), week: cycle.week, weeks: cycle.weeks })} · ${compared}`;
}

/** Within the year month and day are enough. */
function shortDay(day: string): string {
  return day.slice(0, 4) === today().slice(0, 4) ? day.slice(5) : day;
}
