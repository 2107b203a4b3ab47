import { useId } from "react";
import { Check, described } from "~/ui/form/Form";
import type { PartProps } from "~/ui/form/SchemaField";
import { linesOf } from "~/ui/form/values";
import styles from "./access.module.css";

type Props = Pick<PartProps, "label" | "hint" | "problem" | "value" | "set"> & { choices: { value: string; label: string; note?: string }[] };

/** A field that holds several of a few: each a box to tick. Its value is a list, one in a line. */
export function Several({ label, hint, problem, value, set, choices }: Props) {
  const id = useId();
  const chosen = linesOf(value as string);
  const tick = (one: string, on: boolean) => set((on ? [...chosen, one] : chosen.filter((other) => other !== one)).join("\n"));
  return (
    <fieldset className={problem ? "form-pick wrong" : "form-pick"} {...described(id, { hint, problem })}>
      <legend className="label">{label}</legend>
      <div className={styles.several}>
        {choices.map(({ value: one, label: text, note }) => (
          <Check key={one} label={text} note={note} checked={chosen.includes(one)} onChange={(on) => tick(one, on)} />
        ))}
      </div>
      {(problem ?? hint) ? (
        <p className={problem ? "problem" : "note"} id={`${id}-note`}>
          {problem ?? hint}
        </p>
      ) : null}
    </fieldset>
  );
}
