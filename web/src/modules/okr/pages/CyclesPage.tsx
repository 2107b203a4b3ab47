import { Plus } from "lucide-react";
import { Suspense, lazy } from "react";
import { useCan } from "~/api/session";
import type { Cycle } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { day, daysBetween, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import { listOf } from "~/ui/list/Export";
import type { Column } from "~/ui/list/rows";
import { whole } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { useOnce } from "~/ui/once";
import { Link, numberOf, useScope } from "~/ui/router";
import { Skeleton } from "~/ui/states";
import { CycleSteps } from "../parts/CycleSteps";
import { useCycles } from "../queries";
import { useCloseSteps } from "../queries_close";

const CycleForm = lazy(() => import("../parts/CycleForm"));

export default function CyclesPage() {
  const { t, language } = useWords();
  const can = useCan()("okr.define");
  const cycles = useCycles();
  const [search, setSearch] = useScope();
  const asked = search.open === "new" ? null : cycles.data?.find(({ id }) => id === numberOf(search.open));
  const close = () => setSearch({ open: undefined });
  useCrumbs([{ label: t("okr.ui.cycles") }]);
  return (
    <Page title={t("okr.ui.cycles")} beside={<span className="note">{t("okr.ui.cycles_text")}</span>} beside_drawer end={can ? <Acts cycles={cycles.data ?? []} onNew={() => setSearch({ open: "new" }, true)} /> : null}>
      <div className="card okr-top">
        <List />
      </div>
      {search.open !== undefined && asked !== undefined && cycles.data ? (
        <Drawer
          key={asked?.id ?? "new"}
          label={asked ? name(asked.names, language) : t("okr.ui.new_cycle")}
          rail="okr"
          onClose={close}
          head={<h2>{asked ? name(asked.names, language) : t("okr.ui.new_cycle")}</h2>}
        >
          {asked ? <CycleSteps cycle={asked} /> : null}
          {can && (!asked || (asked.kind !== "backlog" && asked.state !== "closed")) ? (
            <Suspense fallback={<Skeleton rows={6} />}>
              <CycleForm cycle={asked} cycles={cycles.data} onClose={close} />
            </Suspense>
          ) : null}
        </Drawer>
      ) : null}
    </Page>
  );
}

function Acts({ cycles, onNew }: { cycles: Cycle[]; onNew: () => void }) {
  const { t } = useWords();
  const steps = useCloseSteps();
  const { busy, run } = useOnce(async () => {
    // The button goes when the list has the backlog; after a refusal it is open again.
    await steps.addCycle({ names: { zh: "储备", en: "Backlog" }, kind: "backlog" }, crypto.randomUUID()).catch(() => undefined);
    await steps.done();
  });
  return (
    <>
      {cycles.some(({ kind }) => kind === "backlog") ? null : (
        <button type="button" className="btn" title={t("okr.ui.backlog_text")} disabled={busy} onClick={() => void run()}>
          {t("okr.ui.add_backlog")}
        </button>
      )}
      <button type="button" className="btn primary" onClick={onNew}>
        <Plus size={15} strokeWidth={1.75} aria-hidden="true" />
        {t("okr.ui.new_cycle")}
      </button>
    </>
  );
}

function List() {
  const { t, language } = useWords();
  const query = useCycles();
  const state = useListState({ filters: [], scope: ["open"] });
  const [search] = useScope();
  const nameOf = (id: number | null) => name(query.data?.find((one) => one.id === id)?.names, language);
  const dated = (row: Cycle) => row.kind !== "backlog";
  const columns: Column<Cycle>[] = [
    { id: "name", label: t("okr.ui.cycle"), value: (row) => name(row.names, language), sort: true },
    { id: "kind", label: t("okr.ui.cycle_kind"), kind: "tag", value: (row) => t(`okr.ui.kind_${row.kind}`) },
    { id: "start", label: t("okr.ui.first_day"), kind: "day", value: (row) => (dated(row) ? row.start : null), cell: (row) => (dated(row) ? day(row.start, language) : "—"), sort: true },
    { id: "end", label: t("okr.ui.last_day"), kind: "day", value: (row) => (dated(row) ? row.end : null), cell: (row) => (dated(row) ? day(row.end, language) : "—"), sort: true },
    { id: "days", label: t("okr.ui.cycle_length"), kind: "number", value: (row) => (dated(row) ? String(daysBetween(row.start, row.end) + 1) : null), desk: true },
    { id: "parent", label: t("okr.ui.parent_cycle"), value: (row) => (row.parent === null ? null : nameOf(row.parent)), desk: true },
    {
      id: "state",
      label: t("ui.status"),
      value: (row) => t(`okr.ui.cycle_${row.state}`),
      cell: (row) => <span className={row.state === "active" ? "tag okr" : row.state === "closing" ? "tag watch" : "tag"}>{dated(row) ? t(`okr.ui.cycle_${row.state}`) : t("okr.ui.kind_backlog")}</span>,
    },
    {
      id: "close",
      label: t("okr.ui.close_cycle_page"),
      value: () => null,
      cell: (row) => (dated(row) && row.state !== "planning" ? <Link to={`/okr/cycles/${row.id}/close`}>{t("okr.ui.close_cycle_page")}</Link> : null),
      desk: true,
    },
  ];
  return (
    <DataList<Cycle>
      name="cycles"
      caption={t("okr.ui.cycles")}
      columns={columns}
      source={whole(query)}
      state={state}
      exported={listOf("/cycles")}
      first={{ by: "start", down: true }}
      id={({ id }) => id}
      open={({ id }) => ({ to: "/okr/cycles", search: (old) => ({ ...old, open: id }) })}
      chosen={numberOf(search.open)}
      empty={{ title: t("okr.ui.no_cycle"), text: t("okr.ui.no_cycle_text") }}
    />
  );
}
