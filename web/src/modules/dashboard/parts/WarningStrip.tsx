import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Warning } from "~/api/types";
import { useCan } from "~/api/session";
import { Shape } from "~/ui/Light";
import { classes } from "~/ui/classes";
import { fixed } from "~/ui/decimal";
import { crossed, limit as limitText, linesOf, name, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useLetter } from "~/ui/keys";
import { Link } from "~/ui/router";
import css from "./warning_strip.module.css";

type Props = {
  /** Those that nobody has acknowledged, of the unit and all below. */
  warnings: Warning[];
  /** All of them, acknowledged or not. */
  breaches: number;
  unacknowledged: number;
  onAcknowledge: (assignment: number) => void;
  onList: () => void;
};

/** One line, worst first: fact, limit, age, consequence; one button. Where all are acknowledged it only counts. */
export function WarningStrip({ warnings, breaches, unacknowledged, onAcknowledge, onList }: Props) {
  const { t, language } = useWords();
  const can = useCan();
  const [index, setIndex] = useState(0);
  const at = Math.min(index, Math.max(warnings.length - 1, 0));
  const warning = warnings[at];
  const mayAcknowledge = can("kpi.acknowledge");
  useLetter("a", warning && mayAcknowledge ? () => onAcknowledge(warning.assignment) : null);
  const list = (
    <button type="button" className="btn ghost sm" onClick={onList}>
      {t("dashboard.ui.all_breaches")}
    </button>
  );
  if (!warning) {
    return (
      <section className={css.strip} aria-label={t("dashboard.ui.warnings")}>
        <Shape of="breach" size={13} />
        <p className={css.text}>{t("dashboard.ui.breaches_below", { count: breaches, open: unacknowledged })}</p>
        {list}
      </section>
    );
  }
  return (
    <section className={classes("tinted", css.strip)} aria-label={t("dashboard.ui.warnings")}>
      <Shape of="breach" size={13} />
      <b className={css.count}>{t("dashboard.ui.to_act", { count: unacknowledged })}</b>
      <p className={css.text}>{sentence(warning, t, language)}</p>
      {mayAcknowledge ? (
        <button type="button" className="btn sm" onClick={() => onAcknowledge(warning.assignment)}>
          {t("dashboard.ui.acknowledge", { name: name(warning.names, language) })}
        </button>
      ) : (
        <Link className="btn sm" to={`/kpi/${warning.assignment}`}>
          {t("dashboard.ui.look")}
        </Link>
      )}
      {warnings.length > 1 ? (
        <button type="button" className="btn ghost sm" onClick={() => setIndex((at + 1) % warnings.length)}>
          {t("dashboard.ui.next")}
          <ChevronRight size={14} aria-hidden="true" />
        </button>
      ) : null}
      {breaches > 1 ? list : null}
    </section>
  );
}

export function sentence(warning: Warning, t: ReturnType<typeof useWords>["t"], language: "zh" | "en"): string {
  const passed = crossed(warning.breach, warning.actual);
  const args = {
    name: `${name(warning.unit_names, language)} ${name(warning.names, language)}`,
    value: withUnit(warning.actual, warning.unit, warning.decimals, t, linesOf(warning.breach)),
    limit: passed ? limitText(passed.end, warning.unit, warning.decimals) : "",
    days: warning.days,
  };
  const fact = t(passed ? `dashboard.ui.warn_${passed.side}` : "dashboard.ui.warn_other", args);
  const guard = warning.guards[0];
  if (!guard) return fact;
  const consequence = t("dashboard.ui.warn_guard", { title: name(guard.title, language), cap: fixed(guard.cap, 1) });
  return `${fact}${consequence}`;
}
