import changeKpi from "schema:ChangeKpi";
import setKpiWords from "schema:SetKpiWords";
import { useRef } from "react";
import type { Assignment, Kpi } from "~/api/types";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { today } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { type ChangeKpi, type KpiWords, fetchKpi, useLife } from "./queries";

type Props = { known: Assignment; onDone: () => void };

const fieldsOf = ({ names, category, unit, decimals, lead_lag, formula, time_agg, org_agg }: Kpi): Partial<ChangeKpi> => ({
  names,
  category,
  unit,
  decimals,
  lead_lag,
  formula,
  time_agg,
  org_agg,
});

/** What a KPI is called, and how it is worked out from a day on. */
export function KpiForm({ known: { kpi }, onDone }: Props) {
  const t = useT();
  const { changeKpi: change } = useLife();
  const version = useRef(kpi.version);
  return (
    <SchemaForm<ChangeKpi>
      schema={changeKpi}
      words="life."
      draft={`kpi.${kpi.id}`}
      first={{ ...fieldsOf(kpi), from: today() }}
      groups={[
        { fields: ["from", "reason"] },
        { title: t("life.group_worked"), note: t("life.group_worked_note"), fields: ["formula", ["time_agg", "org_agg"]] },
        { title: t("life.group_named"), note: t("life.group_named_note"), fields: ["names", "category", ["unit", "decimals"], "lead_lag"] },
      ]}
      fields={{
        from: { from: today() },
        formula: { kind: "long", required: true },
        time_agg: { required: true },
        org_agg: { required: true },
        lead_lag: { required: true },
      }}
      submit={t("life.save")}
      save={(body) => change(kpi.id, version.current, body)}
      reload={async () => {
        const now = await fetchKpi(kpi.id);
        version.current = now.version;
        return fieldsOf(now);
      }}
      onDone={onDone}
      onCancel={onDone}
    >
      <p className="note">{t("life.stays")}</p>
    </SchemaForm>
  );
}

/** What a KPI means, in both languages. */
export function WordsForm({ known: { kpi }, onDone }: Props) {
  const t = useT();
  const { setWords } = useLife();
  const version = useRef(kpi.version);
  const long = { kind: "long", optional: true } as const;
  const short = { optional: true } as const;
  return (
    <SchemaForm<KpiWords>
      schema={setKpiWords}
      words="life."
      draft={`kpi.words.${kpi.id}`}
      first={kpi.words}
      groups={(["purpose", "counted", "left_out", "origin", "answers"] as const).map((field) => ({
        title: t(`life.${field}`),
        note: t(`life.${field}_hint`),
        fields: [[`${field}_zh`, `${field}_en`]],
      }))}
      fields={{
        purpose_zh: long,
        purpose_en: long,
        counted_zh: long,
        counted_en: long,
        left_out_zh: long,
        left_out_en: long,
        origin_zh: long,
        origin_en: long,
        answers_zh: short,
        answers_en: short,
      }}
      submit={t("life.save_words")}
      save={(body) => setWords(kpi.id, version.current, body)}
      reload={async () => {
        const now = await fetchKpi(kpi.id);
        version.current = now.version;
        return now.words;
      }}
      onDone={onDone}
      onCancel={onDone}
    >
      <p className="note">{t("life.words_empty")}</p>
    </SchemaForm>
  );
}
