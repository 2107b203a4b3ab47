/** Adds a key result of any kind, or changes one; a metric may drive it. */
import { useRef, useState } from "react";
import { ApiError } from "~/api/client";
import { useMe } from "~/api/session";
import type { KeyResultRow, Objective } from "~/api/types";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { Form, Group, NumberInput, Pick, Row, TextArea } from "~/ui/form/Form";
import { Antd, DayField } from "~/ui/form/choosers";
import { type Conflict, Stale, conflicts } from "~/ui/form/Stale";
import { useSave } from "~/ui/form/run";
import { type FormState, useForm } from "~/ui/form/use_form";
import { useWords } from "~/ui/i18n/words";
import { useCycles, useMetricChoices, useObjectiveSteps } from "../queries";
import { KindFields, SourceFields } from "./KeyResultFields";
import { TitleFields } from "./ObjectiveFields";
import {
  type KeyResultValues,
  canFollow,
  changeKeyResult,
  checkKeyResult,
  driver,
  emptyKeyResult,
  keyResultPlaces,
  moves,
  newKeyResult,
  valuesOf,
} from "./key_result_values";

type Props = { objective: Objective; row?: KeyResultRow; onClose: () => void };

export default function KeyResultForm(props: Props) {
  return <Antd>{props.row ? <Change {...props} row={props.row} /> : <Add {...props} />}</Antd>;
}

function useKeyResultForm(draft: string, first: KeyResultValues) {
  const { t } = useWords();
  return useForm<KeyResultValues>({ draft, first, places: keyResultPlaces, check: (values) => checkKeyResult(values, t) });
}

function Add({ objective, onClose }: Props) {
  const { t } = useWords();
  const steps = useObjectiveSteps();
  const made = useRef<number | null>(null);
  const form = useKeyResultForm(`key-result.of.${objective.row.id}`, { ...emptyKeyResult, owner: objective.row.owner });
  const { values, set } = form;
  const { busy, save } = useSave(form, async (key) => {
    made.current ??= (await steps.addKeyResult(objective.row.id, newKeyResult(values), key)).id;
    steps.done();
    const link = driver(values, made.current);
    if (link) await steps.link(link, `${key}-link`);
    steps.done();
    onClose();
  });
  const kinds = (["move", "keep", "milestone", "binary", "baseline"] as const).map((kind) => ({
    value: kind,
    label: t(`okr.ui.kr_kind.${kind}`),
    note: t(`okr.ui.kind_note_${kind}`),
  }));
  return (
    <Form form={form} busy={busy} submit={t("okr.ui.add_key_result")} onSubmit={() => void save()} onCancel={onClose}>
      <Group title={t("okr.ui.group_what")}>
        <TitleFields form={form} lead={t("okr.ui.key_result_title")} />
        <Pick label={t("okr.ui.kind")} value={values.kind} choices={kinds} onChange={(kind) => set({ kind })} />
      </Group>
      {values.kind === "binary" ? null : (
        <Group title={t("okr.ui.group_value")}>
          {canFollow(values.kind) ? <Source form={form} /> : null}
          <KindFields form={form} />
        </Group>
      )}
      <Rest form={form} objective={objective} />
    </Form>
  );
}

function Source({ form }: { form: FormState<KeyResultValues> }) {
  const metrics = useMetricChoices();
  return <SourceFields form={form} rows={metrics.data?.items ?? []} loading={metrics.isPending} />;
}

function Rest({ form, objective, row }: { form: FormState<KeyResultValues>; objective: Objective; row?: KeyResultRow }) {
  const { t } = useWords();
  const me = useMe();
  const cycle = useCycles().data?.find(({ id }) => id === objective.row.cycle);
  const { values, set, problem } = form;
  const known = [
    { id: row?.owner ?? objective.row.owner, name: row?.owner_name ?? objective.row.owner_name },
    { id: me.person, name: me.name },
  ].filter((one): one is { id: number; name: string } => one.id !== null && one.name !== null);
  return (
    <Group title={t("okr.ui.group_rest")}>
      <PersonChooser field="owner" label={t("okr.ui.owner")} optional clear={!row} value={values.owner} known={known} problem={problem("owner")} onChange={(owner) => set({ owner })} />
      <Row>
        <NumberInput name="weight" label={t("okr.ui.weight")} value={values.weight} problem={problem("weight")} onChange={(weight) => set({ weight })} />
        <DayField label={t("okr.ui.due")} optional clear={!row} value={values.due} from={cycle?.start} to={cycle?.end} problem={problem("due")} onChange={(due) => set({ due })} />
      </Row>
    </Group>
  );
}

type Texts = Record<"zh" | "en" | "target" | "weight" | "due", string>;

const texts = (values: KeyResultValues): Texts => ({ zh: values.zh, en: values.en, target: values.target, weight: values.weight, due: values.due ?? "" });

function Change({ objective, row, onClose }: Props & { row: KeyResultRow }) {
  const { t } = useWords();
  const steps = useObjectiveSteps();
  const [base, setBase] = useState(row);
  const [late, setLate] = useState<Conflict<Texts>[] | null>(null);
  const first = valuesOf(row);
  const form = useKeyResultForm(`key-result.${row.id}`, first);
  const { values, set } = form;
  const labels = { zh: t("okr.ui.title_zh"), en: t("okr.ui.title_en"), weight: t("okr.ui.weight"), due: t("okr.ui.due"), ...(row.kind === "move" ? { target: t("ui.target") } : {}) };
  const { busy, save } = useSave(form, async (key) => {
    try {
      await steps.changeKeyResult(row.id, changeKeyResult(values), base.version);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      const now = (await steps.keyResult(row.id)).row;
      const met = conflicts<Texts>(labels, { before: texts(valuesOf(base)), mine: texts(values), theirs: texts(valuesOf(now)) });
      set(met.take.due === "" ? { ...met.take, due: null } : met.take);
      setLate(met.list);
      setBase(now);
      return false;
    }
    const link = driver(values, row.id);
    const same = link?.assignment === row.driven_by?.assignment && (!link || link.value_rule === row.driven_by?.value_rule);
    if (row.driven_by && !same) await steps.unlink(row.driven_by.link, row.driven_by.version);
    if (link && !same) await steps.link(link, key);
    steps.done();
    onClose();
  });
  return (
    <Form form={form} busy={busy} submit={t("ui.save")} onSubmit={() => void save()} onCancel={onClose}>
      {late ? <Stale<Texts> by={null} list={late} values={texts(values)} onPick={(field, value) => set({ [field]: field === "due" ? value || null : value })} /> : null}
      <Group title={t("okr.ui.group_what")} note={t(`okr.ui.kind_note_${row.kind}`)}>
        <TitleFields form={form} lead={t("okr.ui.key_result_title")} />
      </Group>
      {canFollow(row.kind) ? (
        <Group title={t("okr.ui.group_value")}>
          <Source form={form} />
          {row.kind === "move" ? (
            <NumberInput name="target" label={t("ui.target")} unit={values.unit} value={values.target} problem={form.problem("target")} onChange={(target) => set({ target })} />
          ) : null}
        </Group>
      ) : null}
      <Rest form={form} objective={objective} row={row} />
      {objective.row.state === "active" && moves(base, values) ? (
        <TextArea name="reason" label={t("okr.ui.change_reason")} hint={t("okr.ui.change_reason_note")} value={values.reason} problem={form.problem("reason")} onChange={(reason) => set({ reason })} />
      ) : null}
    </Form>
  );
}
