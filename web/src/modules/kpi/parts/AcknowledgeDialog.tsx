import acknowledge from "schema:Acknowledge";
import dayjs from "dayjs";
import type { Acknowledge, Assignment, Breach } from "~/api/types";
import { Dialog } from "~/ui/Dialog";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { linesOf, name, redLine, today, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useAcknowledge } from "../queries";

/** How long an acknowledgement holds unless somebody says otherwise. */
const usualDays = 14;

/** An acknowledgement is an accepted value, a last day and a reason; worse than accepted fires again. */
export default function AcknowledgeDialog({ known, breach, onClose }: { known: Assignment; breach: Breach; onClose: () => void }) {
  const { t, language } = useWords();
  const { unit, decimals } = known.kpi;
  const before = breach.acknowledged;
  return (
    <Dialog title={t("kpi.ui.acknowledge_of", { name: name(known.row.names, language) })} onClose={onClose}>
      <SchemaForm<Acknowledge>
        schema={acknowledge}
        words="kpi.acknowledge."
        draft={`acknowledge.${breach.id}`}
        first={{
          accepted_value: before?.accepted_value ?? known.row.actual ?? breach.limit ?? "0",
          last_day: before?.last_day ?? dayjs().add(usualDays, "day").format("YYYY-MM-DD"),
          reason: before?.reason,
        }}
        fields={{ accepted_value: { unit }, last_day: { from: today() } }}
        submit={t("kpi.ui.acknowledge")}
        save={useAcknowledge(known.row.assignment, breach.id)}
        onDone={onClose}
        onCancel={onClose}
      >
        <p>
          {t("kpi.ui.acknowledge_fact", {
            value: withUnit(known.row.actual, unit, decimals, t, linesOf(breach)),
            limit: redLine(breach, unit, decimals, t),
            days: breach.days,
          })}
        </p>
      </SchemaForm>
    </Dialog>
  );
}
