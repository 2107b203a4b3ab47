import { Dialog } from "~/ui/Dialog";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { Form, TextInput } from "~/ui/form/Form";
import { Antd, DayField } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { dayAfter } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useDecisionSteps } from "../queries";

type Props = { unit: number; today: string; onClose: () => void };
type Values = { note: string; owner: number | null; due: string | null };

/** What the meeting decides: who does what until when, the next meeting unless another day is said. */
export default function DecisionForm({ unit, today, onClose }: Props) {
  const { t } = useWords();
  const steps = useDecisionSteps();
  const form = useForm<Values>({
    draft: `decision.${unit}`,
    first: { note: "", owner: null, due: dayAfter(today, 7) },
    places: { note: "/note", owner: "/owner", due: "/due" },
    check: (values) => ({
      note: values.note.trim() === "" ? t("dashboard.ui.decision_need") : undefined,
      owner: values.owner === null ? t("dashboard.ui.decision_need_owner") : undefined,
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    await steps.add({ org_unit: unit, note: values.note.trim(), owner: values.owner, due: values.due }, key);
    await steps.refresh();
    onClose();
  });
  return (
    <Dialog title={t("dashboard.ui.decision_add")} width={480} onClose={onClose}>
      <Antd>
        <Form form={form} busy={busy} submit={t("dashboard.ui.decision_keep")} onSubmit={() => void save()} onCancel={onClose}>
          <TextInput label={t("dashboard.ui.line_decision")} value={values.note} problem={problem("note")} onChange={(note) => set({ note })} />
          <PersonChooser label={t("dashboard.ui.line_who")} value={values.owner} problem={problem("owner")} onChange={(owner) => set({ owner })} />
          <DayField label={t("dashboard.ui.line_when")} value={values.due} problem={problem("due")} onChange={(due) => set({ due })} />
        </Form>
      </Antd>
    </Dialog>
  );
}
