/** Defines a metric: its formula is checked while it is typed, where it is wrong is shown below it. */
import { useId } from "react";
import newKpi from "schema:NewKpi";
import { useCan } from "~/api/session";
import type { Kpi } from "~/api/types";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { FieldFrame, Form, Group, NumberInput, Pick, Row, TextInput, described } from "~/ui/form/Form";
import { Antd, Chooser } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { type FormState, useForm } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { useNavigate } from "~/ui/router";
import { NoPermission } from "~/ui/states";
import { FormulaHelp } from "../parts/FormulaHelp";
import { useMeasures, useMetricSteps } from "../queries";

type Values = Rule & { code: string; zh: string; en: string; category: string; formula: string; unit: string; decimals: string };
type Rule = { direction: Kpi["direction"]; frequency: Kpi["frequency"]; time_agg: Kpi["time_agg"]; org_agg: Kpi["org_agg"]; lead_lag: Kpi["lead_lag"]; rate: Kpi["rate"] };

const first: Values = { code: "", zh: "", en: "", category: "", formula: "", unit: "%", decimals: "1", direction: "higher", frequency: "month", time_agg: "ratio_of_sums", org_agg: "ratio_of_sums", lead_lag: "lag", rate: "closing" };

export default function NewMetricPage() {
  const { t } = useWords();
  const may = useCan()("kpi.define");
  useCrumbs([{ label: t("kpi.ui.new_metric") }]);
  return (
    <Page title={t("kpi.ui.new_metric")} width="form">
      {may ? (
        <Antd>
          <Fields />
        </Antd>
      ) : (
        <NoPermission />
      )}
    </Page>
  );
}

function Fields() {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const steps = useMetricSteps();
  const needed = (text: string) => (text.trim() ? undefined : t("kpi.ui.required"));
  const form = useForm<Values>({
    draft: "metric",
    first,
    places: { code: "/code", zh: "/names", formula: "/formula", unit: "/unit", decimals: "/decimals", category: "/category" },
    check: (values) => ({
      code: /^[a-z][a-z0-9_]*$/.test(values.code) ? undefined : t("kpi.ui.code_hint"),
      zh: values.zh.trim() || values.en.trim() ? undefined : t("kpi.ui.required"),
      formula: needed(values.formula),
      category: needed(values.category),
      decimals: /^[0-6]$/.test(values.decimals) ? undefined : t("kpi.no_whole_number"),
    }),
  });
  const { values } = form;
  const { busy, save } = useSave(form, async (key) => {
    const category = { zh: "", en: "", [language]: values.category.trim() };
    const { direction, frequency, time_agg, org_agg, lead_lag, rate } = values;
    const made = await steps.define(
      {
        code: values.code,
        names: { zh: values.zh.trim(), en: values.en.trim() },
        formula: values.formula.trim(),
        unit: values.unit.trim(),
        decimals: Number(values.decimals),
        category,
        direction,
        frequency,
        time_agg,
        org_agg,
        lead_lag,
        rate,
      },
      key,
    );
    steps.done();
    navigate({ to: "/kpi/assign", search: { kpi: made.id }, replace: true });
  });
  return (
    <Form form={form} busy={busy} submit={t("kpi.ui.define_next")} onSubmit={() => void save()} onCancel={() => navigate({ to: "/kpi" })}>
      <Named form={form} />
      <Group title={t("kpi.ui.formula")}>
        <Formula form={form} />
        <Row>
          <TextInput name="unit" label={t("kpi.ui.unit")} maxLength={newKpi.unit!.maxLength} value={values.unit} problem={form.problem("unit")} onChange={(unit) => form.set({ unit })} />
          <NumberInput name="decimals" label={t("kpi.ui.decimals")} inputMode="numeric" value={values.decimals} problem={form.problem("decimals")} onChange={(decimals) => form.set({ decimals })} />
        </Row>
      </Group>
      <Rules form={form} />
    </Form>
  );
}

type FormOf = { form: FormState<Values> };

function Named({ form }: FormOf) {
  const { t } = useWords();
  const { values, set, problem } = form;
  return (
    <Group title={t("kpi.ui.group_name")}>
      <TextInput name="code" label={t("kpi.ui.code")} hint={t("kpi.ui.code_hint")} autoFocus maxLength={newKpi.code!.maxLength} value={values.code} problem={problem("code")} onChange={(code) => set({ code })} />
      <TextInput name="zh" lang="zh" label={t("kpi.ui.name_zh")} maxLength={newKpi.names!.maxLength} value={values.zh} problem={problem("zh")} onChange={(zh) => set({ zh })} />
      <TextInput name="en" lang="en" label={t("kpi.ui.name_en")} optional maxLength={newKpi.names!.maxLength} value={values.en} onChange={(en) => set({ en })} />
      <TextInput name="category" label={t("kpi.ui.category")} hint={t("kpi.ui.category_hint")} maxLength={newKpi.category!.maxLength} value={values.category} problem={problem("category")} onChange={(category) => set({ category })} />
    </Group>
  );
}

function Formula({ form }: FormOf) {
  const { t, language } = useWords();
  const { values, set, problem } = form;
  const id = useId();
  const measures = useMeasures();
  const frame = { label: t("kpi.ui.formula"), hint: t("kpi.ui.formula_hint"), problem: problem("formula") };
  const insert = (code: string) => set({ formula: `${values.formula}${values.formula && !/[\s(]$/.test(values.formula) ? " " : ""}${code}` });
  return (
    <>
      <FieldFrame id={id} {...frame}>
        <textarea {...described(id, frame)} id={id} name="formula" className="field formula-field" rows={2} spellCheck={false} maxLength={newKpi.formula!.maxLength} value={values.formula} onChange={(event) => set({ formula: event.target.value })} />
      </FieldFrame>
      <FormulaHelp formula={values.formula} rule={{ time_agg: values.time_agg, org_agg: values.org_agg }} />
      <Chooser<string>
        name="measure"
        label={t("kpi.ui.insert_measure")}
        value={null}
        options={(measures.data ?? []).map((one) => ({ value: one.code, label: name(one.names, language), note: one.code }))}
        loading={measures.isPending}
        onChange={(code) => (code ? insert(code) : undefined)}
      />
    </>
  );
}

function Rules({ form }: FormOf) {
  const { t } = useWords();
  const { values, set } = form;
  const measures = useMeasures();
  const money = (measures.data ?? []).some((one) => one.money && new RegExp(`\\b${one.code}\\b`).test(values.formula));
  const choices = <T extends string>(list: readonly T[], prefix: string) => list.map((value) => ({ value, label: t(`kpi.ui.${prefix}${value}` as Key) }));
  return (
    <Group title={t("kpi.ui.group_rules")}>
      <Pick label={t("kpi.ui.direction")} value={values.direction} choices={choices(["higher", "lower", "range"] as const, "direction_")} onChange={(direction) => set({ direction })} />
      <Row>
        <Chooser label={t("kpi.ui.frequency")} value={values.frequency} options={choices(["day", "week", "month", "quarter", "year"] as const, "frequency_")} onChange={(frequency) => set({ frequency: frequency ?? "month" })} />
        <Chooser label={t("kpi.ui.lead_lag")} value={values.lead_lag} options={choices(["lead", "lag"] as const, "")} onChange={(lead_lag) => set({ lead_lag: lead_lag ?? "lag" })} />
      </Row>
      <Chooser label={t("kpi.ui.time_agg")} value={values.time_agg} options={choices(["ratio_of_sums", "sum", "avg", "min", "max", "last", "recompute"] as const, "agg_")} onChange={(time_agg) => set({ time_agg: time_agg ?? "ratio_of_sums" })} />
      <Chooser label={t("kpi.ui.org_agg")} value={values.org_agg} options={choices(["ratio_of_sums", "sum", "min", "max", "weighted", "recompute", "none"] as const, "agg_")} onChange={(org_agg) => set({ org_agg: org_agg ?? "ratio_of_sums" })} />
      {money ? <Pick label={t("money.rate")} value={values.rate} choices={(["closing", "average"] as const).map((value) => ({ value, label: t(`money.${value}`) }))} onChange={(rate) => set({ rate })} /> : null}
    </Group>
  );
}
