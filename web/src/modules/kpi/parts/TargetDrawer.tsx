/** A target from a day on; what was in force before stays, and so do the colours of then. */
import type { Assignment, Schemas, TargetVersion } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { Form, Group, Pick, TextArea } from "~/ui/form/Form";
import { Antd, DayField } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { dayInText, limit, name, target, today, unknown } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { type TargetRule, useProposeTarget, useTargetRule } from "../proposal_queries";
import { useMetricSteps } from "../queries";
import { TargetFields } from "./TargetFields";
import { type TargetValues, checkTarget, isRuled, redOf, sentTarget, targetPlaces, typedTarget, versionOn } from "./target_values";

type Mode = Schemas["TargetMode"];
type Values = TargetValues & { from: string | null; mode: Mode | null; reason: string };

export default function TargetDrawer({ known, onClose }: { known: Assignment; onClose: () => void }) {
  const { t, language } = useWords();
  return (
    <Drawer
      label={t("kpi.ui.set_target")}
      rail="kpi"
      onClose={onClose}
      head={
        <>
          <p className="kind">
            <span className="tag kpi">{known.row.code}</span>
            <span className="note">
              {name(known.row.names, language)} {name(known.row.unit_names, language)}
            </span>
          </p>
          <h2>{t("kpi.ui.set_target")}</h2>
          {known.kpi.direction === "range" ? null : (
            <Link to={`/kpi/${known.row.assignment}/targets`} className="btn">
              {t("kpi.ui.targets_of_units")}
            </Link>
          )}
        </>
      }
    >
      <Versions known={known} />
      <ByRule known={known} onClose={onClose} />
    </Drawer>
  );
}

/** While a request about it is open, nothing else changes the target. */
function ByRule({ known, onClose }: { known: Assignment; onClose: () => void }) {
  const { t } = useWords();
  const rule = useTargetRule(known.row.assignment);
  if (rule.isPending) return <Skeleton rows={6} />;
  if (rule.isError) return <ErrorState error={rule.error} retry={() => void rule.refetch()} />;
  if (rule.data.waits !== null) {
    return (
      <p>
        {t("inbox.target_waits")} <Link to={`/inbox/${rule.data.waits}`}>{t("inbox.target_see")}</Link>
      </p>
    );
  }
  return (
    <Antd>
      <Fields known={known} rule={rule.data} onClose={onClose} />
    </Antd>
  );
}

/** Whoever may not set it asks; and so does everybody, where the company says so, for what touches the running period. */
function asks(rule: TargetRule, from: string | null): boolean {
  return !rule.may_set || (rule.review && from !== null && from <= rule.running_end);
}

function Fields({ known, rule, onClose }: { known: Assignment; rule: TargetRule; onClose: () => void }) {
  const { t } = useWords();
  const steps = useMetricSteps();
  const propose = useProposeTarget(known.row.assignment);
  const { kpi, row } = known;
  const ruled = isRuled(known);
  /** Whether a period that has ended already is aimed at otherwise: it lies before the running one, or after the newest that is over. */
  const endedSince = (from: string | null) => from !== null && row.period !== null && from <= row.period.end;
  const form = useForm<Values>({
    draft: `target.${row.assignment}`,
    first: { ...typedTarget(versionOn(known, today()), kpi.unit), from: today(), mode: null, reason: "" },
    places: { ...targetPlaces(), from: "/from", mode: "/mode", reason: "/reason" },
    check: (values) => ({
      ...checkTarget(values, kpi, t, ruled),
      from: values.from === null ? t("kpi.ui.need_day") : undefined,
      mode: endedSince(values.from) && values.mode === null ? t("kpi.target_mode_needed") : undefined,
      reason: (asks(rule, values.from) || endedSince(values.from)) && !values.reason.trim() ? t("kpi.target_reason_needed") : undefined,
    }),
  });
  const { values, set, problem } = form;
  const asked = asks(rule, values.from);
  const { busy, save } = useSave(form, async (key) => {
    const mode = values.mode && endedSince(values.from) ? { mode: values.mode } : {};
    const reason = values.reason.trim() ? { reason: values.reason.trim() } : {};
    const target = { from: values.from!, ...sentTarget(values, kpi, ruled) };
    if (asked) await propose({ ...target, reason: values.reason.trim() }, key);
    else await steps.target(row.assignment, { ...target, ...mode, ...reason }, key);
    steps.done();
    onClose();
  });
  return (
    <Form form={form} busy={busy} submit={t(asked ? "inbox.target_ask" : "kpi.ui.set_target")} onSubmit={() => void save()} onCancel={onClose}>
      <Group title={t("kpi.ui.new_target")}>
        <DayField label={t("kpi.ui.valid_from")} hint={t("kpi.ui.valid_from_hint")} value={values.from} from={known.valid_from} problem={problem("from")} onChange={(from) => set({ from })} />
        {endedSince(values.from) || problem("mode") ? (
          <Pick<Mode>
            label={t("kpi.ui.targets_ended_mode")}
            value={values.mode}
            choices={[
              { value: "correction", label: t("kpi.ui.targets_correction") },
              { value: "from_this_month", label: t("kpi.ui.targets_from_now") },
            ]}
            problem={problem("mode")}
            onChange={(mode) => set({ mode })}
          />
        ) : null}
        <TargetFields ruled={ruled} values={values} set={set} problem={problem} unit={kpi.unit} direction={kpi.direction} />
        {asked ? null : (
          <TextArea name="reason" label={t("kpi.ui.target_reason")} optional={!endedSince(values.from)} maxLength={500} value={values.reason} problem={problem("reason")} onChange={(reason) => set({ reason })} />
        )}
      </Group>
      {asked ? (
        <Group title={t("inbox.target_asking")} note={t(rule.may_set ? "inbox.target_asking_rule" : "inbox.target_asking_right")}>
          <TextArea label={t("inbox.target_reason")} name="reason" maxLength={1000} value={values.reason} problem={problem("reason")} onChange={(reason) => set({ reason })} />
        </Group>
      ) : null}
    </Form>
  );
}

function Versions({ known }: { known: Assignment }) {
  const { t, language } = useWords();
  const { unit, decimals, direction } = known.kpi;
  const line = (value: string | null) => (value === null ? unknown : limit(value, unit, decimals));
  const aimOf = (version: TargetVersion) => {
    const aim = target({ ...version, limit: null, limit_op: null, unit, decimals, direction });
    return aim === unknown && version.green !== null ? t("kpi.ui.bands", { green: line(version.green), amber: line(redOf(known, version)) }) : aim;
  };
  return (
    <section className="versions">
      <h3>{t("kpi.ui.versions")}</h3>
      <ol>
        {known.targets.toReversed().map((version) => (
          <li key={version.from}>
            <span className="num">{t(version.to === null ? "kpi.ui.from_day" : "kpi.ui.from_to_day", { from: dayInText(version.from, language), to: dayInText(version.to, language) })}</span>
            <b className="num">{aimOf(version)}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}
