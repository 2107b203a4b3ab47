import { useId } from "react";
import { fixed } from "~/ui/decimal";
import { type Key, useT } from "~/ui/i18n/words";

const choices = ["0.2", "0.4", "0.6", "0.8", "1.0"] as const;

/** The five choices in one line; a value between them stays chosen until another is. */
export function ConfidencePick({ value, onChange }: { value: string | null; onChange: (value: string) => void }) {
  const t = useT();
  const name = useId();
  const shown = value === null ? null : fixed(value, 1);
  return (
    <fieldset className="form-pick">
      <legend className="label">{t("okr.ui.confidence")}</legend>
      <div className="form-five">
        {choices.map((choice) => (
          <label key={choice}>
            <input type="radio" className="sr" name={name} checked={choice === shown} onChange={() => onChange(choice)} />
            <b className="num">{choice}</b>
            <span className="note">{t(`okr.ui.confidence_${choice.replace(".", "_")}` as Key)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
