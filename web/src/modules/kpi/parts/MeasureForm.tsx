import changeMeasure from "schema:ChangeMeasure";
import { useRef } from "react";
import type { ChangeMeasure, Measure } from "~/api/types";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { useT } from "~/ui/i18n/words";
import { fetchMeasure, useChangeMeasure } from "../queries";

const fieldsOf = ({ names, least, most, unit, money }: Measure): ChangeMeasure => ({ names, least, most, unit, money });

/** Names and unit of a measure, and what its readings may be; code and kind stay, for readings were made by them. */
export default function MeasureForm({ known, onDone }: { known: Measure; onDone: () => void }) {
  const t = useT();
  const change = useChangeMeasure(known.id);
  const version = useRef(known.version);
  const hint = t("kpi.measure.bounds_hint");
  return (
    <SchemaForm<ChangeMeasure>
      schema={changeMeasure}
      words="kpi.measure."
      draft={`measure.${known.id}`}
      first={fieldsOf(known)}
      groups={[{ fields: ["names", "unit", ["least", "most"], "money", "reason"] }]}
      fields={{ money: { hint: t("kpi.measure.money_hint") }, least: { hint }, unit: { required: true } }}
      submit={t("ui.save")}
      save={(body) => change(body, version.current)}
      reload={async () => {
        const now = await fetchMeasure(known.id);
        version.current = now.version;
        return fieldsOf(now);
      }}
      onDone={onDone}
      onCancel={onDone}
    />
  );
}
