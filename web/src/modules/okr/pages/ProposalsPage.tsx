/** Connections of objectives that wait: for the viewer's answer, or for the other side's. */
import { useCan } from "~/api/session";
import { Page } from "~/ui/Page";
import { Segmented } from "~/ui/controls";
import { useCrumbs } from "~/ui/crumbs";
import { useT } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import { Empty, ErrorState, NoPermission, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import Proposals from "../parts/Proposals";
import { useProposals } from "../queries";
import "../parts/objective.css";

type Side = "answer" | "asked";

export default function ProposalsPage() {
  const t = useT();
  const can = useCan();
  const [search, setSearch] = useScope();
  useCrumbs([{ label: t("okr.ui.proposals") }]);
  const side: Side = search.side === "asked" ? "asked" : "answer";
  return (
    <Page
      title={t("okr.ui.proposals")}
      scope={
        <Segmented
          label={t("okr.ui.view")}
          value={side}
          choices={[
            { value: "answer", label: t("okr.ui.side_answer") },
            { value: "asked", label: t("okr.ui.side_asked") },
          ]}
          onChange={(next) => setSearch({ side: next === "asked" ? "asked" : undefined })}
        />
      }
      end={can("okr.write") ? <Export list={listOf("/contribution-proposals", { side })} title={t("okr.ui.proposals")} /> : null}
    >
      {can("okr.write") ? <Waiting side={side} /> : <NoPermission />}
    </Page>
  );
}

function Waiting({ side }: { side: Side }) {
  const t = useT();
  const list = useProposals(side);
  if (list.isPending) return <div className="card okr-top"><Skeleton rows={6} /></div>;
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (list.data.items.length === 0) {
    return (
      <div className="card okr-top">
        <Empty title={t(side === "answer" ? "okr.ui.nothing_to_answer" : "okr.ui.nothing_asked")} text={t("okr.ui.proposals_text")} />
      </div>
    );
  }
  return (
    <>
      <Proposals proposals={list.data.items} />
      {list.data.next ? <p className="note">{t("okr.ui.more_proposals")}</p> : null}
    </>
  );
}
