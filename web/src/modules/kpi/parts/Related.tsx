import { Link2 } from "lucide-react";
import type { Assignment } from "~/api/types";
import { fixed } from "~/ui/decimal";
import { name, percent } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";

/** What this metric pulls on the other rail. */
export function Related({ known }: { known: Assignment }) {
  const { t, language } = useWords();
  return (
    <section className="card metric-related" aria-label={t("kpi.ui.related")}>
      <header className="card-head">
        <Link2 size={15} strokeWidth={1.75} aria-hidden="true" />
        <h2>{t("kpi.ui.related")}</h2>
      </header>
      <div className="card-body">
        {known.links.length === 0 ? <p className="note">{t("kpi.ui.no_links")}</p> : null}
        <ul className="related">
          {known.links.map((link) => (
            <li key={link.id}>
              <span className={`tag ${link.kind === "drives" ? "okr" : ""}`}>{t(`kpi.ui.link_${link.kind}`)}</span>
              <Link to={`/okr/${link.objective}`} className="ell grow">
                {name(link.key_result_title ?? link.objective_title, language)}
              </Link>
              {link.cap !== null ? <span className="note">{t("ui.cap", { cap: fixed(link.cap, 1) })}</span> : null}
              {link.progress === null ? null : <b className="num">{percent(link.progress)}</b>}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
