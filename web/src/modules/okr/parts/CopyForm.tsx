/** The same objective again, as a draft: in another cycle, or for another unit. */
import type { Objective } from "~/api/types";
import { UnitChooser } from "~/ui/choosers/UnitChooser";
import { Form } from "~/ui/form/Form";
import { Antd, Chooser } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useNavigate } from "~/ui/router";
import { useCycles } from "../queries";
import { useCloseSteps } from "../queries_close";

type Values = { cycle: number | null; unit: number | null };

export default function CopyForm({ objective, onClose }: { objective: Objective; onClose: () => void }) {
  const { t, language } = useWords();
  const steps = useCloseSteps();
  const navigate = useNavigate();
  const { row } = objective;
  const open = (useCycles().data ?? []).filter(({ state }) => state === "planning" || state === "active");
  const form = useForm<Values>({
    draft: `copy.${row.id}`,
    first: { cycle: open.find(({ id }) => id !== row.cycle)?.id ?? open[0]?.id ?? null, unit: row.org_unit },
    places: { cycle: "/cycle", unit: "/org_unit" },
    check: ({ cycle, unit }) => ({ cycle: cycle === null ? t("okr.ui.need_choice") : undefined, unit: unit === null ? t("okr.ui.need_choice") : undefined }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    const made = await steps.copy(row.id, { cycle: values.cycle!, org_unit: values.unit! }, key);
    void steps.done();
    onClose();
    navigate({ to: `/okr/${made.row.id}`, search: { cycle: values.cycle! } });
  });
  return (
    <Antd>
      <Form form={form} busy={busy} submit={t("okr.ui.copy_objective")} onSubmit={() => void save()} onCancel={onClose}>
        <p className="note">{t("okr.ui.copy_note")}</p>
        <Chooser name="cycle" label={t("okr.ui.copy")} value={values.cycle} problem={problem("cycle")} options={open.map((one) => ({ value: one.id, label: name(one.names, language) }))} onChange={(cycle) => set({ cycle })} />
        <UnitChooser label={t("okr.ui.unit")} value={values.unit} problem={problem("unit")} onChange={(unit) => set({ unit })} />
      </Form>
    </Antd>
  );
}
