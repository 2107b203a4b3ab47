import newObjective from "schema:NewObjective";
import type { ObjectiveRow } from "~/api/types";
import { NumberInput, Pick, Row, TextArea, TextInput } from "~/ui/form/Form";
import { Chooser } from "~/ui/form/choosers";
import type { FormState } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { type Language, type Translate, useWords } from "~/ui/i18n/words";
import type { ChangeValues, ObjectiveValues } from "./objective_values";
import { hasEnded } from "./ended";

type Titled = { zh: string; en: string };

/** Both languages, the reader's own first; one is enough. */
export function TitleFields<V extends Titled>({ form, lead }: { form: FormState<V>; lead?: string }) {
  const { t, language } = useWords();
  const set = (changes: Titled | Partial<Titled>) => form.set(changes as Partial<V>);
  const fields = {
    zh: (first: boolean) => (
      <TextInput key="zh" name="title_zh" lang="zh" label={first && lead ? lead : t("okr.ui.title_zh")} optional={!first} autoFocus={first} maxLength={newObjective.title!.maxLength} problem={first ? form.problem("zh") : undefined} value={form.values.zh} onChange={(zh) => set({ zh })} />
    ),
    en: (first: boolean) => (
      <TextInput key="en" name="title_en" lang="en" label={first && lead ? lead : t("okr.ui.title_en")} optional={!first} autoFocus={first} maxLength={newObjective.title!.maxLength} problem={first ? form.problem("zh") : undefined} value={form.values.en} onChange={(en) => set({ en })} />
    ),
  };
  return language === "zh" ? [fields.zh(true), fields.en(false)] : [fields.en(true), fields.zh(false)];
}

export function WhyAndType({ form }: { form: FormState<ChangeValues> | FormState<ObjectiveValues> }) {
  const { t } = useWords();
  const { values, set, problem } = form as FormState<ChangeValues>;
  return (
    <>
      <TextArea name="why" label={t("okr.ui.why")} hint={t("okr.ui.why_hint")} optional maxLength={newObjective.why!.maxLength} value={values.why} problem={problem("why")} onChange={(why) => set({ why })} />
      <Pick
        label={t("okr.ui.type")}
        value={values.type}
        onChange={(type) => set({ type })}
        choices={[
          { value: "aspirational", label: t("okr.ui.aspirational"), note: t("okr.ui.aspirational_note") },
          { value: "committed", label: t("okr.ui.committed"), note: t("okr.ui.committed_note") },
        ]}
      />
    </>
  );
}

export function parentOptions(rows: ObjectiveRow[], language: Language) {
  return rows
    .filter((row) => !hasEnded(row))
    .map((row) => ({ value: row.id, label: name(row.title, language), note: name(row.unit_names, language) }));
}

type Share = { parent: number | null; relation: "contributes" | "supports"; share: string };

/** The objective above, and how much of this one counts there. */
export function ParentFields(props: { value: Share; set: (changes: Partial<Share>) => void; rows: ObjectiveRow[]; problems: { parent?: string; share?: string }; optional?: boolean; t: Translate }) {
  const { language } = useWords();
  const { value, set, rows, problems, optional, t } = props;
  return (
    <>
      <Chooser
        name="parent"
        label={t("okr.ui.parent")}
        hint={t("okr.ui.parent_hint")}
        optional={optional}
        clear
        value={value.parent}
        options={parentOptions(rows, language)}
        problem={problems.parent}
        onChange={(parent) => set({ parent })}
      />
      {value.parent === null ? null : (
        <Row>
          <Pick
            label={t("okr.ui.relation")}
            value={value.relation}
            onChange={(relation) => set({ relation })}
            choices={[
              { value: "contributes", label: t("okr.ui.contributes"), note: t("okr.ui.contributes_note") },
              { value: "supports", label: t("okr.ui.supports"), note: t("okr.ui.supports_note") },
            ]}
          />
          {value.relation === "contributes" ? (
            <NumberInput name="share" label={t("okr.ui.share")} unit="%" value={value.share} problem={problems.share} onChange={(share) => set({ share })} />
          ) : null}
        </Row>
      )}
    </>
  );
}
