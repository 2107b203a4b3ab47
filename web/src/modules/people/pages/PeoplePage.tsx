import { useState } from "react";
import { useMe } from "~/api/session";
import type { Unit } from "~/api/types";
import { Page } from "~/ui/Page";
import { useUnits } from "~/ui/choosers/queries";
import { Antd } from "~/ui/antd/Antd";
import { SearchField } from "~/ui/controls";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { type Search, numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { PersonDrawer } from "../parts/PersonDrawer";
import { Roster } from "../parts/Roster";
import { UnitTree } from "../parts/UnitTree";
import "../parts/people.css";

export default function PeoplePage() {
  const { t, language } = useWords();
  const me = useMe();
  const params = useParams<{ person?: string }>();
  const navigate = useNavigate();
  const [search, setSearch] = useScope();
  const units = useUnits();
  const chosen = units.data?.find(({ id }) => id === (numberOf(search.unit) ?? me.home_unit)) ?? units.data?.[0];
  const person = numberOf(params.person);
  const keep = (old: Search) => old;
  const open = (id: number) => navigate({ to: `/people/${id}`, search: keep });
  const close = () => navigate({ to: "/people", search: keep });
  return (
    <Page title={t("people.ui.title")} beside={chosen ? <span className="note">{name(chosen.names, language)}</span> : null} beside_drawer>
      {units.isPending ? <Skeleton rows={8} /> : null}
      {units.isError ? <ErrorState error={units.error} retry={() => void units.refetch()} /> : null}
      {units.data && !chosen ? <Empty title={t("people.ui.no_units")} text={t("people.ui.no_units_text")} /> : null}
      {units.data && chosen ? (
        <Antd>
          <div className="people">
            <section className="card people-tree" aria-label={t("people.ui.units")}>
              <UnitTree units={units.data} chosen={chosen} onChoose={(id) => setSearch({ unit: id })} />
            </section>
            <People unit={chosen} person={person} onOpen={open} />
          </div>
        </Antd>
      ) : null}
      {person === undefined ? null : <PersonDrawer key={person} id={person} onClose={close} />}
    </Page>
  );
}

function People({ unit, person, onOpen }: { unit: Unit; person?: number; onOpen: (id: number) => void }) {
  const { t, language } = useWords();
  const [text, setText] = useState("");
  return (
    <section className="card" aria-label={name(unit.names, language)}>
      <header className="card-head people-head">
        <h2>{name(unit.names, language)}</h2>
        <span className="note">
          {t("people.ui.count", { people: unit.people })}
          {unit.head_name ? ` · ${t("people.ui.head", { name: unit.head_name })}` : ""}
        </span>
        <SearchField value={text} label={t("people.ui.search")} onChange={setText} width={200} />
      </header>
      <Roster unit={unit.id} text={text} chosen={person} onOpen={onOpen} onClear={() => setText("")} />
    </section>
  );
}
