/** A duty for one unit, or for each team below it: by whom, how often, on which days and by when. */
import type { Measure } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { UnitChooser } from "~/ui/choosers/UnitChooser";
import { useUnits } from "~/ui/choosers/queries";
import { Check, Form, Group, Pick, Row, TextInput } from "~/ui/form/Form";
import { Antd, DayField } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { name, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { type NewDuties, useDutyChanges } from "../queries";

type Weekday = NonNullable<NewDuties["workdays"]>[number];
const weekdays: Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const grains = ["workday", "day", "week", "month"] as const;

type Values = {
  unit: number | null;
  below: boolean;
  person: number | null;
  grain: NewDuties["grain"];
  from: string | null;
  days: Weekday[];
  open: string;
  due: string;
  grace: string;
};

/** A clock's time as minutes of the day. */
export function minuteOf(time: string): number | null {
  const found = /^(\d{2}):(\d{2})$/.exec(time);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

export default function DutyDrawer({ measure, onClose }: { measure: Measure; onClose: () => void }) {
  const { t, language } = useWords();
  const title = t("kpi.ui.duty_add");
  return (
    <Drawer
      label={title}
      rail="kpi"
      onClose={onClose}
      head={
        <>
          <p className="kind">
            <span className="tag kpi">{measure.code}</span> <span className="note">{name(measure.names, language)}</span>
          </p>
          <h2>{title}</h2>
        </>
      }
    >
      <Antd>
        <Fields measure={measure} onClose={onClose} />
      </Antd>
    </Drawer>
  );
}

function Fields({ measure, onClose }: { measure: Measure; onClose: () => void }) {
  const { t, language } = useWords();
  const units = useUnits();
  const { add } = useDutyChanges(measure.id);
  const form = useForm<Values>({
    draft: `duty.${measure.id}`,
    first: { unit: null, below: false, person: null, grain: "workday", from: today(), days: weekdays.slice(0, 5), open: "00:00", due: "18:30", grace: "0" },
    places: { unit: "/org_units", person: "/person", from: "/valid_from", due: "/due_minute", open: "/open_minute", days: "/workdays", grace: "/grace_days" },
    check: (values) => ({
      unit: values.unit === null ? t("kpi.ui.duty_none_chosen") : undefined,
      from: values.from === null ? t("kpi.ui.need_day") : undefined,
      grace: /^\d{1,2}$/.test(values.grace) ? undefined : t("kpi.ui.entry_not_number"),
    }),
  });
  const { values, set, problem } = form;
  /** The unit itself, or every unit below it that has none below. */
  const chosen = (): number[] => {
    if (!values.below) return [values.unit!];
    const all = units.data ?? [];
    const under = (id: number): number[] => {
      const children = all.filter(({ parent }) => parent === id);
      return children.length === 0 ? [id] : children.flatMap((child) => under(child.id));
    };
    return under(values.unit!);
  };
  const { busy, save } = useSave(form, async (key) => {
    const { person, grain, days, from, open, due, grace } = values;
    await add(
      { org_units: chosen(), person, grain, valid_from: from!, ...(grain === "day" ? { workdays: days } : {}), open_minute: minuteOf(open), due_minute: minuteOf(due), grace_days: Number(grace) },
      key,
    );
    onClose();
  });
  const dayName = (of: Weekday) => new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + weekdays.indexOf(of)));
  const toggle = (of: Weekday) => set({ days: weekdays.filter((one) => values.days.includes(one) !== (one === of)) });
  return (
    <Form form={form} busy={busy} submit={t("kpi.ui.duty_add")} onSubmit={() => void save()} onCancel={onClose}>
      <Group title={t("kpi.ui.duty_who")}>
        <UnitChooser label={t("kpi.ui.entry_team")} value={values.unit} problem={problem("unit")} onChange={(unit) => set({ unit })} />
        <Check label={t("kpi.ui.duty_below")} checked={values.below} onChange={(below) => set({ below })} />
        <PersonChooser label={t("kpi.ui.duty_person")} hint={t("kpi.ui.duty_person_hint")} optional value={values.person} problem={problem("person")} onChange={(person) => set({ person })} />
      </Group>
      <Group title={t("kpi.ui.duty_when")}>
        <Pick label={t("kpi.ui.duty_grain")} value={values.grain} choices={grains.map((value) => ({ value, label: t(`kpi.ui.frequency_${value}`) }))} onChange={(grain) => set({ grain })} />
        {values.grain === "day" ? (
          <fieldset className="form-pick">
            <legend className="label">{t("kpi.ui.duty_days")}</legend>
            <Row>
              {weekdays.map((one) => (
                <Check key={one} label={dayName(one)} checked={values.days.includes(one)} onChange={() => toggle(one)} />
              ))}
            </Row>
            {problem("days") ? <p className="problem">{problem("days")}</p> : null}
          </fieldset>
        ) : null}
        <DayField label={t("kpi.ui.duty_from")} value={values.from} problem={problem("from")} onChange={(from) => set({ from })} />
        <Row>
          <TextInput type="time" label={t("kpi.ui.duty_open")} value={values.open} problem={problem("open")} onChange={(open) => set({ open })} />
          <TextInput type="time" label={t("kpi.ui.duty_due")} value={values.due} problem={problem("due")} onChange={(due) => set({ due })} />
          <TextInput inputMode="numeric" label={t("kpi.ui.duty_grace")} value={values.grace} problem={problem("grace")} onChange={(grace) => set({ grace })} />
        </Row>
      </Group>
    </Form>
  );
}
