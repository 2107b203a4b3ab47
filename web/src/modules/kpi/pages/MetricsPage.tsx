import { Database, GitCompareArrows, Plus, Upload } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useCan, useMe } from "~/api/session";
import type { KpiRow, LightKey } from "~/api/types";
import { Shape } from "~/ui/Light";
import { Page } from "~/ui/Page";
import { UnitChip } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { SearchField } from "~/ui/controls";
import { type Key, useWords } from "~/ui/i18n/words";
import { Link, numberOf, useScope } from "~/ui/router";
import { KpiGroup, KpiLine, KpiTable, byCategory } from "../parts/KpiRows";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import { useMetrics } from "../queries";
import "../parts/metrics.css";

const lights: LightKey[] = ["breach", "watch", "rec", "none", "ok", "plain"];

export default function MetricsPage() {
  const { t } = useWords();
  const me = useMe();
  const can = useCan();
  const [search, setSearch] = useScope();
  const units = useUnits();
  const unit = units.data?.find(({ id }) => id === (numberOf(search.unit) ?? me.home_unit)) ?? units.data?.[0];
  const retired = search.retired !== undefined;
  const differ = search.differ !== undefined;
  const asked = { org_unit: unit?.id, below: true, ...(retired ? { retired } : {}), ...(differ ? { lines_differ: true } : {}) };
  const list = useMetrics(asked);
  return (
    <Page
      title={t("ui.metrics")}
      scope={unit ? <UnitChip unit={unit} units={units.data!} onChange={(id) => setSearch({ unit: id })} /> : null}
      end={
        <>
          {list.data?.items.length ? <Export list={listOf("/kpi-assignments", asked)} title={t("ui.metrics")} /> : null}
          <SearchField value={String(search.q ?? "")} label={t("kpi.ui.search")} onChange={(q) => setSearch({ q: q || undefined })} width={180} />
          <button type="button" className="btn" aria-pressed={retired} onClick={() => setSearch({ retired: retired ? undefined : 1 })}>
            {t("kpi.ui.retired_too")}
          </button>
          <Link to="/kpi/measures" className="btn">
            <Database size={15} strokeWidth={1.75} aria-hidden="true" />
            {t("kpi.ui.measures")}
          </Link>
          {can("kpi.write_reading") ? (
            <Link to="/settings/import?inlet=kpi.reading" className={can("kpi.define") ? "btn" : "btn primary"}>
              <Upload size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("kpi.ui.import")}
            </Link>
          ) : null}
          {can("kpi.define") ? (
            <Link to="/kpi/assign" search={{ unit: unit?.id }} className="btn primary">
              <Plus size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("kpi.ui.add_metric")}
            </Link>
          ) : null}
        </>
      }
    >
      {list.isPending ? (
        <div className="card kpi-top">
          <Skeleton rows={12} />
        </div>
      ) : list.isError ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : (
        <List rows={list.data.items} more={list.data.next !== null} unit={unit?.id} />
      )}
    </Page>
  );
}

function wantedRows(rows: KpiRow[], text: string): KpiRow[] {
  if (!text) return rows;
  return rows.filter((row) =>
    [row.code, row.names.zh, row.names.en, row.unit_names.zh, row.unit_names.en, row.owner_name ?? ""].some((one) =>
      one.toLowerCase().includes(text),
    ),
  );
}

function List({ rows, more, unit }: { rows: KpiRow[]; more: boolean; unit: number | undefined }) {
  const { t, language } = useWords();
  const [search, setSearch] = useScope();
  const text = String(search.q ?? "").toLowerCase();
  const found = useMemo(() => wantedRows(rows, text), [rows, text]);
  const light = lights.find((one) => one === search.light);
  const differ = search.differ !== undefined;
  const shown = light ? found.filter((row) => row.light === light) : found;
  const clear = () => setSearch({ q: undefined, light: undefined, differ: undefined });
  return (
    <>
      <LightFilter rows={found} light={light} onChange={(next) => setSearch({ light: next })}>
        <DifferFilter unit={unit} pressed={differ} onChange={(next) => setSearch({ differ: next ? 1 : undefined })} />
      </LightFilter>
      <section className="card kpi-top metrics-card" aria-label={t("ui.metrics")}>
        {shown.length === 0 ? (
          <Empty
            title={rows.length || differ ? t("kpi.ui.none_match") : t("kpi.ui.none")}
            text={rows.length || differ ? undefined : t("kpi.ui.none_text")}
            action={
              rows.length || differ ? (
                <button type="button" className="btn" onClick={clear}>
                  {t("ui.clear_filter")}
                </button>
              ) : undefined
            }
          />
        ) : (
          <KpiTable caption={t("ui.metrics")} note={t("ui.metrics_note", { count: shown.length })} wide>
            {byCategory(shown, language).map((group) => (
              <tbody key={group.label}>
                <KpiGroup label={group.label} count={String(group.rows.length)} wide />
                {group.rows.map((row) => (
                  <KpiLine key={row.assignment} row={row} wide />
                ))}
              </tbody>
            ))}
          </KpiTable>
        )}
      </section>
      {more ? <p className="note">{t("kpi.ui.more_than_shown", { count: rows.length })}</p> : null}
    </>
  );
}

/** Metrics whose target and breach rule have two red lines: shown while there are any, to those who can put it right. */
function DifferFilter({ unit, pressed, onChange }: { unit: number | undefined; pressed: boolean; onChange: (pressed: boolean) => void }) {
  const { t } = useWords();
  const may = useCan()("kpi.define");
  const list = useMetrics({ org_unit: unit, below: true, lines_differ: true }, may);
  const count = list.data?.items.length ?? 0;
  if (!may || (count === 0 && !pressed)) return null;
  return (
    <button type="button" className="filter" aria-pressed={pressed} title={t("kpi.ui.lines_differ_text")} onClick={() => onChange(!pressed)}>
      <GitCompareArrows size={13} strokeWidth={1.75} aria-hidden="true" />
      {t("kpi.ui.lines_differ")} <span className="num">{count}</span>
    </button>
  );
}

function LightFilter(props: { rows: KpiRow[]; light?: LightKey; onChange: (light: LightKey | undefined) => void; children: ReactNode }) {
  const { t } = useWords();
  const { rows, light, onChange } = props;
  const count = (key: LightKey) => rows.filter((row) => row.light === key).length;
  return (
    <div className="filters" role="group" aria-label={t("kpi.ui.by_status")}>
      <button type="button" className="filter" aria-pressed={light === undefined} onClick={() => onChange(undefined)}>
        {t("kpi.ui.all")} <span className="num">{rows.length}</span>
      </button>
      {lights
        .filter((key) => count(key) > 0 || key === light)
        .map((key) => (
          <button key={key} type="button" className="filter" aria-pressed={key === light} onClick={() => onChange(key === light ? undefined : key)}>
            <Shape of={key} />
            {t(`ui.light.${key}` as Key)} <span className="num">{count(key)}</span>
          </button>
        ))}
      {props.children}
    </div>
  );
}
