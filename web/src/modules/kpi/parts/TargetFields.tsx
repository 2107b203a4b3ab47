import type { Direction } from "~/api/types";
import { Check, Group, NumberInput, Row } from "~/ui/form/Form";
import { unitWord } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { type BreachValues, type TargetValues, rowsOf } from "./target_values";

type Props<V> = { values: V; set: (changes: Partial<V>) => void; problem: (field: keyof V) => string | undefined; unit: string; direction: Direction };

function useNumber<V extends object>({ values, set, problem, unit }: Props<V>) {
  const t = useT();
  const word = unitWord(unit, t);
  return (field: keyof V & string, label: string, optional = false, hint?: string) => (
    <NumberInput
      key={field}
      name={field}
      label={label}
      hint={hint}
      optional={optional}
      unit={word}
      value={values[field] as string}
      problem={problem(field)}
      onChange={(text) => set({ [field]: text } as Partial<V>)}
    />
  );
}

/** What is aimed at, where green ends and where red begins; lines win over shares of the target. `ruled`: the breach rule draws the red one. */
export function TargetFields({ ruled, ...props }: Props<TargetValues> & { ruled: boolean }) {
  const t = useT();
  const number = useNumber(props);
  const signs = props.direction === "lower" ? { good: "≤", bad: ">" } : { good: "≥", bad: "<" };
  return (
    <>
      {rowsOf(props.direction, ruled).map((row) => (
        <Row key={row[0]!.field}>{row.map(({ field, label, signed }) => number(field, signed ? `${t(label)} ${signs[signed]}` : t(label), true))}</Row>
      ))}
      {ruled ? <p className="note">{t("kpi.ui.ruled_hint")}</p> : props.direction === "range" ? null : <p className="note">{t("kpi.ui.thresholds_hint")}</p>}
    </>
  );
}

/** When somebody is warned, and what ends it. */
export function BreachFields(props: Props<BreachValues>) {
  const t = useT();
  const { values, set, problem, direction } = props;
  const number = useNumber(props);
  const [bad, good] = direction === "lower" ? ([">", "≤"] as const) : (["<", "≥"] as const);
  const count = (field: "n" | "m" | "grace", label: string) => (
    <NumberInput name={field} label={label} inputMode="numeric" value={values[field]} problem={problem(field)} onChange={(text) => set({ [field]: text })} />
  );
  return (
    <Group title={t("kpi.ui.breach_rule")}>
      <Check label={t("kpi.ui.warns")} note={t("kpi.ui.warns_note")} checked={values.warns} onChange={(warns) => set({ warns })} />
      {values.warns ? (
        <>
          {direction === "range" ? (
            <>
              <Row>
                {number("limit", t("kpi.ui.outside_from"))}
                {number("limit_to", t("kpi.ui.to_value"))}
              </Row>
              <Row>
                {number("recover", t("kpi.ui.inside_from"), true)}
                {number("recover_to", t("kpi.ui.to_value"), true)}
              </Row>
            </>
          ) : (
            <Row>
              {number("limit", `${t("kpi.ui.limit")} ${bad}`)}
              {number("recover", `${t("kpi.ui.recover")} ${good}`, true)}
            </Row>
          )}
          <Row>
            {count("n", t("kpi.ui.n_periods"))}
            {count("m", t("kpi.ui.m_periods"))}
            {count("grace", t("kpi.ui.grace_days"))}
          </Row>
        </>
      ) : null}
    </Group>
  );
}
