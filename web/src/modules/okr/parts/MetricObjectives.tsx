import { Link2 } from "lucide-react";
import { useMemo } from "react";
import type { KeyResultRow, ObjectiveRow } from "~/api/types";
import { name, percent } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Skeleton } from "~/ui/states";
import { useObjectives } from "../queries";
import "./objective.css";

type Driven = { objective: ObjectiveRow; kr: KeyResultRow };

/** The key results that a metric drives, on the metric's own page. */
export default function MetricObjectives({ assignment }: { assignment: number }) {
  const { t } = useWords();
  const list = useObjectives({});
  const driven = useMemo(
    () =>
      (list.data?.items ?? []).flatMap((objective) =>
        objective.key_results.filter((kr) => kr.driven_by?.assignment === assignment).map((kr) => ({ objective, kr })),
      ),
    [list.data, assignment],
  );
  return (
    <section className="card metric-related" aria-label={t("okr.ui.related")}>
      <header className="card-head">
        <Link2 size={15} strokeWidth={1.75} aria-hidden="true" />
        <h2>{t("okr.ui.related")}</h2>
      </header>
      <div className="card-body">
        {list.isPending ? <Skeleton rows={2} /> : null}
        {list.data && driven.length === 0 ? <p className="note">{t("okr.ui.drives_nothing")}</p> : null}
        <ul className="o-related">
          {driven.map((one) => (
            <Line key={one.kr.id} {...one} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Line({ objective, kr }: Driven) {
  const { t, language } = useWords();
  return (
    <li>
      <span className="tag okr">{t("okr.ui.drives")}</span>
      <Link to={`/okr/${objective.id}`} className="grow">
        <span className="ell">{name(kr.title, language)}</span>
        <span className="note ell">{name(objective.title, language)}</span>
      </Link>
      <b className="num">{percent(kr.progress)}</b>
    </li>
  );
}
