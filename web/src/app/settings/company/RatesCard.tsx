/** Exchange rates: dated, added, corrected with a reason. */
import { useState } from "react";
import { Dialog } from "~/ui/Dialog";
import { Form, NumberInput, Row, TextArea, TextInput } from "~/ui/form/Form";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { exact, today } from "~/ui/format";
import { isDecimal } from "~/ui/decimal";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import type { Column } from "~/ui/list/rows";
import { paged } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { listOf } from "~/ui/list/Export";
import { type Rate, useRateActs, useRates } from "./queries";

const figure = (value: string | null) => (value === null ? "—" : exact(value));

export function RatesCard({ adding, onClose }: { adding: boolean; onClose: () => void }) {
  const { t } = useWords();
  const state = useListState();
  const [correcting, correct] = useState<Rate | null>(null);
  const base = /^[A-Za-z]{3}$/.test(state.q) ? state.q.toUpperCase() : "";
  const columns: Column<Rate>[] = [
    { id: "day", label: t("settings.rate.day"), kind: "day", value: (row) => row.day, cell: (row) => <span className="num">{row.day}</span> },
    { id: "pair", label: t("settings.rate.pair"), value: (row) => `${row.base}/${row.quote}`, cell: (row) => <b>{`1 ${row.base} → ${row.quote}`}</b> },
    { id: "closing", label: t("settings.rate.closing"), kind: "number", value: (row) => row.closing, cell: (row) => <span className="num">{figure(row.closing)}</span> },
    { id: "average", label: t("settings.rate.average"), kind: "number", value: (row) => row.average, cell: (row) => <span className="num">{figure(row.average)}</span> },
    { id: "reason", label: t("settings.rate.reason"), value: (row) => row.reason, cell: (row) => <span className="note">{row.reason}</span>, desk: true },
    {
      id: "act",
      label: t("settings.rate.correct"),
      value: () => "",
      cell: (row) => (
        <button type="button" className="link-btn" onClick={() => correct(row)}>
          {t("settings.rate.correct")}
        </button>
      ),
    },
  ];
  return (
    <div className="card">
      <DataList<Rate>
        name="rates"
        caption={t("settings.rate.card")}
        source={paged(useRates(base))}
        state={state}
        columns={columns}
        search={t("settings.rate.search")}
        id={({ id }) => id}
        exported={listOf("/exchange-rates", { base })}
        empty={{ title: t("settings.rate.none"), text: t("settings.rate.none_text") }}
      />
      {adding ? <RateDialog onClose={onClose} /> : null}
      {correcting ? <RateDialog rate={correcting} onClose={() => correct(null)} /> : null}
    </div>
  );
}

type Values = { base: string; quote: string; day: string; closing: string; average: string; reason: string };

function RateDialog({ rate, onClose }: { rate?: Rate; onClose: () => void }) {
  const { t } = useWords();
  const acts = useRateActs();
  const wrong = (text: string) => (text.trim() === "" || isDecimal(text.trim()) ? undefined : t("ui.need_number"));
  const form = useForm<Values>({
    draft: null,
    first: { base: rate?.base ?? "", quote: rate?.quote ?? "CNY", day: rate?.day ?? today(), closing: rate?.closing ?? "", average: rate?.average ?? "", reason: "" },
    places: { base: "/base", quote: "/quote", day: "/day", closing: "/closing", average: "/average", reason: "/reason" },
    check: (values) => ({
      base: /^[A-Za-z]{3}$/.test(values.base.trim()) ? undefined : t("settings.rate.three_letters"),
      quote: /^[A-Za-z]{3}$/.test(values.quote.trim()) ? undefined : t("settings.rate.three_letters"),
      closing: values.closing.trim() || values.average.trim() ? wrong(values.closing) : t("people.rate_without_figure"),
      average: wrong(values.average),
      reason: rate && !values.reason.trim() ? t("people.rate_reason") : undefined,
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    const figures = { closing: values.closing.trim() || null, average: values.average.trim() || null };
    if (rate) await acts.correct(rate, { ...figures, reason: values.reason.trim() });
    else await acts.add({ base: values.base.trim().toUpperCase(), quote: values.quote.trim().toUpperCase(), day: values.day, ...figures }, key);
    onClose();
  });
  const code = (field: "base" | "quote", label: string) => <TextInput label={label} problem={problem(field)} value={values[field]} maxLength={3} autoCapitalize="characters" onChange={(text) => set({ [field]: text })} />;
  return (
    <Dialog title={rate ? t("settings.rate.correct_title", { pair: `${rate.base}/${rate.quote}`, day: rate.day }) : t("settings.rate.add")} width={520} onClose={onClose}>
      <Form form={form} busy={busy} submit={t(rate ? "settings.rate.correct" : "settings.rate.add")} onSubmit={() => void save()} onCancel={onClose}>
        {rate ? null : (
          <>
            <Row>
              {code("base", t("settings.rate.base"))}
              {code("quote", t("settings.rate.quote"))}
            </Row>
            <TextInput type="date" label={t("settings.rate.day")} problem={problem("day")} value={values.day} onChange={(day) => set({ day })} />
          </>
        )}
        <Row>
          <NumberInput label={t("settings.rate.closing")} hint={t("settings.rate.closing_hint", { base: values.base.toUpperCase() || "USD", quote: values.quote.toUpperCase() || "CNY" })} problem={problem("closing")} value={values.closing} onChange={(closing) => set({ closing })} />
          <NumberInput label={t("settings.rate.average")} optional problem={problem("average")} value={values.average} onChange={(average) => set({ average })} />
        </Row>
        {rate ? <TextArea label={t("settings.rate.reason")} problem={problem("reason")} value={values.reason} maxLength={500} onChange={(reason) => set({ reason })} /> : null}
      </Form>
    </Dialog>
  );
}
