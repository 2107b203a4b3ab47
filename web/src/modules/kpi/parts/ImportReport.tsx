import { Check, CircleAlert } from "lucide-react";
import type { Import } from "~/api/types";
import { exact } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";

type Props = { known: Import; busy: boolean; onImport: () => void };

const count = (value: number) => exact(String(value));

/** What a check found, row by row, or what an import has written. */
export function ImportReport({ known, busy, onImport }: Props) {
  const { t } = useWords();
  const clean = known.problems.length === 0 && known.state === "done";
  return (
    <div className="import-report">
      <p className={`row import-verdict${clean ? "" : " bad"}`} role="status">
        {clean ? <Check size={16} strokeWidth={2} aria-hidden="true" /> : <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />}
        <b>{verdict(known, clean, t)}</b>
      </p>
      <dl className="facts">
        <Fact label={t("kpi.ui.rows")} value={known.rows} />
        <Fact label={t("kpi.ui.stored")} value={known.stored} />
        <Fact label={t("kpi.ui.already_known")} value={known.known} />
        <Fact label={t("kpi.ui.corrected")} value={known.corrected} />
        <Fact label={t("kpi.ui.refused")} value={known.refused} />
      </dl>
      {known.problems.length > 0 ? <Problems known={known} /> : null}
      {known.dry_run && clean ? (
        <button type="button" className="btn primary" disabled={busy} onClick={onImport}>
          {t("kpi.ui.import_rows", { count: count(known.rows) })}
        </button>
      ) : null}
      {!known.dry_run && clean ? (
        <p className="row">
          <Link to="/board" className="btn">
            {t("shell.to_board")}
          </Link>
          <Link to="/kpi/measures" className="btn ghost">
            {t("kpi.ui.measures")}
          </Link>
        </p>
      ) : null}
    </div>
  );
}

function verdict(known: Import, clean: boolean, t: ReturnType<typeof useWords>["t"]): string {
  if (known.state === "failed") return t("kpi.ui.import_failed");
  if (!clean) return t("kpi.ui.import_refused", { count: count(known.refused || known.problems.length) });
  return known.dry_run ? t("kpi.ui.check_clean") : t("kpi.ui.import_done", { count: count(known.stored + known.corrected) });
}

function Fact({ label, value }: { label: string; value: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">
        <b>{count(value)}</b>
      </dd>
    </div>
  );
}

function Problems({ known }: { known: Import }) {
  const { t } = useWords();
  return (
    <div className="import-problems" tabIndex={0} role="group" aria-label={t("kpi.ui.problems")}>
      <table className="table">
        <caption className="sr">{t("kpi.ui.problems")}</caption>
        <thead>
          <tr>
            <th className="r">{t("kpi.ui.row")}</th>
            <th>{t("kpi.ui.column")}</th>
            <th>{t("kpi.ui.problem")}</th>
          </tr>
        </thead>
        <tbody>
          {known.problems.map((problem, index) => (
            <tr key={index}>
              <td className="r num">{problem.row}</td>
              <td>{problem.column ?? "—"}</td>
              <td>{problem.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {known.refused > known.problems.length ? <p className="note">{t("kpi.ui.first_problems", { count: known.problems.length })}</p> : null}
    </div>
  );
}
