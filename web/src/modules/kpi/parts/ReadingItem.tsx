import type { Reading } from "~/api/types";
import { day, exact, moment, name, unitWord } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";

export function ReadingItem({ reading, unit }: { reading: Reading; unit: string }) {
  const { t, language } = useWords();
  const line = (
    <>
      <span className="ell">
        <b>{name(reading.unit_names, language)}</b> <span className="dim num">{day(reading.on, language)}</span>
      </span>
      <b className="num end">
        {exact(reading.amount)} <span className="note">{unitWord(unit, t)}</span>
      </b>
      <span className="note ell">
        {name(reading.source_names, language)} · {reading.source_key}
      </span>
      <span className="note end">{t("kpi.ui.revision_n", { n: reading.revision })}</span>
    </>
  );
  if (reading.revisions.length < 2) {
    return (
      <div className="reading">
        <div>{line}</div>
      </div>
    );
  }
  return (
    <details className="reading">
      <summary>{line}</summary>
      <Revisions reading={reading} />
    </details>
  );
}

export function Revisions({ reading }: { reading: Reading }) {
  const { t, language } = useWords();
  return (
    <ol className="revisions">
      {reading.revisions.map((revision) => (
        <li key={revision.revision}>
          <span className="dim">{t("kpi.ui.revision_n", { n: revision.revision })}</span>
          <span>
            <span className="num">{moment(revision.recorded_at, language)}</span> {revision.reason ?? ""}
          </span>
          <b className="num">{exact(revision.amount)}</b>
        </li>
      ))}
    </ol>
  );
}
