import { useMe } from "~/api/session";
import type { PersonRow, Unit } from "~/api/types";
import { closed } from "~/ui/Detail";
import { Page } from "~/ui/Page";
import { Antd } from "~/ui/antd/Antd";
import { useUnits } from "~/ui/choosers/queries";
import type { Choice } from "~/ui/controls";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import type { Column } from "~/ui/list/rows";
import { paged } from "~/ui/list/source";
import { sortText, useListState } from "~/ui/list/state";
import { PersonTag } from "~/ui/marks";
import { Link, numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { PersonDrawer } from "../parts/PersonDrawer";
import { UnitTree } from "../parts/UnitTree";
import { employment, employmentTypes } from "../parts/employment";
import { peopleSorts, usePeople } from "../queries";
import styles from "../parts/people.module.css";

export default function PeoplePage() {
  const { t, language } = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const [search, setSearch] = useScope();
  const units = useUnits();
  const chosen = units.data?.find(({ id }) => id === (numberOf(search.unit) ?? me.home_unit)) ?? units.data?.[0];
  const person = numberOf(useParams<{ person?: string }>().person);
  return (
    <Page
      title={t("people.ui.title")}
      beside={chosen ? <span className="note">{name(chosen.names, language)}</span> : null}
      end={me.permissions.includes("people.write") ? <ImportLink /> : null}
      beside_drawer
    >
      {units.isPending ? <Skeleton rows={8} /> : null}
      {units.isError ? <ErrorState error={units.error} retry={() => void units.refetch()} /> : null}
      {units.data && !chosen ? <Empty title={t("people.ui.no_units")} text={t("people.ui.no_units_text")} /> : null}
      {units.data && chosen ? (
        <div className={styles.people}>
          <section className={`card ${styles.tree}`} aria-label={t("people.ui.units")}>
            <Antd>
              <UnitTree units={units.data} chosen={chosen} onChoose={(unit) => setSearch({ unit })} />
            </Antd>
          </section>
          <div className="card">
            <Roster unit={chosen} units={units.data} chosen={person} />
          </div>
        </div>
      ) : null}
      {person === undefined ? null : <PersonDrawer key={person} id={person} onClose={() => navigate({ to: "/people", search: closed })} />}
    </Page>
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

function useRoster(unit: Unit) {
  const state = useListState({ filters: ["type", "manager"], scope: ["unit"] });
  const orders = state.q ? [] : peopleSorts;
  const query = usePeople({
    unit: unit.id,
    q: state.q || undefined,
    employment_type: employmentTypes.find((type) => type === state.filters.type![0]),
    manager: numberOf(state.filters.manager![0]),
    sort: orders.find((order) => state.sort && order === sortText(state.sort)),
  });
  return { state, source: paged(query), serverSorts: [...orders] };
}

function Roster({ unit, units, chosen }: { unit: Unit; units: Unit[]; chosen?: number }) {
  const { t, language } = useWords();
  const roster = useRoster(unit);
  const columns: Column<PersonRow>[] = [
    { id: "name", label: t("people.ui.person"), value: (row) => row.name, cell: (row) => <PersonTag name={row.name} />, sort: true },
    { id: "post", label: t("people.ui.post"), value: (row) => name(row.post, language), sort: true },
    { id: "unit", label: t("people.ui.unit"), value: (row) => name(row.unit_names, language), sort: true },
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
          <h2>{name(unit.names, language)}</h2>
          <span className="note">
            {t("people.ui.count", { people: unit.people })}
            {unit.head_name ? ` · ${t("people.ui.head", { name: unit.head_name })}` : ""}
          </span>
        </>
      }
      {...roster}
      columns={columns}
      filters={[
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
