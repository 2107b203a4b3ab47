/** One change in one sentence, with its time at the left. */
import type { Change } from "../queries";
import { clock, day, localDay, name, percent, relative, today, unknown, withUnit } from "~/ui/format";
import { fixed } from "~/ui/decimal";
import { Shape } from "~/ui/Light";
import { type Key, type Language, type Translate, useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import css from "./change_line.module.css";

/** Where the thing stands that has changed. */
export function placeOf(change: Change): string | null {
  if (change.assignment !== null) return `/kpi/${change.assignment}`;
  if (change.measure !== null) return `/kpi/measures/${change.measure}`;
  return change.objective === null ? null : `/okr/${change.objective}`;
}

export function changeText(change: Change, t: Translate, language: Language): string {
  const shown = (value: string | null) => {
    if (value === null) return unknown;
    return change.kind === "progress" ? percent(value) : withUnit(value, change.unit, change.decimals, t);
  };
  const args = {
    title: name(change.title, language),
    before: shown(change.before),
    after: shown(change.after),
    on: day(change.on, language),
    until: day(change.until, language),
    by: change.by_name ?? t("dashboard.ui.somebody"),
    light: change.light_after === null ? "" : t(`ui.light.${change.light_after}` as Key),
  };
  if (change.kind !== "check_in") return t(`dashboard.ui.change_${change.kind}` as Key, args);
  const said = t(change.after === null ? "dashboard.ui.change_check_in_word" : "dashboard.ui.change_check_in", args);
  return change.confidence === null ? said : said + t("dashboard.ui.change_confidence", { confidence: fixed(change.confidence, 1) });
}

/** Facts of a whole day have no hour. */
const timed = new Set(["acknowledged", "correction", "target", "check_in", "aim"]);

function whenOf(change: Change, t: Translate, language: Language): string {
  const on = timed.has(change.kind) ? localDay(change.at) : change.on;
  return timed.has(change.kind) && on === today() ? clock(change.at).slice(0, 5) : relative(on, t, language);
}

export function ChangeLine({ change, unitShown = false }: { change: Change; unitShown?: boolean }) {
  const { t, language } = useWords();
  const to = placeOf(change);
  const text = changeText(change, t, language);
  const notes = [unitShown ? name(change.unit_names, language) : "", change.text].filter(Boolean);
  return (
    <li className={css.line}>
      <time className="note num" dateTime={change.at}>
        {whenOf(change, t, language)}
      </time>
      <span className={css.what}>
        {to ? (
          <Link to={to} className="row-link" data-row>
            {text}
          </Link>
        ) : (
          text
        )}
        {notes.length > 0 ? <span className="note">{notes.join(" · ")}</span> : null}
      </span>
      {change.light_after ? <Shape of={change.light_after} /> : null}
    </li>
  );
}
