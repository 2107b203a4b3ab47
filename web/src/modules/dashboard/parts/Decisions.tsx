import { Check, Circle, Plus, X } from "lucide-react";
import { Suspense, lazy, useState } from "react";
import { classes } from "~/ui/classes";
import { dayInText } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { type Decision, type Week, useDecisionSteps } from "../queries";
import css from "./week.module.css";

const DecisionForm = lazy(() => import("./DecisionForm"));

/** What earlier meetings decided, until it is done, and what this one decides. */
export function Decisions({ sheet }: { sheet: Week }) {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (sheet.decisions.length === 0 && !sheet.may_decide) return null;
  return (
    <section className={css.decisions} aria-label={t("dashboard.ui.decisions")}>
      <header className={css.part}>
        <h2>{t("dashboard.ui.decisions")}</h2>
        <span className="grow" />
        {sheet.may_decide ? (
          <button type="button" className={`link-btn ${css.add}`} onClick={() => setAdding(true)}>
            <Plus size={14} aria-hidden="true" />
            {t("dashboard.ui.decision_add")}
          </button>
        ) : null}
      </header>
      {sheet.decisions.length === 0 ? <p className="note">{t("dashboard.ui.decisions_none")}</p> : null}
      <ul>
        {sheet.decisions.map((decision) => (
          <Line key={decision.id} decision={decision} today={sheet.today} onProblem={setProblem} />
        ))}
      </ul>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {sheet.decisions_left > 0 ? <p className="note">{t("dashboard.ui.decisions_left", { count: sheet.decisions_left })}</p> : null}
      {adding ? (
        <Suspense fallback={null}>
          <DecisionForm unit={sheet.unit.id} today={sheet.today} onClose={() => setAdding(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}

type LineProps = { decision: Decision; today: string; onProblem: (text: string | null) => void };

function Line({ decision, today, onProblem }: LineProps) {
  const { t, language } = useWords();
  const steps = useDecisionSteps();
  const { busy, run } = useOnce(async (act: () => Promise<unknown>) => {
    onProblem(null);
    try {
      await act();
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    } finally {
      await steps.refresh();
    }
  });
  const done = decision.done_on !== null;
  const late = !done && decision.due !== null && decision.due < today;
  const Mark = done ? Check : Circle;
  return (
    <li className={classes(css.decision, done && css.done)}>
      <button type="button" role="checkbox" aria-checked={done} className="icon-btn" aria-label={t("dashboard.ui.decision_done", { what: decision.note })} disabled={busy || !decision.may_finish} onClick={() => void run(() => steps.finish(decision, !done))}>
        <Mark size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <span className={css.what}>
        <span>{decision.note}</span>
        <span className={classes("note", late && css.bad)}>
          {decision.owner_name} {decision.due === null ? "" : dayInText(decision.due, language)}
          {late ? ` ${t("dashboard.ui.decision_late")}` : ""}
        </span>
      </span>
      {decision.may_change && !done ? (
        <button type="button" className={`icon-btn ${css.off}`} aria-label={t("dashboard.ui.decision_remove", { what: decision.note })} title={t("dashboard.ui.decision_remove", { what: decision.note })} disabled={busy} onClick={() => void run(() => steps.remove(decision))}>
          <X size={14} aria-hidden="true" />
        </button>
      ) : null}
    </li>
  );
}
