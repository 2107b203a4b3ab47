import { type ReactNode, useId } from "react";
import newCheckIn from "schema:NewCheckIn";
import { Shape } from "~/ui/Light";
import { type Key, useT } from "~/ui/i18n/words";
import type { Draft } from "./draft";

const choices = ["0.2", "0.4", "0.6", "0.8", "1.0"] as const;

/** Five choices with words; never averaged into progress. */
export function ConfidenceChoice({ value, onChange }: { value: string | null; onChange: (value: string) => void }) {
  const t = useT();
  const name = useId();
  return (
    <fieldset className="card ci-card">
      <legend className="sr">{t("okr.ui.confidence_question")}</legend>
      <div className="ci-row">
        <span className="ci-heading" aria-hidden="true">
          {t("okr.ui.confidence_question")}
        </span>
        <b className="ci-chosen num">{value}</b>
      </div>
      <div className="ci-choices">
        {choices.map((choice) => (
          <label key={choice} className="ci-choice">
            <input type="radio" name={name} className="sr" checked={value === choice} onChange={() => onChange(choice)} />
            <span className="ci-choice-number num">{choice}</span>
            <span className="ci-choice-word">{t(`okr.ui.confidence_${choice.replace(".", "_")}` as Key)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Told(props: { text: string; onChange: (text: string) => void; children: ReactNode }) {
  const t = useT();
  const id = useId();
  return (
    <section className="card ci-card">
      <label className="ci-heading" htmlFor={id}>
        {t("okr.ui.what_happened")}
      </label>
      <textarea
        id={id}
        className="field"
        rows={2}
        maxLength={newCheckIn.text!.maxLength}
        value={props.text}
        placeholder={t("okr.ui.one_sentence")}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {props.children}
    </section>
  );
}

type BlockerProps = { blocked: boolean; text: string; onChange: (changes: Partial<Draft>) => void };

export function Blocker({ blocked, text, onChange }: BlockerProps) {
  const t = useT();
  return (
    <>
      <button type="button" className="ci-chip" aria-pressed={blocked} onClick={() => onChange({ blocked: !blocked })}>
        {blocked ? <Shape of="watch" /> : null}
        {t("okr.ui.blocked_chip")}
      </button>
      {blocked ? (
        <input
          className="field"
          value={text}
          maxLength={newCheckIn.blocker!.maxLength}
          aria-label={t("okr.ui.blocked_by")}
          placeholder={t("okr.ui.blocked_by")}
          onChange={(event) => onChange({ blocker: event.target.value })}
        />
      ) : null}
    </>
  );
}
