/** Gives a metric to many units at once: chosen by kind, below a unit, or by hand; then straight to their targets. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { useCan } from "~/api/session";
import type { Kpi, Schemas } from "~/api/types";
import { Page } from "~/ui/Page";
import { UnitChooser } from "~/ui/choosers/UnitChooser";
import { useUnits } from "~/ui/choosers/queries";
import { useCrumbs } from "~/ui/crumbs";
import { Check, FieldFrame, Form, Group, NumberInput, Row } from "~/ui/form/Form";
import { Antd, Chooser, DayField } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { type FormState, useForm } from "~/ui/form/use_form";
import { name, today, typed, unknown } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { numberOf, useNavigate, useScope } from "~/ui/router";
import { ErrorState, NoPermission, Skeleton } from "~/ui/states";
import { BreachFields, TargetFields } from "../parts/TargetFields";
import { type BreachValues, type TargetValues, breachPlaces, checkBreach, checkTarget, emptyBreach, emptyTarget, sentBreach, sentTarget, targetPlaces } from "../parts/target_values";
import { useKpis, useMetricSteps } from "../queries";
import { type Unit, unitsIn } from "../life/units_in";
import css from "../life/many.module.css";

type AssignedUnit = Schemas["AssignedUnit"];
type Values = TargetValues & BreachValues & { kpi: number | null; below: number | null; kind: string | null; left_out: number[]; from: string | null; weight: string; veto: boolean };

export default function AssignManyPage() {
  const { t } = useWords();
  const may = useCan()("kpi.define");
  const kpis = useKpis();
  const units = useUnits();
  const title = t("kpi.many.title");
  useCrumbs([{ label: title }]);
  const failed = [kpis, units].find((one) => one.isError);
  return (
    <Page title={title} width="form">
      {failed ? <ErrorState error={failed.error} retry={() => void failed.refetch()} /> : null}
      {may ? null : <NoPermission />}
      {may && kpis.data && units.data ? (
        <Antd>
          <Fields kpis={kpis.data} units={units.data} />
        </Antd>
      ) : failed || !may ? null : (
        <Skeleton rows={8} />
      )}
    </Page>
  );
}

function Fields({ kpis, units }: { kpis: Kpi[]; units: Unit[] }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [search] = useScope();
  const steps = useMetricSteps();
  const asked = numberOf(search.kpi);
  const form = useForm<Values>({
    draft: `assign.many.${asked ?? ""}`,
    first: { ...emptyTarget, ...emptyBreach, kpi: asked ?? null, below: numberOf(search.unit) ?? units[0]?.id ?? null, kind: "team", left_out: [], from: today(), weight: "1", veto: false },
    places: { ...targetPlaces("/target"), ...breachPlaces, kpi: "/kpi", below: "/units", from: "/valid_from", weight: "/weight" },
    check: (values) => {
      const kpi = kpis.find(({ id }) => id === values.kpi);
      const need = t("kpi.ui.need_choice");
      return {
        ...(kpi ? { ...checkTarget(values, kpi, t, values.warns), ...checkBreach(values, kpi, t) } : {}),
        kpi: kpi ? undefined : need,
        below: unitsIn(units, values.below, values.kind).some((id) => !values.left_out.includes(id)) ? undefined : t("kpi.many.none"),
        from: values.from === null ? t("kpi.ui.need_day") : undefined,
        weight: Number(typed(values.weight, "")) > 0 ? undefined : t("kpi.ui.need_number"),
      };
    },
  });
  const { values, set, problem } = form;
  const kpi = kpis.find(({ id }) => id === values.kpi);
  const { chosen } = usePreview(values, units, kpi);
  const { busy, save } = useSave(form, async (key) => {
    const made = await api.post("/kpis/{kpi}/assignments", { path: { kpi: kpi!.id }, body: { ...common(values, kpi!), units: chosen.map((org_unit) => ({ org_unit })) }, key });
    steps.done();
    void client.invalidateQueries({ queryKey: keys.kpi });
    const first = made.items[0]!.assignment;
    navigate({ to: kpi!.direction === "range" ? `/kpi/${first}` : `/kpi/${first}/targets`, replace: true });
  });
  return (
    <Form form={form} busy={busy} submit={t("kpi.many.submit", { count: chosen.length })} onSubmit={() => void save()} onCancel={() => navigate({ to: "/kpi" })}>
      <Where form={form} kpis={kpis} units={units} kpi={kpi} />
      {kpi ? (
        <>
          <Group title={t("kpi.ui.group_target")} note={t("kpi.many.target_note")}>
            <TargetFields ruled={values.warns} values={values} set={set} problem={problem} unit={kpi.unit} direction={kpi.direction} />
          </Group>
          <BreachFields values={values} set={set} problem={problem} unit={kpi.unit} direction={kpi.direction} />
        </>
      ) : null}
    </Form>
  );
}

const common = (values: Values, kpi: Kpi) => ({
  valid_from: values.from!,
  weight: typed(values.weight, ""),
  veto: values.veto,
  target: sentTarget(values, kpi, values.warns),
  breach: sentBreach(values, kpi),
});

function Where({ form, kpis, units, kpi }: { form: FormState<Values>; kpis: Kpi[]; units: Unit[]; kpi: Kpi | undefined }) {
  const { t, language } = useWords();
  const { values, set, problem } = form;
  const kinds = [...new Set(units.map(({ kind }) => kind))];
  return (
    <Group title={t("kpi.ui.group_where")}>
      <Chooser
        name="kpi"
        label={t("ui.metrics")}
        value={values.kpi}
        options={kpis.map((one) => ({ value: one.id, label: name(one.names, language), note: one.code }))}
        problem={problem("kpi")}
        onChange={(next) => set({ kpi: next })}
      />
      <Row>
        <UnitChooser label={t("kpi.many.below")} value={values.below} problem={problem("below")} onChange={(below) => set({ below, left_out: [] })} />
        <Chooser<string>
          name="kind"
          label={t("kpi.many.kind")}
          optional
          clear
          value={values.kind}
          options={kinds.map((kind) => ({ value: kind, label: t(`kpi.many.kind_${kind}` as Key) }))}
          onChange={(kind) => set({ kind, left_out: [] })}
        />
      </Row>
      <Row>
        <DayField label={t("kpi.ui.valid_from")} value={values.from} problem={problem("from")} onChange={(from) => set({ from })} />
        <NumberInput name="weight" label={t("kpi.ui.weight")} value={values.weight} problem={problem("weight")} onChange={(weight) => set({ weight })} />
      </Row>
      <Check label={t("kpi.ui.veto")} note={t("kpi.ui.veto_note")} checked={values.veto} onChange={(veto) => set({ veto })} />
      <Units form={form} units={units} kpi={kpi} />
    </Group>
  );
}

/** What would come of each unit, before anything is made. */
function usePreview(values: Values, units: Unit[], kpi: Kpi | undefined) {
  const all = useMemo(() => unitsIn(units, values.below, values.kind), [units, values.below, values.kind]);
  const preview = useQuery({
    queryKey: keys.assignMany({ kpi: kpi?.id, all, from: values.from }),
    enabled: kpi !== undefined && values.from !== null && all.length > 0,
    queryFn: ({ signal }) =>
      api.post("/kpis/{kpi}/assignments", { path: { kpi: kpi!.id }, body: { valid_from: values.from!, target: {}, units: all.map((org_unit) => ({ org_unit })), preview: true }, key: crypto.randomUUID(), signal }),
    placeholderData: keepPreviousData,
  });
  const told = new Map<number, AssignedUnit>(preview.data?.items.map((one) => [one.org_unit, one]));
  return { all, preview, told, chosen: all.filter((id) => !told.get(id)?.problem && !values.left_out.includes(id)) };
}

/** Each unit with who would answer for it, before anything is made; one that cannot have the KPI says why. */
function Units({ form, units, kpi }: { form: FormState<Values>; units: Unit[]; kpi: Kpi | undefined }) {
  const { t, language } = useWords();
  const { values, set } = form;
  const { all, preview, told, chosen } = usePreview(values, units, kpi);
  const toggle = (id: number) => set({ left_out: values.left_out.includes(id) ? values.left_out.filter((one) => one !== id) : [...values.left_out, id] });
  return (
    <FieldFrame id="units" label={t("kpi.many.units", { count: chosen.length, of: all.length })} hint={t("kpi.many.units_hint")}>
      {preview.isError ? <ErrorState error={preview.error} retry={() => void preview.refetch()} /> : null}
      <ul className={css.units} id="units">
        {all.map((id) => {
          const unit = units.find((one) => one.id === id)!;
          const one = told.get(id);
          return (
            <li key={id}>
              <Check
                label={name(unit.names, language)}
                note={one?.problem ? t(one.problem as Key, { day: values.from ?? "" }) : one ? t("kpi.many.owner", { name: one.owner_name ?? unknown }) : undefined}
                checked={chosen.includes(id)}
                disabled={Boolean(one?.problem)}
                onChange={() => toggle(id)}
              />
            </li>
          );
        })}
      </ul>
    </FieldFrame>
  );
}
