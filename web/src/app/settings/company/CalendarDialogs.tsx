/** What is said in the dialogs of the calendars: a calendar, who works by it, some of its days. */
import { Suspense, lazy } from "react";
import { Dialog } from "~/ui/Dialog";
import { Check, Form, Pick, Row, TextInput } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { name, today } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { type Calendar, type DayKind, type Weekday, dayKinds, useCalendarActs, weekdays } from "./queries";
import { type YearDay, daysFrom } from "./year";

const UnitChooser = lazy(() => import("~/ui/choosers/UnitChooser").then(({ UnitChooser: one }) => ({ default: one })));

type CalendarValues = { code: string; zh: string; en: string; days: Weekday[] };

export function CalendarDialog({ calendar, onClose, onDone }: { calendar?: Calendar; onClose: () => void; onDone: (id: number) => void }) {
  const { t } = useWords();
  const acts = useCalendarActs();
  const form = useForm<CalendarValues>({
    draft: null,
    first: { code: calendar?.code ?? "", zh: calendar?.names.zh ?? "", en: calendar?.names.en ?? "", days: calendar?.weekdays ?? weekdays.slice(0, 5) },
    places: { code: "/code", zh: "/names", days: "/weekdays" },
    check: ({ code, zh, en, days }) => ({
      code: code.trim() ? undefined : t("ui.need_text"),
      zh: zh.trim() || en.trim() ? undefined : t("ui.need_text"),
      days: days.length ? undefined : t("people.calendar_without_days"),
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async () => {
    const body = { names: { zh: values.zh.trim(), en: values.en.trim() }, weekdays: weekdays.filter((one) => values.days.includes(one)) };
    const done = calendar ? await acts.change(calendar.id, body, calendar.version) : await acts.add({ code: values.code.trim(), ...body });
    onDone(done.id);
    onClose();
  });
  return (
    <Dialog title={t(calendar ? "settings.calendar.edit" : "settings.calendar.new")} width={520} onClose={onClose}>
      <Form form={form} busy={busy} submit={t(calendar ? "ui.save" : "settings.calendar.new")} onSubmit={() => void save()} onCancel={onClose}>
        {calendar ? null : <TextInput label={t("settings.calendar.code")} hint={t("settings.calendar.code_hint")} problem={problem("code")} value={values.code} maxLength={40} onChange={(code) => set({ code })} />}
        <Row>
          <TextInput label={t("settings.ui.role_name_zh")} problem={problem("zh")} value={values.zh} maxLength={60} onChange={(zh) => set({ zh })} />
          <TextInput label={t("settings.ui.role_name_en")} value={values.en} maxLength={60} onChange={(en) => set({ en })} />
        </Row>
        <fieldset className="form-pick">
          <legend className="label">{t("settings.calendar.week")}</legend>
          {weekdays.map((one) => (
            <Check key={one} label={t(`settings.company.week_start_${one}` as Key)} checked={values.days.includes(one)} onChange={(on) => set({ days: on ? [...values.days, one] : values.days.filter((other) => other !== one) })} />
          ))}
          {problem("days") ? <p className="problem">{problem("days")}</p> : null}
        </fieldset>
      </Form>
    </Dialog>
  );
}

type AssignValues = { unit: number | null; from: string };

export function AssignDialog({ calendar, onClose }: { calendar: Calendar; onClose: () => void }) {
  const { t, language } = useWords();
  const acts = useCalendarActs();
  const form = useForm<AssignValues>({
    draft: null,
    first: { unit: null, from: today() },
    places: { unit: "/unit", from: "/valid_from" },
    check: ({ unit, from }) => ({ unit: unit === null ? t("ui.need_text") : undefined, from: from ? undefined : t("ui.need_text") }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async () => {
    await acts.choose(values.unit!, values.from, calendar.id);
    onClose();
  });
  return (
    <Dialog title={t("settings.calendar.assign_title", { name: name(calendar.names, language) })} width={520} onClose={onClose}>
      <Form form={form} busy={busy} submit={t("settings.calendar.assign")} onSubmit={() => void save()} onCancel={onClose}>
        <p className="note">{t("settings.calendar.assign_note")}</p>
        <Suspense fallback={null}>
          <UnitChooser label={t("settings.calendar.unit")} problem={problem("unit")} value={values.unit} onChange={(unit) => set({ unit })} />
        </Suspense>
        <TextInput type="date" label={t("settings.calendar.from")} problem={problem("from")} value={values.from} onChange={(from) => set({ from })} />
      </Form>
    </Dialog>
  );
}

/** As the week says again, or one of the kinds. */
type Said = DayKind | "week";
type DaysValues = { from: string; to: string; kind: Said; name: string };

export function DaysDialog({ calendar, first, onClose }: { calendar: Calendar; first: YearDay; onClose: () => void }) {
  const { t } = useWords();
  const acts = useCalendarActs();
  const form = useForm<DaysValues>({
    draft: null,
    first: { from: first.day, to: first.day, kind: first.said ? first.kind : first.kind === "workday" ? "rest" : "workday", name: first.name },
    places: { from: "/days", name: "/name" },
    check: ({ from, to }) => ({ to: daysFrom(from, to).length ? undefined : t("settings.calendar.span_wrong") }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async () => {
    const kind = values.kind === "week" ? null : values.kind;
    await acts.days(calendar.id, daysFrom(values.from, values.to).map((day) => ({ day, kind, name: kind ? values.name.trim() : null })), calendar.version);
    onClose();
  });
  const choices: Said[] = [...dayKinds, "week"];
  return (
    <Dialog title={t("settings.calendar.days_title")} width={520} onClose={onClose}>
      <Form form={form} busy={busy} submit={t("ui.save")} onSubmit={() => void save()} onCancel={onClose}>
        <Row>
          <TextInput type="date" label={t("settings.calendar.from")} problem={problem("from")} value={values.from} onChange={(from) => set({ from, to: values.to < from ? from : values.to })} />
          <TextInput type="date" label={t("settings.calendar.to")} problem={problem("to")} value={values.to} onChange={(to) => set({ to })} />
        </Row>
        <Pick<Said> label={t("settings.calendar.kind")} value={values.kind} choices={choices.map((value) => ({ value, label: t(`settings.calendar.kind_${value}` as Key), note: t(`settings.calendar.kind_${value}_note` as Key) }))} onChange={(kind) => set({ kind })} />
        {values.kind === "week" ? null : <TextInput label={t("settings.calendar.name")} optional value={values.name} maxLength={60} onChange={(text) => set({ name: text })} />}
      </Form>
    </Dialog>
  );
}
