import { Link2 } from "lucide-react";
import type { KeyResultRow, ObjectiveRow } from "~/api/types";
import { fixed } from "~/ui/decimal";
import { name, percent } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { useObjectives } from "../queries";
import { currentOf } from "./ObjectiveRows";
import "./objective.css";

/** The key results that a metric drives and the objectives that it guards, on the metric's own page. */
export default function MetricObjectives({ assignment }: { assignment: number }) {
  const { t } = useWords();
  const list = useObjectives({ metric: assignment });
  const rows = list.data?.items ?? [];
  return (
    <section className="card metric-related" aria-label={t("okr.ui.related")}>
      <header className="card-head">
        <Link2 size={15} strokeWidth={1.75} aria-hidden="true" />
        <h2>{t("okr.ui.related")}</h2>
      </header>
      <div className="card-body">
        {list.isPending ? <Skeleton rows={2} /> : null}
        {list.isError ? <ErrorState error={list.error} retry={() => void list.refetch()} /> : null}
        {list.data && rows.length === 0 ? <p className="note">{t("okr.ui.no_related")}</p> : null}
        <ul className="o-related">
          {rows.flatMap((objective) => [
            ...objective.key_results
              .filter((kr) => kr.driven_by?.assignment === assignment)
              .map((kr) => <Driven key={`r${kr.id}`} objective={objective} kr={kr} />),
            ...objective.guarded_by
              .filter((guard) => guard.assignment === assignment)
              .map((guard) => <Guarded key={`g${guard.link}`} objective={objective} cap={guard.cap} />),
          ])}
        </ul>
      </div>
    </section>
  );
}

function Driven({ objective, kr }: { objective: ObjectiveRow; kr: KeyResultRow }) {
  const { t, language } = useWords();
  return (
    <li>
      <span className="tag okr">{t("okr.ui.drives")}</span>
      <Link to={`/okr/${objective.id}`} className="grow">
        <span className="ell">{name(kr.title, language)}</span>
        <span className="note ell">{name(objective.title, language)}</span>
        {kr.driven_by ? <span className="note">{`${t(`okr.ui.takes_${kr.driven_by.value_rule}`)} ${currentOf(kr, t)}`}</span> : null}
      </Link>
      <b className="num">{percent(kr.progress)}</b>
    </li>
  );
}

function Guarded({ objective, cap }: { objective: ObjectiveRow; cap: string }) {
  const { t, language } = useWords();
  return (
    <li>
      <span className="tag">{t("okr.ui.guards")}</span>
      <Link to={`/okr/${objective.id}`} className="grow">
        <span className="ell">{name(objective.title, language)}</span>
        <span className="note ell">{name(objective.unit_names, language)}</span>
      </Link>
      <span className="note num">{t("okr.ui.capped", { cap: fixed(cap, 1) })}</span>
    </li>
  );
}
