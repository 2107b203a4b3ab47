import { CircleHelp } from "lucide-react";
import { type ReactNode, Suspense, lazy } from "react";
import type { Assignment, Explanation } from "~/api/types";
import { dayInText, exact, limit, moment, name, percent, periodOf, sign, withUnit } from "~/ui/format";
import { type Key, type Translate, loadWords, useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import { useExplanation } from "../queries";

const ExplainRates = lazy(async () => (await Promise.all([import("./ExplainRates"), loadWords("money")]))[0]);

type Props = { known: Assignment; start: string; onReadings: () => void };

/** How the number was made, always in the same four steps: read, period, compute, judge. */
export function Explain({ known, start, onReadings }: Props) {
  const { t } = useWords();
  const query = useExplanation(known.row.assignment, start);
  const { unit, decimals } = known.kpi;
  return (
    <section className="card metric-explain" aria-label={t("kpi.ui.explain_this")}>
      <header className="card-head">
        <CircleHelp size={15} strokeWidth={1.75} aria-hidden="true" className="explain-icon" />
        <h2 className="grow">{t("kpi.ui.explain_this")}</h2>
        {query.data ? (
          <span className="dim num">
            {periodOf(query.data, known.kpi.frequency)} {withUnit(query.data.value, unit, decimals, t)}
          </span>
        ) : null}
      </header>
      <div className="card-body">
        {query.isPending ? <Skeleton rows={4} /> : null}
        {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
        {query.data ? <Steps explanation={query.data} known={known} /> : null}
        <p className="side-links">
          <button type="button" className="link-btn" onClick={onReadings}>
            {t("kpi.ui.see_readings")}
          </button>
        </p>
      </div>
    </section>
  );
}

function Steps({ explanation, known }: { explanation: Explanation; known: Assignment }) {
  const { t, language } = useWords();
  return (
    <ol className="steps">
      <Step number={1} title={t("kpi.ui.step_read")}>
        {read(explanation, t, language)}
        {explanation.read.rates.length > 0 ? (
          <Suspense>
            <ExplainRates rates={explanation.read.rates} />
          </Suspense>
        ) : null}
      </Step>
      <Step number={2} title={t("kpi.ui.step_period")}>
        {t("kpi.ui.period_text", {
          start: dayInText(explanation.start, language),
          end: dayInText(explanation.end, language),
          zone: explanation.period.zone,
        })}
        {explanation.period.open ? ` ${t("kpi.ui.period_open")}` : ""}
      </Step>
      <Step number={3} title={t("kpi.ui.step_compute")}>
        {computed(explanation, known, t)}
      </Step>
      <Step number={4} title={t("kpi.ui.step_judge")}>
        {judged(explanation, known, t)}
      </Step>
    </ol>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li>
      <span className="step-number" aria-hidden="true">
        {number}
      </span>
      <div>
        <h3>{title}</h3>
        <p>{children}</p>
      </div>
    </li>
  );
}

function read({ read: step }: Explanation, t: Translate, language: "zh" | "en"): string {
  if (step.readings === 0) return t("kpi.ui.read_nothing");
  const sources = step.sources.map((source) =>
    t("kpi.ui.read_source", { source: name(source.names, language), readings: exact(String(source.readings)), at: moment(source.last_recorded_at, language) }),
  );
  const revisions = step.measures.reduce((sum, measure) => sum + measure.revisions, 0);
  const text = t("kpi.ui.read_text", { sources: sources.join(t("kpi.ui.comma")), units: step.units, revisions: exact(String(revisions)) });
  return [text, ...step.measures.flatMap((measure) => lookedBack(measure, t, language))].join(language === "en" ? " " : "");
}

/** What the formula took from before the period: the opening with its day, last year's figure. */
export function lookedBack(measure: Explanation["read"]["measures"][number], t: Translate, language: "zh" | "en"): string[] {
  const said: string[] = [];
  const called = name(measure.names, language);
  if (measure.opening !== null) {
    said.push(t("kpi.ui.read_opening", { name: called, opening: exact(measure.opening), day: dayInText(measure.opening_on, language) }));
  }
  if (measure.last_year !== null) said.push(t("kpi.ui.read_last_year", { name: called, amount: exact(measure.last_year) }));
  return said.map((sentence) => `${sentence}${language === "en" ? "." : "。"}`);
}

const nullReasons = new Set(["no_data", "zero_denominator", "not_derivable", "no_rate", "overflow"]);

function computed({ compute, value }: Explanation, known: Assignment, t: Translate): string {
  if (value === null) {
    const reason = compute.null_reason ?? "no_data";
    return nullReasons.has(reason) ? t(`kpi.ui.null_${reason}` as Key) : reason;
  }
  const { unit, decimals } = known.kpi;
  return t("kpi.ui.compute_text", {
    substituted: compute.substituted.replaceAll("*", "×").replaceAll("/", "÷").replaceAll("-", "−"),
    exact: exact(value),
    shown: withUnit(value, unit, decimals, t),
  });
}

/** How the value was judged, in a sentence; the lines with their direction. */
export function judged({ judge, period }: Explanation, known: Assignment, t: Translate): string {
  if (judge.colour === null) return t(period.open ? "kpi.ui.judge_open" : "kpi.ui.judge_no_target");
  if (judge.colour === "no_data") return t("kpi.ui.judge_no_data");
  const { unit, decimals } = known.kpi;
  const colour = t(`kpi.ui.colour_${judge.colour}` as Key);
  const figures = (value: string | null) => (value === null ? "—" : limit(value, unit, decimals));
  // A line is told with the side that it stands for: green at it or better, red past it.
  const { direction } = known.kpi;
  const green = direction === "range" ? `${figures(judge.green)}–${figures(judge.green_to)}` : `${sign(direction)} ${figures(judge.green)}`;
  const past = direction === "lower" ? ">" : "<";
  const red = direction === "range" ? t("ui.outside", { from: figures(judge.amber), to: figures(judge.amber_to) }) : `${past} ${figures(judge.amber)}`;
  const rule =
    judge.rule === "thresholds"
      ? t(judge.amber === null ? "kpi.ui.judge_green" : "kpi.ui.judge_thresholds", { green, red, colour })
      : t("kpi.ui.judge_bands", { target: figures(judge.target), achievement: percent(judge.achievement, 1), colour });
  const args = { count: judge.count, n: judge.n, m: judge.m, limit: judge.limit_to === null ? figures(judge.limit) : `${figures(judge.limit)}–${figures(judge.limit_to)}` };
  const states = ["pending", "firing", "recovering"];
  return states.includes(judge.state) ? `${rule}${t(`kpi.ui.judge_${judge.state}` as Key, args)}` : rule;
}
