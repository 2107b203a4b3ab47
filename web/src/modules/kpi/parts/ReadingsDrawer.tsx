import { useState } from "react";
import type { Assignment } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { Segmented } from "~/ui/controls";
import { day, name, periodOf } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import { useExplanation, usePointReadings } from "../queries";
import { ReadingItem } from "./ReadingItem";

type Props = { known: Assignment; start: string; onClose: () => void };

/** The readings behind a point, each with every revision that it has had. */
export default function ReadingsDrawer({ known, start, onClose }: Props) {
  const { t, language } = useWords();
  const [measure, setMeasure] = useState(known.kpi.measures[0]?.id);
  const explanation = useExplanation(known.row.assignment, start);
  const label = explanation.data ? periodOf(explanation.data, known.kpi.frequency) : day(start, language);
  const chosen = known.kpi.measures.find(({ id }) => id === measure);
  return (
    <Drawer
      label={t("kpi.ui.readings")}
      rail="kpi"
      onClose={onClose}
      head={
        <>
          <p className="kind">
            <span className="tag kpi">{known.row.code}</span>
            <span className="note">{name(known.row.unit_names, language)}</span>
          </p>
          <h2>{t("kpi.ui.readings_in", { label })}</h2>
          {known.kpi.measures.length > 1 ? (
            <Segmented
              label={t("kpi.ui.measure")}
              value={String(measure)}
              choices={known.kpi.measures.map(({ id, names }) => ({ value: String(id), label: name(names, language) }))}
              onChange={(next) => setMeasure(Number(next))}
            />
          ) : null}
        </>
      }
    >
      <ReadingList assignment={known.row.assignment} start={start} measure={measure} unit={chosen?.unit ?? ""} />
    </Drawer>
  );
}

function ReadingList(props: { assignment: number; start: string; measure?: number; unit: string }) {
  const { t } = useWords();
  const { assignment, start, measure, unit } = props;
  const query = usePointReadings(assignment, start, measure);
  if (query.isPending) return <Skeleton rows={8} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  return (
    <div className="readings">
      {items.length === 0 ? <p className="note">{t("kpi.ui.read_nothing")}</p> : null}
      {items.map((reading) => (
        <ReadingItem key={reading.id} reading={reading} unit={unit} />
      ))}
      {query.hasNextPage ? (
        <button type="button" className="btn" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("ui.more")}
        </button>
      ) : null}
    </div>
  );
}
