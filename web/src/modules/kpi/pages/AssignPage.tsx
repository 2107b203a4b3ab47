/** Gives a metric to a unit: who looks after it, what is aimed at, when somebody is warned. */
import { useCan } from "~/api/session";
import type { Kpi } from "~/api/types";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { UnitChooser } from "~/ui/choosers/UnitChooser";
import { Check, Form, Group, NumberInput, Row } from "~/ui/form/Form";
import { Antd, Chooser, DayField } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { type FormState, useForm } from "~/ui/form/use_form";
import { name, today, typed } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link, numberOf, useNavigate, useScope } from "~/ui/router";
import { ErrorState, NoPermission, Skeleton } from "~/ui/states";
import { BreachFields, TargetFields } from "../parts/TargetFields";
import { type BreachValues, type TargetValues, breachPlaces, checkBreach, checkTarget, emptyBreach, emptyTarget, sentBreach, sentTarget, targetPlaces } from "../parts/target_values";
import { useKpis, useMetricSteps } from "../queries";

type Values = TargetValues & BreachValues & { kpi: number | null; unit: number | null; owner: number | null; from: string | null; weight: string; veto: boolean };

export default function AssignPage() {
  const { t } = useWords();
  const may = useCan()("kpi.define");
  const kpis = useKpis();
  useCrumbs([{ label: t("kpi.ui.add_metric") }]);
  const failed = kpis.isError ? kpis : null;
  return (
    <Page title={t("kpi.ui.add_metric")} width="form">
      {failed ? <ErrorState error={failed.error} retry={() => void failed.refetch()} /> : null}
      {may ? null : <NoPermission />}
      {may && kpis.data ? (
        <Antd>
          <Fields kpis={kpis.data} />
        </Antd>
      ) : failed || !may ? null : (
        <Skeleton rows={8} />
      )}
    </Page>
  );
}

function Fields({ kpis }: { kpis: Kpi[] }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [search] = useScope();
  const steps = useMetricSteps();
  const asked = numberOf(search.kpi);
  const form = useForm<Values>({
    // The draft of one metric must not be taken for another's.
    draft: `assignment.${asked ?? ""}`,
    first: { ...emptyTarget, ...emptyBreach, kpi: asked ?? null, unit: numberOf(search.unit) ?? null, owner: null, from: today(), weight: "1", veto: false },
    places: { ...targetPlaces("/target"), ...breachPlaces, kpi: "/kpi", unit: "/org_unit", owner: "/owner", from: "/valid_from", weight: "/weight" },
    check: (values) => {
      const kpi = kpis.find(({ id }) => id === values.kpi);
      const need = t("kpi.ui.need_choice");
      return {
        ...(kpi ? { ...checkTarget(values, kpi, t, values.warns), ...checkBreach(values, kpi, t) } : {}),
        kpi: kpi ? undefined : need,
        unit: values.unit === null ? need : undefined,
        from: values.from === null ? t("kpi.ui.need_day") : undefined,
        weight: Number(typed(values.weight, "")) > 0 ? undefined : t("kpi.ui.need_number"),
      };
    },
  });
  const { values, set, problem } = form;
  const kpi = kpis.find(({ id }) => id === values.kpi);
  const { busy, save } = useSave(form, async (key) => {
    const made = await steps.assign(
      {
        kpi: kpi!.id,
        org_unit: values.unit!,
        owner: values.owner,
        valid_from: values.from!,
        weight: typed(values.weight, ""),
        veto: values.veto,
        target: sentTarget(values, kpi!, values.warns),
        breach: sentBreach(values, kpi!),
      },
      key,
    );
    steps.done();
    navigate({ to: `/kpi/${made.row.assignment}`, replace: true });
  });
  return (
    <Form form={form} busy={busy} submit={t("kpi.ui.assign")} onSubmit={() => void save()} onCancel={() => navigate({ to: "/kpi" })}>
      <Where form={form} kpis={kpis} />
      {kpi ? (
        <>
          <Group title={t("kpi.ui.group_target")} note={t(`kpi.ui.direction_${kpi.direction}`)}>
            <TargetFields ruled={values.warns} values={values} set={set} problem={problem} unit={kpi.unit} direction={kpi.direction} />
          </Group>
          <BreachFields values={values} set={set} problem={problem} unit={kpi.unit} direction={kpi.direction} />
        </>
      ) : null}
    </Form>
  );
}

function Where({ form, kpis }: { form: FormState<Values>; kpis: Kpi[] }) {
  const { t, language } = useWords();
  const { values, set, problem } = form;
  return (
    <Group title={t("kpi.ui.group_where")}>
      <Chooser
        name="kpi"
        label={t("ui.metrics")}
        hint={
          <>
            {t("kpi.ui.not_there_yet")} <Link to="/kpi/new">{t("kpi.ui.define_one")}</Link>
          </>
        }
        value={values.kpi}
        options={kpis.map((one) => ({ value: one.id, label: name(one.names, language), note: one.code }))}
        problem={problem("kpi")}
        onChange={(kpi) => set({ kpi })}
      />
      <UnitChooser
        label={t("ui.unit_scope")}
        hint={
          <Link to="/kpi/assign/many" search={{ kpi: values.kpi ?? undefined, unit: values.unit ?? undefined }}>
            {t("kpi.many.link")}
          </Link>
        }
        value={values.unit} problem={problem("unit")} onChange={(unit) => set({ unit })} />
      <PersonChooser field="owner" label={t("ui.owner")} optional value={values.owner} problem={problem("owner")} onChange={(owner) => set({ owner })} />
      <Row>
        <DayField label={t("kpi.ui.valid_from")} value={values.from} problem={problem("from")} onChange={(from) => set({ from })} />
        <NumberInput name="weight" label={t("kpi.ui.weight")} value={values.weight} problem={problem("weight")} onChange={(weight) => set({ weight })} />
      </Row>
      <Check label={t("kpi.ui.veto")} note={t("kpi.ui.veto_note")} checked={values.veto} onChange={(veto) => set({ veto })} />
    </Group>
  );
}
