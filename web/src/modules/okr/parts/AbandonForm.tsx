import type { Objective } from "~/api/types";
import { Form, TextArea } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useCloseSteps } from "../queries_close";

export default function AbandonForm({ objective, onClose }: { objective: Objective; onClose: () => void }) {
  const { t, language } = useWords();
  const steps = useCloseSteps();
  const form = useForm<{ reason: string }>({
    draft: `abandon.${objective.row.id}`,
    first: { reason: "" },
    places: { reason: "/reason" },
    check: ({ reason }) => ({ reason: reason.trim() ? undefined : t("okr.reason_to_abandon") }),
  });
  const { busy, save } = useSave(form, async (key) => {
    await steps.abandon(objective.row.id, form.values.reason.trim(), objective.version, key);
    void steps.done();
    onClose();
  });
  return (
    <Form form={form} busy={busy} submit={t("okr.ui.abandon")} onSubmit={() => void save()} onCancel={onClose}>
      <p>{t("okr.ui.abandon_ask", { title: name(objective.row.title, language) })}</p>
      <TextArea name="reason" label={t("okr.ui.abandon_why")} rows={3} maxLength={500} autoFocus value={form.values.reason} problem={form.problem("reason")} onChange={(reason) => form.set({ reason })} />
    </Form>
  );
}
