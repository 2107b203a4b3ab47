import { useEffect } from "react";
import { useMe } from "~/api/session";
import { dayInText, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useLetter } from "~/ui/keys";
import { Link, useScope } from "~/ui/router";
import { Slot } from "~/ui/Slot";
import { ErrorState, NoPermission, Skeleton } from "~/ui/states";
import { DayMoves, DayUnitCard } from "../parts/DaySide";
import { DayGoals, DayMetrics } from "../parts/DayRails";
import { DayTodos } from "../parts/DayTodos";
import { greetingAt, sentenceOf, targetOf } from "../parts/todo";
import { type MyDay, useMyDay } from "../queries";
import css from "../parts/day.module.css";
import "~/ui/page.css";

/** One's own day: what waits, by consequence, one's share in both rails, and what is new. */
export default function DayPage() {
  const { t } = useWords();
  const me = useMe();
  const query = useMyDay();
  const [search, setSearch] = useScope();
  useEffect(() => {
    document.title = `${t("dashboard.shell.day")} · ${t("ui.product")}`;
  }, [t]);
  const first = query.data?.todos.find(({ kind }) => kind === "breach");
  useLetter("a", first ? () => setSearch({ acknowledge: first.subject }) : null);
  if (!me.permissions.includes("dashboard.read")) return <NoPermission />;
  return (
    <div className="page">
      <Head day={query.data} />
      {query.isPending ? <Outline /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Body day={query.data} /> : null}
      {search.acknowledge !== undefined ? <Slot name="breach.acknowledge" assignment={Number(search.acknowledge)} onClose={() => setSearch({ acknowledge: undefined })} /> : null}
    </div>
  );
}

function Head({ day }: { day?: MyDay }) {
  const { t, language } = useWords();
  const me = useMe();
  const now = new Date();
  const first = day?.todos[0];
  return (
    <header className={css.head}>
      <div>
        {day ? <p className="note">{dateLine(day, t, language)}</p> : null}
        <h1>
          <b>{t(greetingAt(now.getHours()), { name: me.name })}</b> {day ? <span data-testid="day-state">{sentenceOf(day, t)}</span> : null}
        </h1>
      </div>
      {first ? (
        <Link {...targetOf(first)} className="btn primary desk">
          {t("dashboard.ui.day_start", { count: day.todos.length })}
        </Link>
      ) : null}
    </header>
  );
}

function dateLine({ today, cycle }: MyDay, t: ReturnType<typeof useWords>["t"], language: "zh" | "en"): string {
  const weekday = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { weekday: "long", timeZone: "UTC" }).format(new Date(`${today}T00:00:00Z`));
  const line = t("dashboard.ui.day_line", { day: dayInText(today, language), weekday });
  if (!cycle) return line;
  const { week, weeks } = cycle;
  return `${line}${language === "zh" ? "，" : " · "}${t("dashboard.ui.day_cycle", { name: name(cycle.names, language), week, weeks })}`;
}

function Body({ day }: { day: MyDay }) {
  const { t } = useWords();
  return (
    <div className={css.day}>
      <div className={css.main}>
        <DayTodos todos={day.todos} />
        <section className="card" aria-label={t("dashboard.ui.day_rails")}>
          <header className="card-head">
            <h2>{t("dashboard.ui.day_rails")}</h2>
            <span className="grow" />
            <Link to="/board">{t("dashboard.ui.day_board")}</Link>
          </header>
          <div className={css.both}>
            <DayGoals day={day} />
            <DayMetrics day={day} />
          </div>
        </section>
      </div>
      <div className={css.side}>
        {day.unit ? <DayUnitCard unit={day.unit} goals={day.goals} /> : null}
        <DayMoves moves={day.moves} />
      </div>
    </div>
  );
}

function Outline() {
  return (
    <div className={css.day}>
      <div className={css.main}>
        <div className="card">
          <Skeleton rows={5} />
        </div>
        <div className="card">
          <Skeleton rows={7} />
        </div>
      </div>
      <div className={css.side}>
        <div className="card">
          <Skeleton rows={6} />
        </div>
      </div>
    </div>
  );
}
