import { useMemo } from "react";
import { Page } from "~/ui/Page";
import { useUnits } from "~/ui/choosers/queries";
import { ScopeChip } from "~/ui/controls";
import { Building2 } from "lucide-react";
import { useCrumbs } from "~/ui/crumbs";
import { day, exact, name, unitWord } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { numberOf, useParams, useScope } from "~/ui/router";
import { unitChoices } from "~/ui/choosers/UnitChip";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { ReadingTable } from "../parts/ReadingTable";
import { useMeasures, useReadings } from "../queries";
import "../parts/metrics.css";

/** All readings of a measure, newest first, each with its revisions. */
export default function MeasurePage() {
  const { measure } = useParams<{ measure: string }>();
  const { t, language } = useWords();
  const [search, setSearch] = useScope();
  const id = Number(measure);
  const known = useMeasures().data?.find((one) => one.id === id);
  const units = useUnits();
  const org_unit = numberOf(search.unit);
  const choices = useMemo(
    () => [{ value: 0, label: t("kpi.ui.all_units") }, ...unitChoices(units.data ?? [], language)],
    [units.data, language, t],
  );
  const title = known ? name(known.names, language) : t("kpi.ui.measure");
  useCrumbs([{ label: t("kpi.ui.measures"), to: "/kpi/measures" }, { label: title }]);
  return (
    <Page
      title={title}
      beside={
        known ? (
          <>
            <span className="tag kpi">{known.code}</span>
            <span className="note">
              {t("kpi.ui.readings_count", { count: exact(String(known.readings)), day: day(known.last_day, language) })}
            </span>
          </>
        ) : null
      }
      end={
        <ScopeChip
          icon={<Building2 size={15} strokeWidth={1.75} aria-hidden="true" />}
          name={t("ui.unit_scope")}
          label={choices.find(({ value }) => value === (org_unit ?? 0))?.label ?? t("kpi.ui.all_units")}
          value={org_unit ?? 0}
          choices={choices}
          onChange={(next) => setSearch({ unit: next || undefined })}
        />
      }
    >
      <section className="card kpi-top metrics-card" aria-label={t("kpi.ui.readings")}>
        <Readings measure={id} org_unit={org_unit} unit={known ? unitWord(known.unit, t) : ""} />
      </section>
    </Page>
  );
}

function Readings({ measure, org_unit, unit }: { measure: number; org_unit?: number; unit: string }) {
  const { t } = useWords();
  const query = useReadings(measure, { org_unit });
  if (query.isPending) return <Skeleton rows={10} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty title={t("kpi.ui.no_readings")} text={t("kpi.ui.no_readings_text")} />;
  return (
    <>
      <ReadingTable items={items} unit={unit} />
      {query.hasNextPage ? (
        <p className="readings-more">
          <button type="button" className="btn" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("ui.more")}
          </button>
        </p>
      ) : null}
    </>
  );
}
