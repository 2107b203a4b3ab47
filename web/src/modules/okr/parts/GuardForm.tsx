/** A metric that caps the objective's grade while it is in breach. */
import type { Objective } from "~/api/types";
import { Form, Group, NumberInput } from "~/ui/form/Form";
import { Antd, Chooser } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { typed } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useMetricChoices, useObjectiveSteps } from "../queries";
import { metricOptions } from "./KeyResultFields";

type Values = { metric: number | null; cap: string };

export default function GuardForm({ objective, onClose }: { objective: Objective; onClose: () => void }) {
  const { t, language } = useWords();
  const steps = useObjectiveSteps();
  const metrics = useMetricChoices();
  const form = useForm<Values>({
    draft: `guard.${objective.row.id}`,
    first: { metric: null, cap: "0.7" },
    places: { metric: "/assignment", cap: "/cap" },
    check: ({ metric, cap }) => {
      const value = typed(cap, "");
      return {
        metric: metric === null ? t("okr.ui.need_choice") : undefined,
        cap: value === null || Number(value) < 0 || Number(value) > 1 ? t("okr.cap_out_of_range") : undefined,
      };
    },
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    await steps.link({ kind: "guards", objective: objective.row.id, assignment: values.metric!, cap: typed(values.cap, "") }, key);
    steps.done();
    onClose();
  });
  const rows = (metrics.data?.items ?? []).filter(({ assignment }) => !objective.row.guarded_by.some((guard) => guard.assignment === assignment));
  return (
    <Antd>
      <Form form={form} busy={busy} submit={t("okr.ui.add_guard")} onSubmit={() => void save()} onCancel={onClose}>
        <Group title={t("okr.ui.guard")} note={t("okr.ui.guard_note")}>
          <Chooser name="metric" label={t("okr.ui.metric")} value={values.metric} options={metricOptions(rows, language, t)} loading={metrics.isPending} problem={problem("metric")} onChange={(metric) => set({ metric })} />
          <NumberInput name="cap" label={t("okr.ui.cap")} hint={t("okr.ui.cap_hint")} value={values.cap} problem={problem("cap")} onChange={(cap) => set({ cap })} />
        </Group>
      </Form>
    </Antd>
  );
}
