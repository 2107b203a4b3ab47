import { UserPlus } from "lucide-react";
import { Suspense, lazy, useCallback, useSyncExternalStore } from "react";
import { useCan, useMe } from "~/api/session";
import type { PersonRow, Unit } from "~/api/types";
import { closed } from "~/ui/Detail";
import { Page } from "~/ui/Page";
import { Antd } from "~/ui/antd/Antd";
import { type Choice, Segmented } from "~/ui/controls";
import { day, name, today } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import { Export, listOf } from "~/ui/list/Export";
import type { Column } from "~/ui/list/rows";
import { paged } from "~/ui/list/source";
import { sortText, useListState } from "~/ui/list/state";
import { PersonTag } from "~/ui/marks";
import { Link, numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { AsOf } from "../parts/AsOf";
import { PersonDrawer } from "../parts/PersonDrawer";
import { StateTag, peopleStates } from "../parts/StateTag";
import { UnitPanel } from "../parts/UnitPanel";
import { UnitTree } from "../parts/UnitTree";
import { employment, employmentTypes } from "../parts/employment";
import { type PeopleState, peopleSorts, usePeople, useUnitsOn } from "../queries";
import styles from "../parts/people.module.css";

const OrgChart = lazy(() => import("../parts/OrgChart"));
const FirstUnitDialog = lazy(() => import("../parts/UnitActs").then(({ FirstUnitDialog: one }) => ({ default: one })));
const HireDialog = lazy(() => import("../parts/PersonActs").then(({ HireDialog: one }) => ({ default: one })));

const narrowScreen = window.matchMedia("(width <= 760px)");

/** A chart needs room; on a phone the units are a list. */
function useNarrow(): boolean {
  return useSyncExternalStore(
    (tell) => {
      narrowScreen.addEventListener("change", tell);
      return () => narrowScreen.removeEventListener("change", tell);
    },
    () => narrowScreen.matches,
  );
}

/** The day that the address names; none: today. */
function useDay(): [string | undefined, (on: string | undefined) => void] {
  const [search, setSearch] = useScope();
  const named = typeof search.as_of === "string" && search.as_of !== today() ? search.as_of : undefined;
  return [named, (on) => setSearch({ as_of: on && on !== today() ? on : undefined })];
}

export default function PeoplePage() {
  const { t, language } = useWords();
  const me = useMe();
  const can = useCan();
  const navigate = useNavigate();
  const [search, setSearch] = useScope();
  const [on, setOn] = useDay();
  const units = useUnitsOn(on);
  const chosen = units.data?.find(({ id }) => id === (numberOf(search.unit) ?? me.home_unit)) ?? units.data?.[0];
  const person = numberOf(useParams<{ person?: string }>().person);
  const writes = can("people.write");
  const narrow = useNarrow();
  const charted = search.view === "chart" && !narrow;
  const choose = useCallback((unit: number) => setSearch({ unit }), [setSearch]);
  return (
    <Page
      title={t("people.ui.title")}
      beside={chosen ? <span className="note">{name(chosen.names, language)}</span> : null}
      scope={
        <>
          <AsOf on={on} onChange={setOn} />
          {narrow ? null : <Segmented<"roster" | "chart"> label={t("people.ui.view")} value={charted ? "chart" : "roster"} choices={[{ value: "roster", label: t("people.ui.roster") }, { value: "chart", label: t("people.ui.chart") }]} onChange={(view) => setSearch({ view: view === "chart" ? view : undefined })} />}
        </>
      }
      end={
        <>
          {chosen ? <Export list={listOf("/units", { as_of: on })} title={t("people.ui.units")} label={t("people.ui.export_units")} /> : null}
          {writes && chosen ? <ImportLink /> : null}
          {writes && chosen ? (
            <button type="button" className="btn primary" onClick={() => setSearch({ act: "hire" }, true)}>
              <UserPlus size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("people.ui.hire")}
            </button>
          ) : null}
        </>
      }
      beside_drawer
    >
      {on ? <p className={`note ${styles.other_day}`}>{t("people.ui.as_of_note", { day: day(on, language) })}</p> : null}
      {units.isPending ? <Skeleton rows={8} /> : null}
      {units.isError ? <ErrorState error={units.error} retry={() => void units.refetch()} /> : null}
      {units.data && !chosen ? <NoUnits writes={writes} /> : null}
      {units.data && chosen ? (
        <div className={charted ? styles.charted : styles.people}>
          {charted ? (
            <Suspense fallback={<Skeleton rows={8} />}>
              <OrgChart units={units.data} chosen={chosen} onChoose={choose} />
            </Suspense>
          ) : (
          <section className={`card ${styles.tree}`} aria-label={t("people.ui.units")}>
            <Antd>
              <UnitTree units={units.data} chosen={chosen} onChoose={choose} />
            </Antd>
          </section>
          )}
          <div className="card">
            <UnitPanel key={chosen.id} unit={chosen} writes={writes} onAdded={(unit) => setSearch({ unit })} />
            <Roster unit={chosen} units={units.data} chosen={person} on={on} />
          </div>
        </div>
      ) : null}
      {person === undefined ? null : <PersonDrawer key={person} id={person} on={on} writes={writes} onClose={() => navigate({ to: "/people", search: ({ act: _act, ...list }) => closed(list) })} />}
      {search.act === "unit_first" && writes && units.data && !chosen ? (
        <Suspense fallback={null}>
          <FirstUnitDialog onClose={() => setSearch({ act: undefined })} onAdded={(unit) => setSearch({ unit, act: undefined })} />
        </Suspense>
      ) : null}
      {search.act === "hire" && chosen ? (
        <Suspense fallback={null}>
          <HireDialog unit={chosen.id} onClose={() => setSearch({ act: undefined })} onHired={(id, start) => navigate({ to: `/people/${id}`, search: ({ act: _act, ...list }) => (start > today() ? { ...list, state: "starting" } : list) })} />
        </Suspense>
      ) : null}
    </Page>
  );
}

/** A fresh company begins here: units first, for people belong to them. */
function NoUnits({ writes }: { writes: boolean }) {
  const { t } = useWords();
  const [, setSearch] = useScope();
  return (
    <Empty
      title={t("people.ui.no_units")}
      text={writes ? t("people.ui.no_units_text") : undefined}
      action={
        writes ? (
          <>
            <button type="button" className="btn primary" onClick={() => setSearch({ act: "unit_first" }, true)}>
              {t("people.ui.unit_first")}
            </button>{" "}
            <Link to="/settings/import?inlet=people.unit" className="btn">
              {t("people.ui.import")}
            </Link>
          </>
        ) : undefined
      }
    />
  );
}

function ImportLink() {
  const { t } = useWords();
  return (
    <Link to="/settings/import?inlet=people.person" className="btn">
      {t("people.ui.import")}
    </Link>
  );
}

/** Who may be asked for as a manager: heads of units, and managers of those who are shown. */
function managersOf(units: Unit[], rows: PersonRow[]): Choice<string>[] {
  const named = new Map<number, string>();
  for (const { head, head_name } of units) if (head !== null && head_name !== null) named.set(head, head_name);
  for (const { manager, manager_name } of rows) if (manager !== null && manager_name !== null) named.set(manager, manager_name);
  return [...named].map(([id, label]) => ({ value: String(id), label }));
}

/** A search looks through the whole company, whoever comes and whoever has left too; a list holds one unit. */
function useRoster(unit: Unit, on: string | undefined) {
  const state = useListState({ filters: ["state", "type", "manager"], scope: ["unit", "as_of"] });
  const asked = peopleStates.find((one) => one === state.filters.state![0]);
  const orders = state.q || asked ? [] : peopleSorts;
  const stands: PeopleState | undefined = asked ?? (state.q ? "everybody" : undefined);
  const asks = {
    unit: state.q ? undefined : unit.id,
    q: state.q || undefined,
    state: stands,
    as_of: on,
    employment_type: employmentTypes.find((type) => type === state.filters.type![0]),
    manager: numberOf(state.filters.manager![0]),
    sort: orders.find((order) => state.sort && order === sortText(state.sort)),
  };
  return { state, source: paged(usePeople(asks)), exported: listOf("/people", asks), serverSorts: [...orders] };
}

function Roster({ unit, units, chosen, on }: { unit: Unit; units: Unit[]; chosen?: number; on?: string }) {
  const { t, language } = useWords();
  const roster = useRoster(unit, on);
  const everywhere = Boolean(roster.state.q);
  const columns: Column<PersonRow>[] = [
    { id: "name", label: t("people.ui.person"), value: (row) => row.name, cell: (row) => <Called row={row} />, sort: true },
    { id: "post", label: t("people.ui.post"), value: (row) => name(row.post, language), sort: true },
    { id: "unit", label: t("people.ui.unit"), value: (row) => `${name(row.unit_names, language)} ${row.unit_code}`.trim(), sort: true },
    { id: "employee_no", label: t("people.ui.employee_no"), value: (row) => row.employee_no, sort: true, desk: true },
    { id: "type", label: t("people.ui.employment"), kind: "tag", value: (row) => employment(row.employment_type, t), sort: true },
    { id: "manager", label: t("people.ui.manager"), value: (row) => row.manager_name, sort: true, desk: true },
  ];
  return (
    <DataList<PersonRow>
      name="people"
      caption={t("people.ui.roster")}
      head={
        <>
          <h2>{everywhere ? t("people.ui.everywhere") : name(unit.names, language)}</h2>
          <span className="note" hidden={everywhere}>
            {unit.code} · {t("people.ui.count", { people: unit.people })}
            {unit.head_name ? ` · ${t("people.ui.head", { name: unit.head_name })}` : ""}
          </span>
        </>
      }
      {...roster}
      columns={columns}
      filters={[
        {
          id: "state",
          label: t("people.ui.state"),
          all: everywhere ? undefined : t("people.ui.state_in_service"),
          choices: peopleStates.map((value) => ({ value, label: t(`people.ui.state_${value}` as Key) })),
          menu: true,
        },
        {
          id: "type",
          label: t("people.ui.employment"),
          choices: employmentTypes.map((value) => ({ value, label: employment(value, t) })),
          menu: true,
        },
        { id: "manager", label: t("people.ui.manager"), choices: managersOf(units, roster.source.rows ?? []), menu: true },
      ]}
      search={t("people.ui.search")}
      id={({ id }) => id}
      open={({ id }) => ({ to: `/people/${id}`, search: closed })}
      chosen={chosen}
      empty={{ title: t("people.ui.nobody"), text: t("people.ui.nobody_text") }}
    />
  );
}

/** The name, and how the person stands when that is not simply in service. */
function Called({ row }: { row: PersonRow }) {
  return (
    <span className={styles.called}>
      <PersonTag name={row.name} />
      <StateTag person={row} />
    </span>
  );
}
