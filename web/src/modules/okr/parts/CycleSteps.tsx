/** Where a cycle stands, and its next step by hand; by its days it goes on by itself. */
import { useCan } from "~/api/session";
import type { Cycle } from "~/api/types";
import { dayInText } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { useChangeCycleState } from "../queries_close";
import css from "./close.module.css";

export function CycleSteps({ cycle }: { cycle: Cycle }) {
  const { t, language } = useWords();
  const may = useCan()("okr.define");
  const change = useChangeCycleState();
  if (cycle.kind === "backlog") return <p className="note">{t("okr.ui.backlog_text")}</p>;
  const next = cycle.state === "planning" ? "active" : cycle.state === "active" ? "closing" : null;
  return (
    <section className={css.cycle}>
      <p>
        <span className="tag okr">{t(`okr.ui.cycle_${cycle.state}`)}</span>{" "}
        <span className="note">{t(`okr.ui.cycle_${cycle.state}_text`, { start: dayInText(cycle.start, language), end: dayInText(cycle.end, language) })}</span>
      </p>
      {may && next ? (
        <button type="button" className="btn" disabled={change.isPending} onClick={() => change.mutate({ cycle: cycle.id, state: next, version: cycle.version })}>
          {t(next === "active" ? "okr.ui.begin_cycle" : "okr.ui.end_cycle")}
        </button>
      ) : null}
      {cycle.state === "planning" ? null : <Link to={`/okr/cycles/${cycle.id}/close`}>{t("okr.ui.to_close")}</Link>}
      {change.isError ? (
        <p className="problem" role="alert">
          {change.error.message}
        </p>
      ) : null}
    </section>
  );
}
