import { History, Presentation } from "lucide-react";
import { Suspense, lazy, useMemo } from "react";
import { useMe } from "~/api/session";
import type { Board, BoardCycle } from "~/api/types";
import { PeriodPicker } from "~/ui/choosers/PeriodPicker";
import { UnitChip } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { Segmented } from "~/ui/controls";
import { Page } from "~/ui/Page";
import { Print } from "~/ui/Print";
import { Link, numberOf, useScope } from "~/ui/router";
import { Slot, useSlotSoon } from "~/ui/Slot";
import { classes } from "~/ui/classes";
import { dayInText, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import { Headline } from "../parts/Headline";
import { Rails } from "../parts/Rails";
import { WarningStrip } from "../parts/WarningStrip";
import { useBoard } from "../queries";
import rails from "../parts/rails.module.css";

/** Lists that few visits open. */
const ChangesDrawer = lazy(() => import("../parts/ChangesDrawer"));
const BreachesDrawer = lazy(() => import("../parts/BreachesDrawer"));

export type View = "both" | "okr" | "kpi";

export default function BoardPage() {
  const { t, language } = useWords();
  const me = useMe();
  const [search, setSearch] = useScope();
  const unit = numberOf(search.unit) ?? me.home_unit ?? undefined;
  const board = useBoard(unit, numberOf(search.cycle));
  const units = useUnits();
  useSlotSoon("objective.rows");
  useSlotSoon("metric.rows");
  const view = (["okr", "kpi"].includes(String(search.view)) ? search.view : "both") as View;
  if (board.isPending) return <BoardOutline title={t("dashboard.ui.board")} />;
  if (!board.data) return <ErrorState error={board.error} retry={() => void board.refetch()} />;
  const { data } = board;
  return (
    <Page
      title={t("dashboard.ui.board")}
      scope={
        <>
          <UnitChip unit={data.unit} units={units.data ?? []} onChange={(id) => setSearch({ unit: id })} />
          {data.cycle ? <CycleChip board={data} cycle={data.cycle} onChange={(id) => setSearch({ cycle: id })} /> : null}
        </>
      }
      end={
        <>
          <span className="note">{asOf(data, t, language)}</span>
          <button type="button" className="btn" aria-expanded={search.changes !== undefined} onClick={() => setSearch({ changes: search.changes === undefined ? 7 : undefined, breaches: undefined, objective: undefined })}>
            <History size={15} strokeWidth={1.75} aria-hidden="true" />
            {t("dashboard.ui.changes")}
          </button>
          <Link to="/board/weekly" search={{ unit: data.unit.id }} className="btn">
            <Presentation size={15} strokeWidth={1.75} aria-hidden="true" />
            {t("dashboard.ui.week_open")}
          </Link>
          <Print what={{ of: "board", unit: data.unit.id, cycle: data.cycle?.id }} />
          <Segmented
            label={t("dashboard.ui.view")}
            value={view}
            choices={[
              { value: "both", label: t("dashboard.ui.view_both") },
              { value: "okr", label: "OKR" },
              { value: "kpi", label: "KPI" },
            ]}
            onChange={(next) => setSearch({ view: next === "both" ? undefined : next })}
          />
        </>
      }
    >
      {board.isError ? <ErrorState error={board.error} retry={() => void board.refetch()} /> : null}
      <BoardBody board={data} view={view} />
      <Suspense>
        {search.changes !== undefined ? (
          <ChangesDrawer unit={data.unit} days={numberOf(search.changes) ?? 7} onDays={(days) => setSearch({ changes: days })} onClose={() => setSearch({ changes: undefined })} />
        ) : null}
        {search.breaches !== undefined ? <BreachesDrawer board={data} onClose={() => setSearch({ breaches: undefined })} /> : null}
      </Suspense>
      {search.objective !== undefined ? (
        <Slot
          name="objective.drawer"
          objective={Number(search.objective)}
          onClose={() => setSearch({ objective: undefined })}
        />
      ) : null}
      {search.acknowledge !== undefined ? (
        <Slot
          name="breach.acknowledge"
          assignment={Number(search.acknowledge)}
          onClose={() => setSearch({ acknowledge: undefined })}
        />
      ) : null}
    </Page>
  );
}

function BoardBody({ board, view }: { board: Board; view: View }) {
  const [, setSearch] = useScope();
  const warnings = useMemo(() => board.warnings.filter((warning) => !warning.acknowledged), [board.warnings]);
  return (
    <>
      <Headline board={board} />
      {board.breaches > 0 ? (
        <WarningStrip
          warnings={warnings}
          breaches={board.breaches}
          unacknowledged={board.unacknowledged}
          onAcknowledge={(assignment) => setSearch({ acknowledge: assignment })}
          onList={() => setSearch({ breaches: true, changes: undefined, objective: undefined })}
        />
      ) : null}
      <Rails board={board} view={view} />
    </>
  );
}

type CycleChipProps = { board: Board; cycle: BoardCycle; onChange: (cycle: number) => void };

function CycleChip({ board, cycle, onChange }: CycleChipProps) {
  const { t, language } = useWords();
  return (
    <PeriodPicker
      name={t("ui.cycle_scope")}
      label={name(cycle.names, language)}
      note={t("dashboard.ui.week_of", { week: cycle.week, weeks: cycle.weeks })}
      value={cycle.id}
      choices={board.cycles.map((one) => ({
        value: one.id,
        label: name(one.names, language),
        note: `${one.start} – ${one.end}`,
      }))}
      onChange={onChange}
    />
  );
}

function asOf(board: Board, t: ReturnType<typeof useWords>["t"], language: "zh" | "en"): string {
  const { cycle, as_of: now } = board;
  if (cycle && cycle.start > now) return t("dashboard.ui.period_coming");
  if (cycle && cycle.end < now) return t(board.latest_closed === null ? "dashboard.ui.no_points" : "dashboard.ui.period_ended");
  if (board.latest_closed === null) return t("dashboard.ui.nothing_closed");
  return t("dashboard.ui.closed_until", { day: dayInText(board.latest_closed, language) });
}

function BoardOutline({ title }: { title: string }) {
  return (
    <Page title={title}>
      <div className="card">
        <Skeleton rows={3} />
      </div>
      <div className={classes(rails.rails, rails.both)}>
        <div className="card okr-top">
          <Skeleton rows={12} avatar />
        </div>
        <span />
        <div className="card kpi-top">
          <Skeleton rows={12} />
        </div>
      </div>
    </Page>
  );
}
