import { Plus, X } from "lucide-react";
import { ApiError } from "~/api/client";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { Check, Form, Group, Pick, TextArea, TextInput } from "~/ui/form/Form";
import { Antd, DayField } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { type FormState, useForm } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { type ChangeReview, type Review, useCloseSteps, useReview } from "../queries_close";
import css from "./close.module.css";

type Step = { note: string; owner: number | null; owner_name: string | null; due: string | null };
type Values = { cause: string; learned: string; decision: NonNullable<Review["decision"]> | null; steps: Step[]; carry: boolean };

const valuesOf = ({ cause, learned, decision, steps, carry }: Review): Values => ({ cause, learned, decision, steps: steps.map((step) => ({ ...step })), carry });

function bodyOf(values: Values): ChangeReview {
  return {
    cause: values.cause.trim(),
    learned: values.learned.trim(),
    ...(values.decision ? { decision: values.decision } : {}),
    carry: values.carry && values.decision !== "abandon",
    steps: values.steps.map(({ note, owner, due }) => ({ note: note.trim(), ...(owner === null ? {} : { owner }), ...(due === null ? {} : { due }) })),
  };
}

export default function ReviewForm({ review, onClose }: { review: Review; onClose: () => void }) {
  const { t, language } = useWords();
  const steps = useCloseSteps();
  const now = useReview(review.row.id);
  const form = useForm<Values>({
    draft: `review.${review.row.id}`,
    first: valuesOf(review),
    places: { cause: "/cause", learned: "/learned", decision: "/decision", steps: "/steps", carry: "/carry" },
    check: (values) => ({
      cause: values.cause.trim() ? undefined : t("okr.cause_required"),
      learned: values.learned.trim() ? undefined : t("okr.learned_required"),
      decision: values.decision ? undefined : t("okr.decision_required"),
      steps: values.steps.every((step) => step.note.trim() && step.owner !== null && step.due) ? undefined : t("okr.step_open"),
    }),
  });
  const { values, set, problem } = form;
  const write = async (submit: boolean) => {
    try {
      await steps.review(review.row.id, { ...bodyOf(values), ...(submit ? { submit } : {}) }, now.data?.version ?? review.version);
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) void steps.done();
      throw error;
    }
    void steps.done();
  };
  const { busy, save } = useSave(form, () => write(true));
  const draft = useOnce(() => write(false).then(form.forget, form.refused));
  const next = review.next_cycle;
  const carries = values.decision !== "abandon" && next !== null;
  return (
    <Antd>
      <Form
        form={form}
        busy={busy || draft.busy}
        submit={t(review.submitted_at ? "okr.ui.hand_in_again" : "okr.ui.hand_in")}
        onSubmit={() => void save()}
        onCancel={onClose}
        beside={
          review.submitted_at ? null : (
            <button type="button" className="btn" disabled={busy || draft.busy} onClick={() => void draft.run()}>
              {t("okr.ui.keep_draft")}
            </button>
          )
        }
      >
        <TextArea name="cause" label={t("okr.ui.cause")} hint={t("okr.ui.cause_hint")} rows={3} maxLength={4000} value={values.cause} problem={problem("cause")} onChange={(cause) => set({ cause })} />
        <TextArea name="learned" label={t("okr.ui.learned")} rows={3} maxLength={4000} value={values.learned} problem={problem("learned")} onChange={(learned) => set({ learned })} />
        <Pick
          label={t("okr.ui.next_cycle")}
          value={values.decision}
          problem={problem("decision")}
          choices={(["keep", "modify", "abandon"] as const).map((value) => ({ value, label: t(`okr.ui.decision_${value}`) }))}
          onChange={(decision) => set({ decision })}
        />
        <Steps form={form} />
        {review.carried_to === null ? (
          <Check
            label={next ? t("okr.ui.carry_to", { cycle: name(next.names, language) }) : t("okr.ui.carry")}
            checked={values.carry && carries}
            onChange={(carry) => set({ carry: carry && carries })}
            note={problem("carry") ?? (next ? t("okr.ui.carry_note") : t("okr.no_next_cycle"))}
            wrong={Boolean(problem("carry"))}
          />
        ) : null}
      </Form>
    </Antd>
  );
}

function Steps({ form }: { form: FormState<Values> }) {
  const { t } = useWords();
  const { values, set, problem } = form;
  const change = (at: number, step: Partial<Step>) => set({ steps: values.steps.map((one, index) => (index === at ? { ...one, ...step } : one)) });
  const add = () => set({ steps: [...values.steps, { note: "", owner: null, owner_name: null, due: null }] });
  return (
    <Group title={t("okr.ui.next_steps")} note={t("okr.ui.next_steps_note")}>
      {values.steps.map((step, at) => (
        <div key={at} className={css.step}>
          <TextInput name={`step_${at}`} label={t("okr.ui.step", { number: at + 1 })} maxLength={300} value={step.note} onChange={(note) => change(at, { note })} />
          <button type="button" className="icon-btn" aria-label={t("okr.ui.drop_step", { number: at + 1 })} onClick={() => set({ steps: values.steps.filter((_, index) => index !== at) })}>
            <X size={15} strokeWidth={1.75} />
          </button>
          <PersonChooser
            field={`step-owner-${at}`}
            label={t("okr.ui.owner")}
            value={step.owner}
            known={step.owner === null ? [] : [{ id: step.owner, name: step.owner_name ?? "" }]}
            onChange={(owner, row) => change(at, { owner, owner_name: row?.name ?? null })}
          />
          <DayField label={t("okr.ui.step_due")} value={step.due} onChange={(due) => change(at, { due })} />
        </div>
      ))}
      {problem("steps") ? (
        <p className="problem" role="alert">
          {problem("steps")}
        </p>
      ) : null}
      {values.steps.length < 20 ? (
        <button type="button" className="btn sm" onClick={add}>
          <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
          {t("okr.ui.add_step")}
        </button>
      ) : null}
    </Group>
  );
}
