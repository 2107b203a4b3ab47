/** Who answers for a metric of a unit, what it weighs and when somebody is warned, from a day on. */
import type { Assignment } from "~/api/types";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { Check, Form, Group, NumberInput, Row, TextArea } from "~/ui/form/Form";
import { Antd, DayField } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { editable, today, typed } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { BreachFields } from "../parts/TargetFields";
import { type BreachValues, breachPlaces, checkBreach, emptyBreach, sentBreach } from "../parts/target_values";
import { useLife } from "./queries";

type Values = BreachValues & { from: string | null; owner: number | null; weight: string; veto: boolean; reason: string };

/** The breach rule as it stands, as it is typed. */
export function typedBreach({ breach_rule: rule, kpi }: Pick<Assignment, "breach_rule" | "kpi">): BreachValues {
  if (!rule) return emptyBreach;
  const shown = (value: string | null | undefined) => (value === null || value === undefined ? "" : editable(value, kpi.unit));
  return {
    warns: true,
    limit: shown(rule.value),
    limit_to: shown(rule.value_to),
    recover: shown(rule.recover_value),
    recover_to: shown(rule.recover_value_to),
    n: String(rule.n ?? 2),
    m: String(rule.m ?? 2),
    grace: String(rule.grace_days ?? 0),
  };
}

export default function AssignmentForm({ known, onDone }: { known: Assignment; onDone: () => void }) {
  const t = useT();
  const { kpi, row } = known;
  const { changeAssignment } = useLife();
  const form = useForm<Values>({
    draft: `life.${row.assignment}.${known.version}`,
    first: { ...typedBreach(known), from: today(), owner: row.owner, weight: editable(known.weight, ""), veto: known.veto, reason: "" },
    places: { ...breachPlaces, from: "/from", owner: "/owner", weight: "/weight", reason: "/reason" },
    check: (values) => ({
      ...checkBreach(values, kpi, t),
      from: values.from === null ? t("kpi.ui.need_day") : undefined,
      weight: Number(typed(values.weight, "")) > 0 ? undefined : t("kpi.ui.need_number"),
      reason: values.reason.trim() ? undefined : t("kpi.change_reason_needed"),
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async () => {
    const breach = sentBreach(values, kpi);
    await changeAssignment(row.assignment, known.version, {
      from: values.from!,
      reason: values.reason.trim(),
      owner: values.owner,
      nobody: values.owner === null,
      weight: typed(values.weight, ""),
      veto: values.veto,
      breach,
      no_breach: breach === null,
    });
    onDone();
  });
  return (
    <Antd>
      <Form form={form} busy={busy} submit={t("life.save")} onSubmit={() => void save()} onCancel={onDone}>
        <div className="form-group">
          <DayField label={t("life.from")} hint={t("life.from_hint")} value={values.from} from={today()} problem={problem("from")} onChange={(from) => set({ from })} />
          <PersonChooser
            field="owner"
            label={t("life.owner")}
            optional
            known={row.owner !== null && row.owner_name ? [{ id: row.owner, name: row.owner_name }] : undefined}
            value={values.owner}
            problem={problem("owner")}
            onChange={(owner) => set({ owner })}
          />
          <Row>
            <NumberInput name="weight" label={t("life.weight")} value={values.weight} problem={problem("weight")} onChange={(weight) => set({ weight })} />
          </Row>
          <Check label={t("life.veto")} note={t("life.veto_note")} checked={values.veto} onChange={(veto) => set({ veto })} />
        </div>
        <BreachFields values={values} set={set} problem={problem} unit={kpi.unit} direction={kpi.direction} />
        <Group title={t("life.reason")}>
          <TextArea name="reason" label={t("life.reason")} hint={t("life.reason_hint")} maxLength={500} value={values.reason} problem={problem("reason")} onChange={(reason) => set({ reason })} />
        </Group>
      </Form>
    </Antd>
  );
}
