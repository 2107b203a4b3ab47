/** A correction is a further revision with its reason; what was said before stays in the history. */
import correctCheckIn from "schema:CorrectCheckIn";
import type { CheckIn, Objective } from "~/api/types";
import { Form, Group, NumberInput, TextArea } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { day, editable, name, typed, unitWord } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useCorrectCheckIn } from "../queries";
import { ConfidencePick } from "./ConfidencePick";

type Values = { value: string; confidence: string | null; text: string; reason: string };

export default function CorrectForm({ objective, checkIn, onClose }: { objective: Objective; checkIn: CheckIn; onClose: () => void }) {
  const { t, language } = useWords();
  const correct = useCorrectCheckIn(checkIn.id);
  const kr = objective.row.key_results.find(({ id }) => id === checkIn.key_result);
  const unit = kr?.unit ?? "";
  const first: Values = {
    value: checkIn.value === null ? "" : editable(checkIn.value, unit),
    confidence: checkIn.confidence,
    text: checkIn.text,
    reason: "",
  };
  const form = useForm<Values>({
    draft: `correct.${checkIn.id}`,
    first,
    places: { value: "/value", confidence: "/confidence", text: "/text", reason: "/reason" },
    check: (values) => ({
      value: checkIn.value !== null && typed(values.value, unit) === null ? t("okr.ui.not_a_number") : undefined,
      reason: values.reason.trim() ? undefined : t("okr.reason_required"),
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    await correct.mutateAsync({
      key,
      body: {
        reason: values.reason.trim(),
        text: values.text.trim(),
        ...(checkIn.value === null ? {} : { value: typed(values.value, unit) }),
        ...(values.confidence === null ? {} : { confidence: values.confidence }),
      },
    });
    onClose();
  });
  const said = t("okr.ui.said_on", { day: day(checkIn.on, language), name: checkIn.by_name ?? t("okr.ui.system") });
  return (
    <Form form={form} busy={busy} submit={t("okr.ui.save_correction")} onSubmit={() => void save()} onCancel={onClose}>
      <Group title={name(checkIn.key_result_title, language)} note={said}>
        {checkIn.value === null ? null : (
          <NumberInput name="value" label={t("okr.ui.value")} unit={unitWord(unit, t)} autoFocus value={values.value} problem={problem("value")} onChange={(value) => set({ value })} />
        )}
        <ConfidencePick value={values.confidence} onChange={(confidence) => set({ confidence })} />
        <TextArea name="text" label={t("okr.ui.what_happened")} maxLength={correctCheckIn.text!.maxLength} value={values.text} problem={problem("text")} onChange={(text) => set({ text })} />
        <TextArea name="reason" label={t("okr.ui.why_corrected")} hint={t("okr.ui.why_corrected_hint")} maxLength={correctCheckIn.reason!.maxLength} value={values.reason} problem={problem("reason")} onChange={(reason) => set({ reason })} />
      </Group>
    </Form>
  );
}
