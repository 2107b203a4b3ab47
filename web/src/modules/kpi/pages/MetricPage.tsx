import { Building2, CalendarRange, Check, Crosshair, Pencil } from "lucide-react";
import { Suspense, lazy, useState } from "react";
import { useCan } from "~/api/session";
import type { Assignment, Frequency } from "~/api/types";
import { Page } from "~/ui/Page";
import { Print } from "~/ui/Print";
import { Slot } from "~/ui/Slot";
import { ScopeChip } from "~/ui/controls";
import { useCrumbs } from "~/ui/crumbs";
import { day, name, today } from "~/ui/format";
import { type Key, type Translate, loadWords, useWords } from "~/ui/i18n/words";
import { useLetter } from "~/ui/keys";
import { numberOf, useParams, useScope } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import AcknowledgeDialog from "../parts/AcknowledgeSlot";
import { MetricHeadline } from "../parts/MetricHeadline";
import { Story } from "../parts/Story";
import { useAssignment, useMetrics } from "../queries";
import "../parts/metrics.css";

const Explain = lazy(() => import("../parts/Explain").then(({ Explain: one }) => ({ default: one })));
const FormulaCard = lazy(() => import("../parts/FormulaCard").then(({ FormulaCard: one }) => ({ default: one })));
const Drill = lazy(() => import("../parts/Drill").then(({ Drill: one }) => ({ default: one })));
const LifeCards = lazy(async () => (await Promise.all([import("../life/LifeCards"), loadWords("life")]))[0]);
const LifeDrawer = lazy(async () => (await Promise.all([import("../life/LifeDrawer"), loadWords("life")]))[0]);
const ReadingsDrawer = lazy(() => import("../parts/ReadingsDrawer"));
/** What is said of requests stands with the words of the inbox. */
const withInbox = <T,>(load: Promise<T>) => Promise.all([load, loadWords("inbox")]).then(([part]) => part);
const TargetDrawer = lazy(() => withInbox(import("../parts/TargetDrawer")));
const TargetRequests = lazy(() => withInbox(import("../parts/TargetRequests")));

export default function MetricPage() {
  const { assignment } = useParams<{ assignment: string }>();
  const { t } = useWords();
  const query = useAssignment(Number(assignment));
  if (query.isPending) {
    return (
      <Page title={t("ui.metrics")}>
        <div className="card">
          <Skeleton rows={10} />
        </div>
      </Page>
    );
  }
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <Metric key={assignment} known={query.data} />;
}

/** Days that one period takes at most, for asking "the last n periods". */
const periodDays: Record<Frequency, number> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };
const spans = [13, 26, 52];

/** Counted back from the newest period that is over, so that an old series is not an empty chart. */
function firstDay({ kpi, row }: Assignment, periods: number): string {
  const last = Date.parse(`${row.open?.start ?? row.period?.end ?? today()}T00:00:00Z`);
  return new Date(last - periods * periodDays[kpi.frequency] * 86_400_000).toISOString().slice(0, 10);
}

function facts({ kpi, row }: Assignment, t: Translate): string {
  return [
    t(`kpi.ui.direction_${kpi.direction}` as Key),
    t(`kpi.ui.frequency_${kpi.frequency}` as Key),
    t(`kpi.ui.${kpi.lead_lag}` as Key),
    row.owner_name ? t("kpi.ui.owner", { name: row.owner_name }) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

function Metric({ known }: { known: Assignment }) {
  const { t, language } = useWords();
  const can = useCan();
  const [search, setSearch] = useScope();
  const [acknowledging, setAcknowledging] = useState(false);
  const { row } = known;
  const title = name(row.names, language);
  const periods = spans.find((span) => span === numberOf(search.periods)) ?? 26;
  const start = search.start === undefined ? row.period?.start : String(search.start);
  const waiting = row.breach !== null && ["firing", "recovering"].includes(row.breach.state);
  const mayAcknowledge = waiting && can("kpi.acknowledge");
  useCrumbs([{ label: title }]);
  useLetter("a", mayAcknowledge ? () => setAcknowledging(true) : null);
  return (
    <Page
      title={title}
      beside={<Beside known={known} />}
      end={
        <>
          <UnitSwitch known={known} />
          <ScopeChip
            icon={<CalendarRange size={15} strokeWidth={1.75} aria-hidden="true" />}
            name={t("kpi.ui.span")}
            label={t("kpi.ui.last_periods", { count: periods })}
            value={periods}
            choices={spans.map((span) => ({ value: span, label: t("kpi.ui.last_periods", { count: span }) }))}
            onChange={(next) => setSearch({ periods: next === 26 ? undefined : next })}
          />
          <Print what={{ of: "metric", assignment: row.assignment, from: firstDay(known, periods) }} />
          <Changes primary={!mayAcknowledge} />
          {mayAcknowledge ? (
            <button type="button" className="btn primary" onClick={() => setAcknowledging(true)}>
              <Check size={15} strokeWidth={2} aria-hidden="true" />
              {t(row.breach?.acknowledged ? "kpi.ui.change_acknowledgement" : "kpi.ui.acknowledge")}
            </button>
          ) : null}
        </>
      }
    >
      <div className="metric-page">
        <div className="metric-main">
          <MetricHeadline
            known={known}
            from={firstDay(known, periods)}
            start={start}
            onExplain={(next) => setSearch({ start: next })}
          />
          <div className="metric-pair">
            <Suspense fallback={<Skeleton rows={4} />}>
              <FormulaCard known={known} start={start} />
              <Drill known={known} />
            </Suspense>
          </div>
        </div>
        <div className="metric-side">
          {row.breach || known.story.length > 0 ? <Story known={known} /> : null}
          <Suspense fallback={<Skeleton rows={6} />}>
            {start ? <Explain known={known} start={start} onReadings={() => setSearch({ readings: 1 })} /> : null}
          </Suspense>
          <Suspense fallback={null}>
            <TargetRequests assignment={row.assignment} />
          </Suspense>
          <Slot name="metric.objectives" assignment={row.assignment} />
          <Suspense fallback={<Skeleton rows={4} />}>
            <LifeCards known={known} />
          </Suspense>
        </div>
      </div>
      <Drawers known={known} start={start} />
      {acknowledging ? <AcknowledgeDialog assignment={row.assignment} onClose={() => setAcknowledging(false)} /> : null}
    </Page>
  );
}

function Beside({ known }: { known: Assignment }) {
  const { t, language } = useWords();
  return (
    <>
      <span className="tag kpi">{known.row.code}</span>
      {known.valid_to === null ? null : <span className="tag">{t("kpi.ui.until", { day: day(known.valid_to, language) })}</span>}
      <span className="note">{facts(known, t)}</span>
    </>
  );
}

/** Whoever may set or ask for a target, or change the KPI itself. */
function useMayChange() {
  const can = useCan();
  return { life: can("kpi.define"), target: can("kpi.define") || can("kpi.propose") };
}

/** What is opened over the page. */
function Drawers({ known, start }: { known: Assignment; start: string | undefined }) {
  const may = useMayChange();
  const [search, setSearch] = useScope();
  const close = () => setSearch({ edit: undefined });
  return (
    <Suspense fallback={null}>
      {search.readings !== undefined && start ? <ReadingsDrawer known={known} start={start} onClose={() => setSearch({ readings: undefined })} /> : null}
      {search.edit === "target" && may.target ? <TargetDrawer known={known} onClose={close} /> : null}
      {search.edit === "life" && may.life ? <LifeDrawer known={known} onClose={close} /> : null}
    </Suspense>
  );
}

function Changes({ primary }: { primary: boolean }) {
  const { t } = useWords();
  const may = useMayChange();
  const [, setSearch] = useScope();
  const open = (edit: string) => setSearch({ edit, readings: undefined }, true);
  return (
    <>
      {may.life ? (
        <button type="button" className="btn" onClick={() => open("life")}>
          <Pencil size={15} strokeWidth={1.75} aria-hidden="true" />
          {t("ui.edit")}
        </button>
      ) : null}
      {may.target ? (
        <button type="button" className={primary ? "btn primary" : "btn"} onClick={() => open("target")}>
          <Crosshair size={15} strokeWidth={1.75} aria-hidden="true" />
          {t("kpi.ui.set_target")}
        </button>
      ) : null}
    </>
  );
}

/** The same metric of another unit. */
function UnitSwitch({ known }: { known: Assignment }) {
  const { t, language } = useWords();
  const [, setSearch] = useScope();
  const same = useMetrics({}).data?.items.filter((row) => row.kpi === known.kpi.id) ?? [];
  const label = name(known.row.unit_names, language);
  if (same.length < 2) return <span className="note">{label}</span>;
  return (
    <ScopeChip
      icon={<Building2 size={15} strokeWidth={1.75} aria-hidden="true" />}
      name={t("ui.unit_scope")}
      label={label}
      value={known.row.assignment}
      choices={same.map((row) => ({ value: row.assignment, label: name(row.unit_names, language) }))}
      onChange={(next) => setSearch({ start: undefined, readings: undefined }, true, `/kpi/${next}`)}
    />
  );
}
