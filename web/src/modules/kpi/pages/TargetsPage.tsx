import { useCan } from "~/api/session";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useParams, useScope } from "~/ui/router";
import { Empty, ErrorState, NoPermission, Skeleton } from "~/ui/states";
import { TargetDesk } from "../parts/TargetDesk";
import { useAssignment } from "../queries";
import { useTargets } from "../target_queries";

/** The targets of a KPI: all units and the periods of a year on one sheet. */
export default function TargetsPage() {
  const { assignment } = useParams<{ assignment: string }>();
  const can = useCan();
  const { t } = useWords();
  const known = useAssignment(Number(assignment));
  if (!can("kpi.define")) return <NoPermission />;
  if (known.isPending)
    return (
      <Page title={t("kpi.ui.targets")}>
        <div className="card">
          <Skeleton rows={12} />
        </div>
      </Page>
    );
  if (known.isError) return <ErrorState error={known.error} retry={() => void known.refetch()} />;
  return <Targets assignment={Number(assignment)} kpi={known.data.kpi} />;
}

function Targets({ assignment, kpi }: { assignment: number; kpi: { id: number; names: { zh: string; en: string } } }) {
  const { t, language } = useWords();
  const [search] = useScope();
  const day = (of: unknown) => (typeof of === "string" ? of : undefined);
  const query = useTargets(kpi.id, { from: day(search.from), to: day(search.to) });
  useCrumbs([{ label: name(kpi.names, language), to: `/kpi/${assignment}` }, { label: t("kpi.ui.targets") }]);
  if (query.isPending || query.isError || query.data.rows.length === 0)
    return (
      <Page title={t("kpi.ui.targets")}>
        <div className="card">{query.isPending ? <Skeleton rows={12} /> : query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : <Empty title={t("kpi.ui.targets_none")} />}</div>
      </Page>
    );
  return <TargetDesk key={`${kpi.id}/${query.data.grid.columns[0]?.start}`} grid={query.data.grid} rows={query.data.rows} />;
}
