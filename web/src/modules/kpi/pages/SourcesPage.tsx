/** The systems that figures come from: each with its writers, and whether it is open. */
import { Plus } from "lucide-react";
import { Suspense, lazy } from "react";
import { useCan } from "~/api/session";
import { closed } from "~/ui/Detail";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import type { Column } from "~/ui/list/rows";
import { paged } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { NoPermission } from "~/ui/states";
import { listOf } from "~/ui/list/Export";
import { type Source, useSources } from "../source_queries";
import { standingOf, writersOf } from "../parts/sources";

const SourceDrawer = lazy(() => import("../parts/SourceDrawer"));
const NewSourceDrawer = lazy(() => import("../parts/NewSourceDrawer"));

export default function SourcesPage() {
  const { t } = useWords();
  const may = useCan()("kpi.manage_source");
  const navigate = useNavigate();
  const [search, setSearch] = useScope();
  const chosen = numberOf(useParams<{ source?: string }>().source);
  const back = () => navigate({ to: "/kpi/sources", search: closed });
  useCrumbs([{ label: t("kpi.ui.measures"), to: "/kpi/measures" }, { label: t("sources.title") }]);
  return (
    <Page
      title={t("sources.title")}
      beside={<span className="note">{t("sources.text")}</span>}
      beside_drawer
      end={
        may ? (
          <button type="button" className="btn primary" onClick={() => navigate({ to: "/kpi/sources", search: (now) => ({ ...closed(now), edit: "new" }) })}>
            <Plus size={15} strokeWidth={1.75} aria-hidden="true" />
            {t("sources.new")}
          </button>
        ) : null
      }
    >
      <div className="card">{may ? <List chosen={chosen} /> : <NoPermission text={t("sources.not_yours")} />}</div>
      {may ? (
        <Suspense fallback={null}>
          {chosen !== undefined ? <SourceDrawer key={chosen} id={chosen} onClose={back} /> : null}
          {chosen === undefined && search.edit === "new" ? <NewSourceDrawer onClose={() => setSearch({ edit: undefined })} /> : null}
        </Suspense>
      ) : null}
    </Page>
  );
}

function useColumns(): Column<Source>[] {
  const { t, language } = useWords();
  return [
    {
      id: "name",
      label: t("sources.source"),
      value: (row) => name(row.names, language),
      cell: (row) => (
        <>
          <b>{name(row.names, language)}</b> <span className="note">{row.code}</span>
        </>
      ),
      sort: true,
    },
    { id: "writers", label: t("sources.writers"), value: (row) => writersOf(row, language, t).join(t("kpi.ui.comma")) },
    {
      id: "state",
      label: t("sources.state"),
      value: (row) => standingOf(row, language, t).text,
      cell: (row) => {
        const { text, open } = standingOf(row, language, t);
        return <span className={open ? "dim" : "tag"}>{text}</span>;
      },
      sort: true,
    },
  ];
}

function List({ chosen }: { chosen?: number }) {
  const { t } = useWords();
  return (
    <DataList<Source>
      name="sources"
      caption={t("sources.title")}
      source={paged(useSources())}
      state={useListState()}
      columns={useColumns()}
      id={({ id }) => id}
      open={({ id }) => ({ to: `/kpi/sources/${id}`, search: closed })}
      chosen={chosen}
      exported={listOf("/sources")}
      empty={{ title: t("sources.none"), text: t("sources.none_text") }}
    />
  );
}
