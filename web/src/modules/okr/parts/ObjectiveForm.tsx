/** Changes what an objective says; where it belongs stays as it was drafted. */
import { useState } from "react";
import { ApiError } from "~/api/client";
import type { Objective } from "~/api/types";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { Form, Group, NumberInput } from "~/ui/form/Form";
import { type Conflict, Stale, conflicts } from "~/ui/form/Stale";
import { Antd } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { typed } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { useObjectiveSteps } from "../queries";
import { TitleFields, WhyAndType } from "./ObjectiveFields";
import { type ChangeValues, changeObjective, objectivePlaces, valuesOf } from "./objective_values";

type Texts = Record<"zh" | "en" | "why" | "weight", string>;
const texts = ({ zh, en, why, weight }: ChangeValues): Texts => ({ zh, en, why, weight });

export default function ObjectiveForm({ objective, onClose }: { objective: Objective; onClose: () => void }) {
  const t = useT();
  const steps = useObjectiveSteps();
  const [base, setBase] = useState(objective);
  const [late, setLate] = useState<Conflict<Texts>[] | null>(null);
  const form = useForm<ChangeValues>({
    draft: `objective.${objective.row.id}`,
    first: valuesOf(objective),
    places: objectivePlaces,
    check: (values) => ({
      zh: values.zh.trim() || values.en.trim() ? undefined : t("okr.title_required"),
      weight: Number(typed(values.weight, "")) > 0 ? undefined : t("okr.weight_not_positive"),
    }),
  });
  const { values, set, problem } = form;
  const labels = { zh: t("okr.ui.title_zh"), en: t("okr.ui.title_en"), why: t("okr.ui.why"), weight: t("okr.ui.weight") };
  const { busy, save } = useSave(form, async () => {
    try {
      await steps.change(base.row.id, changeObjective(values), base.version);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      const now = await steps.objective(base.row.id);
      const met = conflicts<Texts>(labels, { before: texts(valuesOf(base)), mine: texts(values), theirs: texts(valuesOf(now)) });
      set(met.take);
      setLate(met.list);
      setBase(now);
      return false;
    }
    steps.done();
    onClose();
  });
  const { row } = objective;
  return (
    <Antd>
      <Form form={form} busy={busy} submit={t("ui.save")} onSubmit={() => void save()} onCancel={onClose}>
        {late ? <Stale<Texts> by={null} list={late} values={texts(values)} onPick={(field, value) => set({ [field]: value })} /> : null}
        <Group title={t("okr.ui.group_what")}>
          <TitleFields form={form} lead={t("okr.ui.objective_title")} />
          <WhyAndType form={form} />
        </Group>
        <Group title={t("okr.ui.group_rest")}>
          <PersonChooser
            field="owner"
            label={t("okr.ui.owner")}
            clear={false}
            value={values.owner}
            known={row.owner === null ? [] : [{ id: row.owner, name: row.owner_name ?? "" }]}
            problem={problem("owner")}
            onChange={(owner) => set({ owner })}
          />
          <NumberInput name="weight" label={t("okr.ui.weight")} hint={t("okr.ui.weight_hint")} value={values.weight} problem={problem("weight")} onChange={(weight) => set({ weight })} />
        </Group>
      </Form>
    </Antd>
  );
}
