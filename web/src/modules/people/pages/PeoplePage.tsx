import { useMe } from "~/api/session";
import type { PersonRow, Unit } from "~/api/types";
import { closed } from "~/ui/Detail";
import { Page } from "~/ui/Page";
import { Antd } from "~/ui/antd/Antd";
import { useUnits } from "~/ui/choosers/queries";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import type { Column } from "~/ui/list/rows";
import { paged } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { PersonTag } from "~/ui/marks";
import { numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { PersonDrawer } from "../parts/PersonDrawer";
import { UnitTree } from "../parts/UnitTree";
import { employment, employmentTypes } from "../parts/employment";
import { usePeople } from "../queries";
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
    <Page title={t("people.ui.title")} beside={chosen ? <span className="note">{name(chosen.names, language)}</span> : null} beside_drawer>
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
            <Roster unit={chosen} chosen={person} />
          </div>
        </div>
      ) : null}
      {person === undefined ? null : <PersonDrawer key={person} id={person} onClose={() => navigate({ to: "/people", search: closed })} />}
    </Page>
  );
}

function Roster({ unit, chosen }: { unit: Unit; chosen?: number }) {
  const { t, language } = useWords();
  const state = useListState({ filters: ["type"], scope: ["unit"] });
  const query = usePeople({ unit: unit.id, q: state.q || undefined });
  const columns: Column<PersonRow>[] = [
    { id: "name", label: t("people.ui.person"), value: (row) => row.name, cell: (row) => <PersonTag name={row.name} />, sort: true },
    { id: "post", label: t("people.ui.post"), value: (row) => name(row.post, language), sort: true },
    { id: "unit", label: t("people.ui.unit"), value: (row) => name(row.unit_names, language), sort: true },
    { id: "number", label: t("people.ui.employee_no"), value: (row) => row.employee_no, sort: true, desk: true },
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
      source={paged(query)}
      state={state}
      columns={columns}
      filters={[
        {
          id: "type",
          label: t("people.ui.employment"),
          choices: employmentTypes.map((value) => ({ value, label: employment(value, t) })),
          of: (row) => row.employment_type,
          menu: true,
        },
      ]}
      search={t("people.ui.search")}
      id={({ id }) => id}
      open={({ id }) => ({ to: `/people/${id}`, search: closed })}
      chosen={chosen}
      empty={{ title: t("people.ui.nobody"), text: t("people.ui.nobody_text") }}
    />
  );
}
