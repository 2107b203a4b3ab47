/** One field as its schema asks for it. Lists, days and people load their controls when a form has one. */
import { Suspense, lazy } from "react";
import { unitWord } from "../format";
import { type Key, type Translate, useWords } from "../i18n/words";
import { Check, type FieldProps, NumberInput, Pick, TextArea, TextInput } from "./Form";
import type { FieldSchema } from "./schema";
import type { Both, Typed } from "./values";
import styles from "./schema_form.module.css";

const HeavyField = lazy(() => import("./HeavyField"));

/** More ways than this are a list that opens. */
const inSight = 4;
const linesShown = 4;

export type PartProps = FieldProps & {
  name: string;
  field: FieldSchema;
  /** Where its words are: `kpi.measure.kind_` and then the choice. */
  words: string;
  value: Typed;
  set: (value: Typed) => void;
  autoFocus?: boolean;
  /** Who is shown by name before any search. */
  known?: { id: number; name: string }[];
  /** The first day that may be chosen. */
  from?: string;
};

/** A word that may be missing: the reader then sees nothing instead of its key. */
export function wordOf(t: Translate, key: string): string | undefined {
  const text = t(key as Key);
  return text === key ? undefined : text;
}

export function choicesOf({ name, field, words }: Pick<PartProps, "name" | "field" | "words">, t: Translate) {
  return (field.choices ?? []).map((value) => ({
    value,
    label: t(`${words}${name}_${value}` as Key),
    note: wordOf(t, `${words}${name}_${value}_note`),
  }));
}

export function SchemaField(props: PartProps) {
  const { t } = useWords();
  const { name, field, value, set, label, hint, problem, autoFocus } = props;
  const optional = props.optional ?? !field.required;
  const frame = { label, hint, problem, optional };
  const text = { ...frame, name, autoFocus, value: value as string, onChange: set };
  switch (field.kind) {
    case "text":
      return <TextInput {...text} maxLength={field.maxLength} />;
    case "long":
      return <TextArea {...text} maxLength={field.maxLength} />;
    case "lines":
      return <TextArea {...text} rows={linesShown} hint={hint ?? t("ui.one_a_line")} />;
    case "decimal":
      return <NumberInput {...text} unit={field.unit ? unitWord(field.unit, t) : undefined} />;
    case "whole":
      return <NumberInput {...text} inputMode="numeric" unit={field.unit ? unitWord(field.unit, t) : undefined} />;
    case "names":
      return <NamesField {...props} {...frame} />;
    case "flag":
      return <Check label={label} note={problem ?? hint} checked={value === true} onChange={set} wrong={Boolean(problem)} />;
    case "choice":
      if (!optional && field.choices!.length <= inSight) {
        return <Pick {...frame} value={value as string | null} choices={choicesOf(props, t)} onChange={set} />;
      }
      break;
    case "other":
      throw new Error(`${name} needs a part of its own`);
  }
  return (
    <Suspense fallback={<div className={styles.waits} />}>
      <HeavyField {...props} {...frame} />
    </Suspense>
  );
}

/** Both languages, the reader's own first; one is enough. */
function NamesField({ name, field, value, set, label, hint, problem, optional, autoFocus }: PartProps) {
  const { t, language } = useWords();
  const both = value as Both;
  const other = language === "zh" ? "en" : "zh";
  const one = (of: "zh" | "en", first: boolean) => (
    <TextInput
      key={of}
      name={`${name}_${of}`}
      lang={of}
      label={t(of === "zh" ? "ui.in_zh" : "ui.in_en", { label })}
      hint={first ? hint : undefined}
      problem={first ? problem : undefined}
      optional={first ? optional : true}
      autoFocus={first && autoFocus}
      maxLength={field.maxLength}
      value={both[of]}
      onChange={(text) => set({ ...both, [of]: text })}
    />
  );
  return [one(language, true), one(other, false)];
}
