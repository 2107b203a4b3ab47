import type { Assignment, KpiRow } from "~/api/types";
import { Light } from "~/ui/Light";
import { name, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Bar } from "~/ui/marks";
import { Link } from "~/ui/router";

const rail = { watch: "watch", breach: "breach", none: "none", ok: "kpi", rec: "kpi", plain: "none" } as const;

/** The same metric one level below: numerators and denominators are each summed before dividing. */
export function Drill({ known }: { known: Assignment }) {
  const { t } = useWords();
  return (
    <section className="card" aria-label={t("kpi.ui.drill")}>
      <header className="card-head">
        <h2>{t("kpi.ui.drill")}</h2>
        {known.kpi.org_agg === "ratio_of_sums" ? <span className="note">{t("kpi.ui.ratio_of_sums")}</span> : null}
      </header>
      <div className="card-body">
        {known.children.length === 0 ? (
          <p className="note">{t("kpi.ui.no_children")}</p>
        ) : (
          <ul className="drill">
            {known.children.map((row) => (
              <Child key={row.assignment} row={row} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Child({ row }: { row: KpiRow }) {
  const { t, language } = useWords();
  return (
    <li>
      <Link to={`/kpi/${row.assignment}`} data-row={`k${row.assignment}`}>
        <span className="ell">{name(row.unit_names, language)}</span>
        <Bar value={row.achievement} rail={rail[row.light]} expected={row.achievement === null ? null : "1"} />
        <b className="num">{withUnit(row.actual, row.unit, row.decimals, t)}</b>
        {row.light === "plain" ? <span className="note">{t("ui.not_judged")}</span> : <Light of={row.light} />}
      </Link>
    </li>
  );
}
