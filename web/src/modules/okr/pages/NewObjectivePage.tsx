/** A draft of an objective; its key results follow in its drawer. */
import { useRef } from "react";
import { useCan, useMe } from "~/api/session";
import type { Cycle, Unit } from "~/api/types";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { UnitChooser } from "~/ui/choosers/UnitChooser";
import { useUnits } from "~/ui/choosers/queries";
import { Form, Group, NumberInput, Pick } from "~/ui/form/Form";
import { Antd, Chooser } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { type FormState, useForm } from "~/ui/form/use_form";
import { day, name, typed } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { numberOf, useNavigate, useScope } from "~/ui/router";
import { ErrorState, NoPermission, Skeleton } from "~/ui/states";
import { ParentFields, TitleFields, WhyAndType } from "../parts/ObjectiveFields";
import { currentCycle } from "../parts/cycle";
import { type ObjectiveValues, checkObjective, newObjective, objectivePlaces } from "../parts/objective_values";
import { useCycles, useObjectiveSteps, useObjectives } from "../queries";

export default function NewObjectivePage() {
  const { t } = useWords();
  const may = useCan()("okr.write");
  const cycles = useCycles();
  const units = useUnits();
  useCrumbs([{ label: t("okr.ui.new_objective") }]);
  const failed = cycles.isError ? cycles : units.isError ? units : null;
  return (
    <Page title={t("okr.ui.new_objective")} width="form">
      {failed ? <ErrorState error={failed.error} retry={() => void failed.refetch()} /> : null}
      {may ? null : <NoPermission />}
      {may && cycles.data && units.data ? (
        <Antd>
          <Fields cycles={cycles.data} units={units.data} />
        </Antd>
      ) : failed || !may ? null : (
        <Skeleton rows={8} />
      )}
    </Page>
  );
}

function useFirst(cycles: Cycle[], units: Unit[]): ObjectiveValues {
  const me = useMe();
  const [search] = useScope();
  const open = cycles.filter(({ state }) => state === "planning" || state === "active");
  return {
    zh: "",
    en: "",
    why: "",
    type: "aspirational",
    of: "unit",
    unit: units.find(({ id }) => id === (numberOf(search.unit) ?? me.home_unit))?.id ?? null,
    person: null,
    owner: me.person,
    cycle: currentCycle(open, numberOf(search.cycle))?.id ?? null,
    weight: "1",
    parent: numberOf(search.parent) ?? null,
    relation: "contributes",
    share: "100",
  };
}

function Fields({ cycles, units }: { cycles: Cycle[]; units: Unit[] }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const steps = useObjectiveSteps();
  const made = useRef<number | null>(null);
  const first = useFirst(cycles, units);
  const form = useForm<ObjectiveValues>({ draft: "objective", first, places: objectivePlaces, check: (values) => checkObjective(values, t) });
  const { values, set, problem } = form;
  const above = useObjectives({ cycle: values.cycle ?? undefined });
  const { busy, save } = useSave(form, async (key) => {
    made.current ??= (await steps.add(newObjective(values), key)).row.id;
    steps.done();
    if (values.parent !== null) {
      const share = values.relation === "supports" ? "1" : typed(values.share, "%")!;
      await steps.contribute({ child: made.current, parent: values.parent, relation: values.relation, share }, `${key}-parent`);
      steps.done();
    }
    navigate({ to: `/okr/${made.current}`, search: { edit: "key-result", cycle: values.cycle ?? undefined }, replace: true });
  });
  return (
    <Form form={form} busy={busy} submit={t("okr.ui.save_draft")} onSubmit={() => void save()} onCancel={() => navigate({ to: "/okr", search: (old) => old })}>
      <Group title={t("okr.ui.group_what")}>
        <TitleFields form={form} lead={t("okr.ui.objective_title")} />
        <WhyAndType form={form} />
      </Group>
      <Belongs form={form} cycles={cycles} />
      <Group title={t("okr.ui.group_above")}>
        <ParentFields value={values} set={set} rows={above.data?.items ?? []} problems={{ parent: problem("parent"), share: problem("share") }} optional t={t} />
      </Group>
    </Form>
  );
}

function Belongs({ form, cycles }: { form: FormState<ObjectiveValues>; cycles: Cycle[] }) {
  const { t, language } = useWords();
  const me = useMe();
  const { values, set, problem } = form;
  const known = me.person === null ? [] : [{ id: me.person, name: me.name }];
  return (
    <Group title={t("okr.ui.group_whose")}>
      <Pick
        label={t("okr.ui.belongs_to")}
        value={values.of}
        onChange={(of) => set({ of })}
        choices={[
          { value: "unit", label: t("okr.ui.of_unit") },
          { value: "person", label: t("okr.ui.of_person") },
        ]}
      />
      {values.of === "unit" ? (
        <>
          <UnitChooser label={t("okr.ui.unit")} value={values.unit} problem={problem("unit")} onChange={(unit) => set({ unit })} />
          <PersonChooser field="owner" label={t("okr.ui.owner")} optional value={values.owner} known={known} problem={problem("owner")} onChange={(owner) => set({ owner })} />
        </>
      ) : (
        <PersonChooser
          field="person"
          label={t("okr.ui.person")}
          value={values.person}
          known={known}
          problem={problem("person") ?? problem("unit")}
          onChange={(person, row) => set({ person, ...(row ? { unit: row.unit } : {}) })}
        />
      )}
      <Chooser
        name="cycle"
        label={t("ui.cycle_scope")}
        value={values.cycle}
        problem={problem("cycle")}
        options={cycles
          .filter(({ state }) => state === "planning" || state === "active")
          .map((one) => ({ value: one.id, label: name(one.names, language), note: one.kind === "backlog" ? undefined : `${day(one.start, language)} – ${day(one.end, language)}` }))}
        onChange={(cycle) => set({ cycle, parent: null })}
      />
      <NumberInput name="weight" label={t("okr.ui.weight")} hint={t("okr.ui.weight_hint")} value={values.weight} problem={problem("weight")} onChange={(weight) => set({ weight })} />
    </Group>
  );
}
