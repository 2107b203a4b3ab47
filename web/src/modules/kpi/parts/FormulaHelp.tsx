import { useEffect, useState } from "react";
import type { Kpi } from "~/api/types";
import { name } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { useFormulaCheck } from "../queries";
import "./metrics.css";

/** How long the typing must rest before the server is asked. */
const restMs = 350;

function useRested(text: string): string {
  const [rested, rest] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => rest(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** The server's word on the formula: the place where it is wrong, or the measures that it reads. */
export function FormulaHelp({ formula, rule }: { formula: string; rule: Pick<Kpi, "time_agg" | "org_agg"> }) {
  const { t, language } = useWords();
  const rested = useRested(formula.trim());
  const check = useFormulaCheck(rested, rule);
  const verdict = check.data;
  if (!rested || !verdict) return null;
  if (verdict.key === null) {
    return (
      <p className="note formula-help" role="status">
        {t("kpi.ui.formula_reads", { names: verdict.measures.map((measure) => name(measure.names, language)).join(t("kpi.ui.name_comma")) })}
      </p>
    );
  }
  const [before, after] = placeOf(rested, verdict.column, verdict.measure);
  return (
    <div className="formula-help wrong" role="status">
      <p className="problem">{t(verdict.key as Key, { column: verdict.column ?? "", measure: verdict.measure ?? "" })}</p>
      <code aria-hidden="true">
        {before}
        <mark>{rested.slice(before.length, after) || "\u2003"}</mark>
        {rested.slice(after)}
      </code>
    </div>
  );
}

/** What stands before the wrong place, and where the wrong place ends. */
function placeOf(text: string, column: number | null, measure: string | null): [string, number] {
  if (column !== null) return [text.slice(0, column - 1), column];
  const at = measure ? text.search(new RegExp(`\\b${measure}\\b`)) : -1;
  return at < 0 ? ["", 0] : [text.slice(0, at), at + measure!.length];
}
