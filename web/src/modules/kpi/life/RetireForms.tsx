/** Ends the use of a metric for a unit or altogether, or of a measure, and takes that back. */
import retireKpi from "schema:RetireKpi";
import { useState } from "react";
import type { Assignment, Measure } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { Pick } from "~/ui/form/Form";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { dayInText, name, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { type Retire, useLife } from "./queries";

type Props = { draft: string; ended: boolean; text: string; submit: string; save: (body: Retire) => Promise<void>; onDone: () => void };

/** The day and the reason; of what has ended the reason alone. */
function RetireForm({ draft, ended, text, submit, save, onDone }: Props) {
  return (
    <SchemaForm<Retire>
      schema={retireKpi}
      words="life."
      draft={draft}
      first={ended ? {} : { from: today() }}
      groups={[{ fields: ended ? ["reason"] : ["from", "reason"] }]}
      fields={{ from: { from: today(), required: true } }}
      submit={submit}
      save={save}
      onDone={onDone}
      onCancel={onDone}
    >
      <p>{text}</p>
    </SchemaForm>
  );
}

export function RetireForms({ known, onDone }: { known: Assignment; onDone: () => void }) {
  const { t, language } = useWords();
  const life = useLife();
  const { kpi, row } = known;
  const [whole, setWhole] = useState<"one" | "all">(kpi.retired_from === null ? "one" : "all");
  const unit = name(row.unit_names, language);
  const text = (day: string | null) => dayInText(day, language);
  return (
    <>
      <Pick
        label={t("life.whole")}
        value={whole}
        choices={[
          { value: "one", label: t("life.one_unit") },
          { value: "all", label: t("life.all_units") },
        ]}
        onChange={setWhole}
      />
      {whole === "one" ? (
        <RetireForm
          key="one"
          draft={`retire.${row.assignment}`}
          ended={known.valid_to !== null}
          text={known.valid_to === null ? t("life.end_unit_text", { unit }) : t("life.again_unit_text", { unit, day: text(known.valid_to) })}
          submit={t(known.valid_to === null ? "life.end_unit" : "life.again_unit")}
          save={(body) => life.retireAssignment(row.assignment, known.version, body)}
          onDone={onDone}
        />
      ) : (
        <RetireForm
          key="all"
          draft={`retire.kpi.${kpi.id}`}
          ended={kpi.retired_from !== null}
          text={kpi.retired_from === null ? t("life.end_kpi_text", { count: kpi.assignments }) : t("life.again_kpi_text", { day: text(kpi.retired_from) })}
          submit={t(kpi.retired_from === null ? "life.end_kpi" : "life.again_kpi")}
          save={(body) => life.retireKpi(kpi.id, kpi.version, body)}
          onDone={onDone}
        />
      )}
    </>
  );
}

export function MeasureRetirement({ measure, onClose }: { measure: Measure; onClose: () => void }) {
  const { t, language } = useWords();
  const { retireMeasure } = useLife();
  const ended = measure.retired_from !== null;
  const title = t(ended ? "life.measure_again" : "life.measure_title");
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
      <RetireForm
        draft={`retire.measure.${measure.id}`}
        ended={ended}
        text={ended ? t("life.measure_again_text", { day: dayInText(measure.retired_from, language) }) : t("life.measure_text")}
        submit={title}
        save={(body) => retireMeasure(measure.id, measure.version, body)}
        onDone={onClose}
      />
    </Drawer>
  );
}
