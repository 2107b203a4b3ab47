/** Who reports a measure for which unit, and how far that has come today. */
import { Plus, Table2 } from "lucide-react";
import { useState } from "react";
import { useCan } from "~/api/session";
import type { Measure } from "~/api/types";
import { day, name, today, unknown } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { Link, useScope } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import { type Duty, useDuties, useDutyChanges } from "../queries";
import { minutes } from "./entry_cells";
import css from "./duties.module.css";

const states: Record<Duty["state"], Key> = {
  filled: "kpi.ui.duty_in",
  corrected: "kpi.ui.duty_in",
  several: "kpi.ui.duty_in",
  due: "kpi.ui.entry_due",
  late: "kpi.ui.entry_late",
  off: "kpi.ui.entry_off",
  later: "kpi.ui.entry_later",
};

export function Duties({ measure }: { measure: Measure }) {
  const { t } = useWords();
  const can = useCan();
  const [, setSearch] = useScope();
  const query = useDuties(measure.id);
  return (
    <section className={css.duties} aria-label={t("kpi.ui.duties")}>
      <header className="row">
        <h2>{t("kpi.ui.duties")}</h2>
        {query.data ? <Counts duties={query.data} /> : null}
        <span className="grow" />
        {query.data?.length ? <Export list={listOf(`/measures/${measure.id}/duties`)} title={t("kpi.ui.duties")} /> : null}
        {can("kpi.enter") && query.data && query.data.length > 0 ? (
          <Link to="/entry" search={{ measure: measure.id }} className="btn">
            <Table2 size={15} strokeWidth={1.75} aria-hidden="true" />
            {t("kpi.ui.entry")}
          </Link>
        ) : null}
        {can("kpi.define") ? (
          <button type="button" className="btn" onClick={() => setSearch({ edit: "duty" }, true)}>
            <Plus size={15} strokeWidth={1.75} aria-hidden="true" />
            {t("kpi.ui.duty_add")}
          </button>
        ) : null}
      </header>
      <p className="note">{t("kpi.ui.duties_text")}</p>
      {query.isPending ? <Skeleton rows={2} /> : query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : <DutyTable duties={query.data} measure={measure.id} />}
    </section>
  );
}

/** Of the duties that are due today: how many are in; of the last days: what is missing. */
function Counts({ duties }: { duties: Duty[] }) {
  const { t } = useWords();
  const due = duties.filter(({ state }) => state !== "off" && state !== "later");
  const into = due.filter(({ state }) => state !== "due" && state !== "late").length;
  const late = duties.reduce((sum, one) => sum + one.late, 0);
  if (duties.length === 0) return null;
  return (
    <span className="note num">
      {t("kpi.ui.duty_today", { in: into, of: due.length })} · {late > 0 ? t("kpi.ui.duty_late", { count: late }) : t("kpi.ui.duty_all_in")}
    </span>
  );
}

function DutyTable({ duties, measure }: { duties: Duty[]; measure: number }) {
  const { t, language } = useWords();
  const can = useCan();
  const { change } = useDutyChanges(measure);
  const [problem, setProblem] = useState("");
  const { run: end } = useOnce((duty: Duty) => {
    const last = duty.valid_from > today() ? duty.valid_from : today();
    return change(duty, { valid_to: last }).then(
      () => setProblem(""),
      (error: Error) => setProblem(error.message),
    );
  });
  if (duties.length === 0) return <p className={css.none}>{t("kpi.ui.duties_none")}</p>;
  return (
    <div className={css.scroll}>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <table className={css.table}>
        <caption className="sr">{t("kpi.ui.duties")}</caption>
        <thead>
          <tr>
            {[t("kpi.ui.entry_team"), t("kpi.ui.duty_who"), t("kpi.ui.duty_grain"), t("kpi.ui.duty_due"), t("kpi.ui.duty_from"), t("kpi.ui.duty_state")].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {can("kpi.define") ? (
              <th scope="col">
                <span className="sr">{t("kpi.ui.duty_end")}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {duties.map((duty) => (
            <tr key={duty.id}>
              <th scope="row">{name(duty.unit_names, language)}</th>
              <td>{duty.person === null ? t("kpi.ui.duty_anybody") : (duty.person_name ?? unknown)}</td>
              <td>{t(`kpi.ui.frequency_${duty.grain}`)}</td>
              <td className="num">
                {minutes(duty.due_minute)}
                {duty.grace_days > 0 ? ` +${duty.grace_days}` : ""}
              </td>
              <td className="num">
                {day(duty.valid_from, language)}
                {duty.valid_to === null ? "" : ` – ${day(duty.valid_to, language)}`}
              </td>
              <td>
                {t(states[duty.state])} {duty.late > 0 ? <span className="note">{t("kpi.ui.duty_late", { count: duty.late })}</span> : null}
              </td>
              {can("kpi.define") ? (
                <td>
                  {duty.valid_to === null ? (
                    <button type="button" className="btn" onClick={() => void end(duty)}>
                      {t("kpi.ui.duty_end")}
                      <span className="sr"> {name(duty.unit_names, language)}</span>
                    </button>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
