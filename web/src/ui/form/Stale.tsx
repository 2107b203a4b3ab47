/** Someone else was quicker: both versions side by side, chosen field by field (ui.md §8). */
import { useId } from "react";
import { useT } from "../i18n/words";
import "./form.css";

export type Conflict<V> = { field: keyof V & string; label: string; mine: string; theirs: string };

/**
 * What a late change meets: `list` are the fields that both have changed, each to something else;
 * `take` is what only the other has changed, which is taken over.
 */
export function conflicts<V extends Record<string, string>>(
  labels: Partial<Record<keyof V & string, string>>,
  { before, mine, theirs }: { before: V; mine: V; theirs: V },
): { list: Conflict<V>[]; take: Partial<V> } {
  const other = (Object.keys(labels) as (keyof V & string)[]).filter((field) => theirs[field] !== before[field] && theirs[field] !== mine[field]);
  const untouched = other.filter((field) => mine[field] === before[field]);
  return {
    list: other
      .filter((field) => !untouched.includes(field))
      .map((field) => ({ field, label: labels[field]!, mine: mine[field]!, theirs: theirs[field]! })),
    take: Object.fromEntries(untouched.map((field) => [field, theirs[field]])) as Partial<V>,
  };
}

type Props<V> = { by: string | null; list: Conflict<V>[]; values: V; onPick: (field: keyof V & string, value: string) => void };

export function Stale<V extends Record<string, string>>({ by, list, values, onPick }: Props<V>) {
  const t = useT();
  const id = useId();
  return (
    <section className="form-stale" role="alert">
      <p>
        <b>{by ? t("ui.stale_by", { name: by }) : t("ui.stale")}</b>{" "}
        {t(list.length ? "ui.stale_choose" : "ui.stale_save_again")}
      </p>
      {list.map((one) => (
        <fieldset key={one.field}>
          <legend className="note">{one.label}</legend>
          {(["mine", "theirs"] as const).map((side) => (
            <label key={side}>
              <input
                type="radio"
                name={`${id}-${one.field}`}
                checked={values[one.field] === one[side]}
                onChange={() => onPick(one.field, one[side])}
              />
              <span className="note">{t(`ui.stale_${side}`)}</span>
              <span className="form-stale-value">{one[side] || "—"}</span>
            </label>
          ))}
        </fieldset>
      ))}
    </section>
  );
}
