import { CornerDownRight, Database } from "lucide-react";
import { Fragment } from "react";
import type { Assignment, Explanation } from "~/api/types";
import { day, exact, limit, moment, name, sign, unitWord, unknown, withUnit } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Skeleton } from "~/ui/states";
import { useExplanation } from "../queries";
import { redOf } from "./target_values";

/** The formula with its measures by name and value, then one row per measure. */
export function FormulaCard({ known, start }: { known: Assignment; start?: string }) {
  const { t, language } = useWords();
  const explanation = useExplanation(known.row.assignment, start);
  const since = known.targets.at(-1)?.from ?? known.valid_from;
  return (
    <section className="card" aria-label={t("kpi.ui.formula")}>
      <header className="card-head">
        <h2>{t("kpi.ui.formula")}</h2>
        <span className="note">{t("kpi.ui.since", { day: day(since, language) })}</span>
        <span className="note" aria-hidden="true">
          Σ
        </span>
      </header>
      <div className="card-body">
        {explanation.data ? <Line known={known} explanation={explanation.data} /> : <FormulaText formula={known.kpi.formula} known={known} />}
        {explanation.isPending && start ? <Skeleton rows={2} /> : null}
        {explanation.data ? <Inputs explanation={explanation.data} /> : null}
        <Targets known={known} />
        <ul className="versions note">
          <li>{t("kpi.ui.aggregation", { time: aggWord(known.kpi.time_agg, t), org: aggWord(known.kpi.org_agg, t) })}</li>
        </ul>
      </div>
    </section>
  );
}

/** Targets and bands with the days on which they hold; the newest first. */
function Targets({ known }: { known: Assignment }) {
  const { t, language } = useWords();
  const { unit, decimals, direction } = known.kpi;
  const show = (value: string | null) => (value === null ? "" : limit(value, unit, decimals));
  return (
    <ul className="versions">
      {known.targets.toSorted((a, b) => b.from.localeCompare(a.from)).map((version) => (
        <li key={version.from}>
          <span className="dim num">{day(version.from, language)}</span>{" "}
          {version.target !== null ? `${t("ui.target")} ${sign(direction)} ${show(version.target)}` : ""}
          {version.lower !== null && version.upper !== null ? `${t("ui.target")} ${show(version.lower)}–${show(version.upper)}` : ""}{" "}
          {version.green !== null && redOf(known, version) !== null ? (
            <span className="note">{t("kpi.ui.bands", { green: show(version.green), amber: show(redOf(known, version)) })}</span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

const aggregations = new Set(["sum", "avg", "min", "max", "last", "ratio_of_sums", "recompute", "weighted", "none"]);

function aggWord(agg: string, t: ReturnType<typeof useWords>["t"]): string {
  return aggregations.has(agg) ? t(`kpi.ui.agg_${agg}` as Key) : agg;
}

const signs: Record<string, string> = { "*": "×", "/": "÷", "-": "−" };

/** The formula as it was written, its codes replaced by the measures' names. */
function FormulaText({ formula, known, values }: { formula: string; known: Assignment; values?: Map<string, string> }) {
  const { language } = useWords();
  const names = new Map(known.kpi.measures.map((measure) => [measure.code, name(measure.names, language)]));
  const parts = formula.split(/([A-Za-z_][A-Za-z0-9_.]*)/);
  return (
    <p className={values ? undefined : "formula-line"}>
      {parts.map((part, index) =>
        names.has(part) ? (
          <Fragment key={index}>
            <b>{names.get(part)}</b> {values?.get(part)}
          </Fragment>
        ) : (
          <Fragment key={index}>{part.replace(/[*/-]/g, (sign) => signs[sign]!)}</Fragment>
        ),
      )}
    </p>
  );
}

function Line({ known, explanation }: { known: Assignment; explanation: Explanation }) {
  const { t } = useWords();
  const { unit, decimals, formula } = known.kpi;
  const values = new Map(explanation.read.measures.map(({ code, amount }) => [code, amount === null ? unknown : exact(amount)]));
  return (
    <div className="formula-line">
      <span className="result num">{withUnit(explanation.value, unit, decimals, t)} = </span>
      <span className="formula-inline">
        <FormulaText formula={formula} known={known} values={values} />
      </span>
    </div>
  );
}

function Inputs({ explanation }: { explanation: Explanation }) {
  const { t, language } = useWords();
  return (
    <ul className="inputs">
      {explanation.read.measures.map((measure) => (
        <li key={measure.measure}>
          <Database size={14} strokeWidth={1.75} aria-hidden="true" />
          <span>
            <b>
              <Link to={`/kpi/measures/${measure.measure}`} className="plain-link">
                {name(measure.names, language)}
              </Link>
            </b>
            <span className="note">{t("kpi.ui.readings_of", { readings: exact(String(measure.readings)), revisions: exact(String(measure.revisions)) })}</span>
          </span>
          <span className="end">
            <b className="num">
              {measure.amount === null ? unknown : exact(measure.amount)} <span className="note">{unitWord(measure.unit, t)}</span>
            </b>
            <span className="note num">{moment(measure.last_recorded_at, language)}</span>
          </span>
        </li>
      ))}
      {explanation.compute.coverage !== null ? (
        <li>
          <CornerDownRight size={14} strokeWidth={1.75} aria-hidden="true" />
          <span>
            <b>{t("kpi.ui.rows_used")}</b>
            <span className="note">{t("kpi.ui.rows_used_text")}</span>
          </span>
          <span className="end num">
            {explanation.compute.rows_used} / {explanation.compute.rows_seen}
          </span>
        </li>
      ) : null}
    </ul>
  );
}
