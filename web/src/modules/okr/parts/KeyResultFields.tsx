import { Plus, X } from "lucide-react";
import { useEffect } from "react";
import newKeyResult from "schema:NewKeyResult";
import newMilestone from "schema:NewMilestone";
import type { KpiRow } from "~/api/types";
import { Check, NumberInput, Pick, Row, TextInput } from "~/ui/form/Form";
import { Chooser } from "~/ui/form/choosers";
import type { FormState } from "~/ui/form/use_form";
import { name, unitWord, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { type KeyResultValues, type Step, canFollow, emptyStep } from "./key_result_values";

type FormProps = { form: FormState<KeyResultValues> };

export function metricOptions(rows: KpiRow[], language: "zh" | "en", t: ReturnType<typeof useWords>["t"]) {
  return rows.map((row) => ({
    value: row.assignment,
    label: name(row.names, language),
    note: `${name(row.unit_names, language)} · ${withUnit(row.actual, row.unit, row.decimals, t)}`,
  }));
}

/** Told by people, or taken from a metric by a rule; then the metric's unit holds. */
export function SourceFields({ form, rows, loading }: FormProps & { rows: KpiRow[]; loading: boolean }) {
  const { t, language } = useWords();
  const { values, set, problem } = form;
  const metric = rows.find(({ assignment }) => assignment === values.metric);
  const unit = metric?.unit;
  const decimals = metric ? String(metric.decimals) : undefined;
  useEffect(() => {
    if (unit !== undefined && decimals !== undefined && (unit !== values.unit || decimals !== values.decimals)) set({ unit, decimals });
  });
  return (
    <>
      <Pick
        label={t("okr.ui.source")}
        value={values.source}
        onChange={(source) => set({ source, ...(source === "manual" ? { metric: null } : {}) })}
        choices={[
          { value: "manual", label: t("okr.ui.source_manual"), note: t("okr.ui.source_manual_note") },
          { value: "kpi", label: t("okr.ui.source_kpi"), note: t("okr.ui.source_kpi_note") },
        ]}
      />
      {values.source === "kpi" ? (
        <>
          <Chooser
            name="metric"
            label={t("okr.ui.metric")}
            value={values.metric}
            options={metricOptions(rows, language, t)}
            loading={loading}
            problem={problem("metric")}
            onChange={(next) => set({ metric: next })}
          />
          <Pick
            label={t("okr.ui.rule")}
            value={values.rule}
            onChange={(rule) => set({ rule })}
            choices={(["period", "running", "cycle_to_date", "rolling"] as const).map((rule) => ({ value: rule, label: t(`okr.ui.rule_${rule}`), note: t(`okr.ui.rule_note_${rule}`) }))}
          />
          {values.rule === "rolling" ? (
            <NumberInput name="k" label={t("okr.ui.rule_k")} inputMode="numeric" value={values.k} problem={problem("k")} onChange={(k) => set({ k })} />
          ) : null}
        </>
      ) : null}
    </>
  );
}

export function KindFields({ form }: FormProps) {
  const { t } = useWords();
  const { values, set, problem } = form;
  if (values.kind === "milestone") return <Steps form={form} />;
  const driven = canFollow(values.kind) && values.source === "kpi";
  const word = unitWord(values.unit.trim(), t);
  return (
    <>
      {driven ? null : (
        <Row>
          <TextInput name="unit" label={t("okr.ui.measured_in")} hint={t("okr.ui.measured_in_hint")} optional maxLength={newKeyResult.unit!.maxLength} value={values.unit} problem={problem("unit")} onChange={(unit) => set({ unit })} />
          <NumberInput name="decimals" label={t("okr.ui.decimals")} inputMode="numeric" value={values.decimals} problem={problem("decimals")} onChange={(decimals) => set({ decimals })} />
        </Row>
      )}
      {values.kind === "move" ? <Move form={form} word={word} driven={driven} /> : null}
      {values.kind === "keep" ? (
        <Row>
          <NumberInput name="lower" label={t("okr.ui.lower")} unit={word} value={values.lower} problem={problem("lower")} onChange={(lower) => set({ lower })} />
          <NumberInput name="upper" label={t("okr.ui.upper")} unit={word} value={values.upper} problem={problem("upper")} onChange={(upper) => set({ upper })} />
        </Row>
      ) : null}
    </>
  );
}

function Move({ form, word, driven }: FormProps & { word: string; driven: boolean }) {
  const { t } = useWords();
  const { values, set, problem } = form;
  return (
    <>
      <Row>
        <NumberInput name="start" label={t("okr.ui.start")} hint={driven ? t("okr.ui.start_driven_hint") : undefined} optional={driven} unit={word} value={values.start} problem={problem("start")} onChange={(start) => set({ start })} />
        <NumberInput name="target" label={t("ui.target")} unit={word} value={values.target} problem={problem("target")} onChange={(target) => set({ target })} />
      </Row>
      <Check label={t("okr.ui.anchored")} note={t("okr.ui.anchored_note")} checked={values.anchored} onChange={(anchored) => set({ anchored })} />
      {values.anchored ? (
        <Row>
          <NumberInput name="commit" label={t("okr.ui.commit")} optional unit={word} value={values.commit} problem={problem("commit")} onChange={(commit) => set({ commit })} />
          <NumberInput name="stretch" label={t("okr.ui.stretch")} unit={word} value={values.stretch} problem={problem("stretch")} onChange={(stretch) => set({ stretch })} />
        </Row>
      ) : null}
    </>
  );
}

function Steps({ form }: FormProps) {
  const { t, language } = useWords();
  const { values, set, problem } = form;
  const change = (at: number, changes: Partial<Step>) => set({ steps: values.steps.map((step, index) => (index === at ? { ...step, ...changes } : step)) });
  return (
    <div className={problem("steps") ? "wrong" : undefined}>
      <ol className="form-steps">
        {values.steps.map((step, index) => (
          <li key={index}>
            <TextInput name={`step_${index}`} label={t("okr.ui.step_n", { n: index + 1 })} maxLength={newMilestone.title!.maxLength} value={step[language]} onChange={(text) => change(index, { [language]: text })} />
            <NumberInput name={`step_weight_${index}`} label={t("okr.ui.weight")} value={step.weight} onChange={(weight) => change(index, { weight })} />
            <button
              type="button"
              className="icon-btn"
              aria-label={t("okr.ui.drop_step", { n: index + 1 })}
              disabled={values.steps.length === 1}
              onClick={() => set({ steps: values.steps.filter((_, other) => other !== index) })}
            >
              <X size={16} strokeWidth={1.75} />
            </button>
          </li>
        ))}
      </ol>
      {problem("steps") ? <p className="problem">{problem("steps")}</p> : null}
      <button type="button" className="btn sm" onClick={() => set({ steps: [...values.steps, emptyStep] })}>
        <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
        {t("okr.ui.add_step")}
      </button>
    </div>
  );
}
