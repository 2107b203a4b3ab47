import { Minus, Plus } from "lucide-react";
import { useId } from "react";
import type { KeyResultRow, KeyResultView } from "~/api/types";
import { Light, paceStatus } from "~/ui/Light";
import { isDecimal, isNegative, shift, step } from "~/ui/decimal";
import { day, name, percent, points, typed, unitWord, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Bar } from "~/ui/marks";
import { rangeOf } from "./ObjectiveRows";
import { usePreview } from "../queries";
import { lastUpdate } from "./check_in_request";
import type { Draft } from "./draft";

/** Where the key result stands before this check-in. */
export function Standing({ view }: { view: KeyResultView }) {
  const { t, language } = useWords();
  const { row, objective } = view;
  const last = lastUpdate(view);
  const early = row.pace === "too_early";
  return (
    <section className="card okr-top ci-card">
      <p className="dim">
        {name(objective.title, language)}，{name(objective.unit_names, language)}
      </p>
      <h2 className="ci-title">
        {name(row.title, language)} {rangeOf(row, t)} {row.kind === "move" ? unitWord(row.unit, t) : ""}
      </h2>
      <div className="ci-bar">
        <span className="grow">
          <Bar value={row.progress} expected={early ? null : row.expected} />
        </span>
        <b className="num">{percent(row.progress)}</b>
      </div>
      <div className="ci-last">
        <span className="dim">
          {last === null
            ? t("okr.ui.never")
            : last.value === null
              ? t("okr.ui.last_on", { day: day(last.on, language) })
              : t("okr.ui.last_time", { day: day(last.on, language), value: withUnit(last.value, row.unit, row.decimals, t) })}
        </span>
        <Light of={paceStatus(row.pace, row.gap)} />
      </div>
    </section>
  );
}

type ValueProps = { view: KeyResultView; draft: Draft; onChange: (changes: Partial<Draft>) => void };

export function ValueCard({ view, draft, onChange }: ValueProps) {
  const { t } = useWords();
  const { row } = view;
  const id = useId();
  if (row.kind === "binary") {
    return (
      <label className="card ci-card ci-done">
        <input type="checkbox" checked={draft.done} onChange={(event) => onChange({ done: event.target.checked })} />
        {t("okr.ui.is_done")}
      </label>
    );
  }
  const by = shift("1", -row.decimals);
  const move = (up: boolean) => {
    const now = isDecimal(draft.value) ? draft.value : "0";
    onChange({ value: step(now, up ? by : `-${by}`) });
  };
  const value = typed(draft.value, row.unit);
  return (
    <section className="card ci-card">
      <label className="ci-heading" htmlFor={id}>
        {t("okr.ui.how_much")}
      </label>
      <div className="ci-stepper">
        <button type="button" aria-label={t("okr.ui.less")} onClick={() => move(false)}>
          <Minus size={22} strokeWidth={1.75} />
        </button>
        <span className="ci-number">
          <input
            id={id}
            inputMode="decimal"
            autoComplete="off"
            value={draft.value}
            size={Math.max(2, draft.value.length)}
            aria-invalid={draft.value !== "" && value === null}
            onChange={(event) => onChange({ value: event.target.value })}
          />
          <span className="dim">{unitWord(row.unit, t)}</span>
        </span>
        <button type="button" aria-label={t("okr.ui.more")} onClick={() => move(true)}>
          <Plus size={22} strokeWidth={1.75} />
        </button>
      </div>
      <Effect row={row} value={value} />
    </section>
  );
}

/** The effect on progress before saving, as the server computes it. */
function Effect({ row, value }: { row: KeyResultRow; value: string | null }) {
  const { t } = useWords();
  const preview = usePreview(row.id, value);
  if (value === null) return <p className="ci-effect dim">{t("okr.ui.not_a_number")}</p>;
  if (!preview.data) return <p className="ci-effect dim">{percent(row.progress)}</p>;
  const { progress, gap, pace } = preview.data;
  const measured = gap !== null && row.expected !== null && pace !== "too_early";
  const args = { expected: percent(row.expected), gap: gap === null ? "" : points(gap).replace(/^[+\u2212-]/, "") };
  return (
    <p className="ci-effect" aria-live="polite">
      {percent(row.progress)} → <b>{percent(progress)}</b>
      {measured ? t(isNegative(gap) ? "okr.ui.short_of" : "okr.ui.past", args) : null}
    </p>
  );
}

type MilestoneProps = { row: KeyResultRow; value: number | null; onChange: (id: number) => void };

export function MilestoneChoice({ row, value, onChange }: MilestoneProps) {
  const { t, language } = useWords();
  return (
    <fieldset className="card ci-card">
      <legend className="sr">{t("okr.ui.which_milestone")}</legend>
      <span className="ci-heading" aria-hidden="true">
        {t("okr.ui.which_milestone")}
      </span>
      {row.milestones.map((milestone) => (
        <label key={milestone.id} className="ci-milestone">
          <input
            type="radio"
            name="milestone"
            disabled={milestone.done_on !== null}
            checked={milestone.done_on !== null || value === milestone.id}
            onChange={() => onChange(milestone.id)}
          />
          <span className="grow">{name(milestone.title, language)}</span>
          {milestone.done_on ? <span className="note">{t("okr.ui.done_on", { day: day(milestone.done_on, language) })}</span> : null}
        </label>
      ))}
    </fieldset>
  );
}
