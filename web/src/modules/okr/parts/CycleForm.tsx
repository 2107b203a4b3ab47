/** A cycle is named and dated; the longer one that it lies in is chosen among those that stand. */
import { useState } from "react";
import { ApiError } from "~/api/client";
import type { Cycle } from "~/api/types";
import { Form, Group, Row, TextInput } from "~/ui/form/Form";
import { Antd, Chooser, DayField } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useCloseSteps } from "../queries_close";
import { nextQuarter } from "./cycle";

type Values = { zh: string; en: string; start: string | null; end: string | null; parent: number | null };

export default function CycleForm({ cycle, cycles, onClose }: { cycle: Cycle | null; cycles: Cycle[]; onClose: () => void }) {
  const { t, language } = useWords();
  const steps = useCloseSteps();
  const [version, setVersion] = useState(cycle?.version ?? 0);
  const from = cycle ?? { ...nextQuarter(cycles), parent: null };
  const form = useForm<Values>({
    draft: `cycle.${cycle?.id ?? "new"}`,
    first: { zh: from.names.zh, en: from.names.en, start: from.start, end: from.end, parent: from.parent },
    places: { zh: "/names", start: "/start", end: "/end", parent: "/parent" },
    check: ({ zh, en, start, end }) => ({
      zh: zh.trim() || en.trim() ? undefined : t("okr.title_required"),
      start: start ? undefined : t("okr.day_required"),
      end: !end ? t("okr.day_required") : start && end < start ? t("okr.cycle_reversed") : undefined,
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    const { zh, en, start, end, parent } = values;
    const names = { zh: zh.trim(), en: en.trim() };
    const body = { names, start, end, ...(parent === null ? {} : { parent }) };
    try {
      await (cycle ? steps.changeCycle(cycle.id, body, version) : steps.addCycle(body, key));
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) setVersion(cycles.find(({ id }) => id === cycle?.id)?.version ?? version);
      void steps.done();
      throw error;
    }
    void steps.done();
    onClose();
  });
  const longer = cycles.filter(({ id, kind, start, end }) => id !== cycle?.id && kind !== "backlog" && values.start && values.end && start <= values.start && values.end <= end);
  return (
    <Antd>
      <Form form={form} busy={busy} submit={t(cycle ? "ui.save" : "okr.ui.add_cycle")} onSubmit={() => void save()} onCancel={onClose}>
        <Group title={t("okr.ui.cycle_names")}>
          <TextInput name="cycle_zh" label={t("okr.ui.title_zh")} value={values.zh} problem={problem("zh")} maxLength={100} onChange={(zh) => set({ zh })} autoFocus />
          <TextInput name="cycle_en" label={t("okr.ui.title_en")} value={values.en} maxLength={100} onChange={(en) => set({ en })} />
        </Group>
        <Group title={t("okr.ui.cycle_days")} note={t("okr.ui.cycle_days_note")}>
          <Row>
            <DayField label={t("okr.ui.first_day")} value={values.start} problem={problem("start")} onChange={(start) => set({ start })} />
            <DayField label={t("okr.ui.last_day")} value={values.end} problem={problem("end")} onChange={(end) => set({ end })} />
          </Row>
          <Chooser
            name="parent"
            label={t("okr.ui.parent_cycle")}
            hint={t("okr.ui.parent_cycle_hint")}
            optional
            value={values.parent}
            problem={problem("parent")}
            options={longer.map((one) => ({ value: one.id, label: name(one.names, language) }))}
            onChange={(parent) => set({ parent })}
          />
        </Group>
      </Form>
    </Antd>
  );
}
