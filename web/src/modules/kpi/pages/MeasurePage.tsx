import { Suspense, lazy, useMemo } from "react";
import { useCan } from "~/api/session";
import type { Measure, Reading } from "~/api/types";
import { Detail } from "~/ui/Detail";
import { useCrumbs } from "~/ui/crumbs";
import { unitChoices } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { day, exact, name, unitWord } from "~/ui/format";
import { type Translate, loadWords, useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import { listOf } from "~/ui/list/Export";
import { paged } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { Duties } from "../parts/Duties";
import MeasureForm from "../parts/MeasureForm";
import { Revisions } from "../parts/ReadingItem";
import { useMeasure, useReadings } from "../queries";
import "../parts/metrics.css";

const MeasureLife = lazy(async () => (await Promise.all([import("../life/MeasureLife"), loadWords("life")]))[0]);
const DutyDrawer = lazy(() => import("../parts/DutyDrawer"));

export default function MeasurePage() {
  const id = Number(useParams<{ measure: string }>().measure);
  const { t, language } = useWords();
  const navigate = useNavigate();
  const can = useCan();
  const [search, setSearch] = useScope();
  const query = useMeasure(id);
  const label = query.data ? name(query.data.names, language) : t("kpi.ui.measure");
  useCrumbs([{ label: t("kpi.ui.measures"), to: "/kpi/measures" }, { label }]);
  return (
    <>
      <Detail<Measure | null>
        as="page"
        label={label}
        query={query}
        onClose={() => navigate({ to: "/kpi/measures" })}
        view={(known) => ({
          title: label,
          kind: <span className="tag kpi">{known.code}</span>,
          facts: [
            { label: t("kpi.measure.kind"), value: t(`kpi.measure.kind_${known.kind}`) },
            { label: t("kpi.measure.grain"), value: t(`kpi.measure.grain_${known.grain}`) },
            { label: t("kpi.ui.readings"), value: <span className="num">{known.readings === null ? "—" : exact(String(known.readings))}</span> },
            { label: t("kpi.ui.last_reading"), value: <span className="num">{day(known.last_day, language)}</span> },
          ],
          note: bounds(known, t),
          edit: can("kpi.define") ? (close) => <MeasureForm known={known} onDone={close} /> : undefined,
          sections: [
            { body: <Duties measure={known} /> },
            {
              body: (
                <Suspense fallback={null}>
                  <MeasureLife measure={known} />
                </Suspense>
              ),
            },
            { body: <Readings measure={id} unit={unitWord(known.unit, t)} /> },
          ],
        })}
      />
      {query.data && search.edit === "duty" && can("kpi.define") ? (
        <Suspense fallback={null}>
          <DutyDrawer measure={query.data} onClose={() => setSearch({ edit: undefined })} />
        </Suspense>
      ) : null}
    </>
  );
}

/** What a reading may be, where the measure says so. */
function bounds({ least, most, unit }: Measure, t: Translate): string | undefined {
  if (least === null && most === null) return undefined;
  const figure = (bound: string | null) => (bound === null ? "…" : exact(bound));
  return t("kpi.ui.reading_bounds", { least: figure(least), most: figure(most), unit: unitWord(unit, t) });
}

/** All readings, newest first; one that was corrected opens to its revisions. */
function Readings({ measure, unit }: { measure: number; unit: string }) {
  const { t, language } = useWords();
  const state = useListState({ filters: ["unit"] });
  const units = useUnits();
  const query = useReadings(measure, { org_unit: numberOf(state.filters.unit?.[0]) });
  const choices = useMemo(() => unitChoices(units.data ?? [], language).map((one) => ({ ...one, value: String(one.value) })), [units.data, language]);
  return (
    <DataList<Reading>
      name="readings"
      className="readings-table"
      caption={t("kpi.ui.readings")}
      source={paged(query)}
      state={state}
      exported={listOf(`/measures/${measure}/readings`, { org_unit: state.filters.unit?.[0] })}
      columns={[
        { id: "on", label: t("kpi.ui.day"), value: (row) => row.on, cell: (row) => <span className="num">{day(row.on, language)}</span> },
        { id: "unit", label: t("ui.unit_scope"), value: (row) => name(row.unit_names, language) },
        { id: "amount", label: unit ? t("kpi.ui.amount_in", { unit }) : t("kpi.ui.amount"), kind: "number", value: (row) => row.amount, cell: (row) => <b>{exact(row.amount)}</b> },
        { id: "source", label: t("kpi.ui.source"), value: (row) => name(row.source_names, language), desk: true },
        { id: "source_key", label: t("kpi.ui.source_key"), value: (row) => row.source_key, desk: true },
        { id: "revision", label: t("kpi.ui.revision"), value: (row) => t("kpi.ui.revision_n", { n: row.revision }) },
      ]}
      filters={[{ id: "unit", label: t("ui.unit_scope"), choices, menu: true }]}
      id={({ id }) => id}
      under={(row) => (row.revisions.length > 1 ? <Revisions reading={row} /> : null)}
      empty={{ title: t("kpi.ui.no_readings"), text: t("kpi.ui.no_readings_text") }}
    />
  );
}
