import { Inbox, Plus } from "lucide-react";
import { useMemo } from "react";
import { useCan, useMe } from "~/api/session";
import type { Cycle, KeyResultRow, ObjectiveRow, Unit } from "~/api/types";
import { Page } from "~/ui/Page";
import { UnitChip } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { classes } from "~/ui/classes";
import { SearchField } from "~/ui/controls";
import { useCrumbs } from "~/ui/crumbs";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useMutationOnce } from "~/ui/mutation";
import { Link, type Target, numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { CycleChip, ViewSwitch } from "../parts/ListScope";
import { ObjectiveRows, ObjectiveTable } from "../parts/ObjectiveRows";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import ObjectiveDrawer from "../parts/ObjectiveDrawer";
import { useCycles, useObjectives, useProposals } from "../queries";
import { currentCycle, nextQuarter } from "../parts/cycle";
import { useCloseSteps } from "../queries_close";
import css from "../parts/list.module.css";

type View = "list" | "mine";

export default function ObjectivesPage() {
  const { t } = useWords();
  const me = useMe();
  const can = useCan();
  const navigate = useNavigate();
  const params = useParams<{ objective?: string }>();
  const [search, setSearch] = useScope();
  const cycles = useCycles();
  const units = useUnits();
  const cycle = currentCycle(cycles.data ?? [], numberOf(search.cycle));
  const unit = units.data?.find(({ id }) => id === (numberOf(search.unit) ?? me.home_unit)) ?? units.data?.[0];
  const view: View = search.view === "mine" ? "mine" : "list";
  const open = numberOf(params.objective);
  const close = () => navigate({ to: "/okr", search: (old) => ({ ...old, full: undefined }) });
  return (
    <Page
      title={t("ui.objectives")}
      beside_drawer
      scope={
        <>
          {cycle ? <CycleChip cycle={cycle} cycles={cycles.data!} onChange={(id) => setSearch({ cycle: id })} /> : null}
          {unit && view === "list" ? <UnitChip unit={unit} units={units.data!} onChange={(id) => setSearch({ unit: id })} /> : null}
          <ViewSwitch view={view} />
        </>
      }
      end={
        <>
          <WaitingLink />
          {cycle ? <Export list={listOf("/objectives", { ...askedOf(view, cycle, unit, me.person), q: String(search.q ?? "") })} title={t("ui.objectives")} /> : null}
          <SearchField value={String(search.q ?? "")} label={t("okr.ui.search")} onChange={(q) => setSearch({ q: q || undefined })} width={200} />
          {cycle && (cycle.state === "closing" || cycle.state === "closed") ? (
            <Link to={`/okr/cycles/${cycle.id}/close`} className="btn">
              {t("okr.ui.close_cycle_page")}
            </Link>
          ) : null}
          <Link to="/okr/cycles" className="btn">
            {t("okr.ui.cycles")}
          </Link>
          {can("okr.write") && cycle && (cycle.state === "planning" || cycle.state === "active") ? (
            <Link to="/okr/new" search={{ cycle: cycle.id, unit: view === "list" ? unit?.id : undefined }} className="btn primary">
              <Plus size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("okr.ui.new_objective")}
            </Link>
          ) : null}
        </>
      }
    >
      {cycles.isError ? <ErrorState error={cycles.error} retry={() => void cycles.refetch()} /> : null}
      {cycle ? <List cycle={cycle} unit={unit} view={view} /> : null}
      {cycles.data?.length === 0 ? <NoCycle /> : null}
      {open === undefined ? null : (
        <OpenObjective key={open} id={open} full={search.full !== undefined} onClose={close} />
      )}
    </Page>
  );
}

/** A fresh company begins here: whoever may makes the quarter of today with one press. */
function NoCycle() {
  const { t, language } = useWords();
  const may = useCan()("okr.define");
  const steps = useCloseSteps();
  const quarter = nextQuarter([]);
  const add = useMutationOnce({ mutationFn: () => steps.addCycle({ ...quarter, state: "active" }, crypto.randomUUID()), onSettled: steps.done });
  return (
    <Empty
      title={t("okr.ui.no_cycle")}
      text={add.isError ? add.error.message : t(may ? "okr.ui.cycles_text" : "okr.ui.no_cycle_text")}
      action={
        may ? (
          <>
            <button type="button" className="btn primary" disabled={add.isPending} onClick={() => add.mutate()}>
              {t("okr.ui.create_quarter", { name: name(quarter.names, language) })}
            </button>{" "}
            <Link to="/okr/cycles" search={{ open: "new" }} className="btn">
              {t("okr.ui.new_cycle")}
            </Link>
          </>
        ) : undefined
      }
    />
  );
}

function OpenObjective({ id, full, onClose }: { id: number; full: boolean; onClose: () => void }) {
  const { t } = useWords();
  useCrumbs([{ label: t("okr.ui.objective") }]);
  return <ObjectiveDrawer objective={id} full={full} onClose={onClose} />;
}

/** How many connections wait for the viewer's answer; nothing where there are none. */
function WaitingLink() {
  const { t } = useWords();
  const can = useCan();
  const waiting = useProposals("answer", can("okr.write")).data;
  if (!waiting || waiting.items.length === 0) return null;
  const count = `${waiting.items.length}${waiting.next ? "+" : ""}`;
  return (
    <Link to="/okr/proposals" className="btn">
      <Inbox size={15} strokeWidth={1.75} aria-hidden="true" />
      {t("okr.ui.proposals_waiting", { count })}
    </Link>
  );
}

/** What the list asks of the server. */
const askedOf = (view: View, cycle: Cycle, unit: Unit | undefined, person: number | null) =>
  view === "mine" ? { cycle: cycle.id, owner: person ?? undefined } : { cycle: cycle.id, org_unit: unit?.id, below: true };

const found = (row: ObjectiveRow, wanted: string) =>
  [row.title.zh, row.title.en, row.owner_name ?? "", ...row.key_results.flatMap((kr) => [kr.title.zh, kr.title.en])]
    .some((text) => text.toLowerCase().includes(wanted));

function List({ cycle, unit, view }: { cycle: Cycle; unit?: Unit; view: View }) {
  const { t, language } = useWords();
  const me = useMe();
  const [search, setSearch] = useScope();
  const list = useObjectives(askedOf(view, cycle, unit, me.person));
  const wanted = String(search.q ?? "").toLowerCase();
  const groups = useMemo(() => {
    const rows = (list.data?.items ?? []).filter((row) => !wanted || found(row, wanted));
    const byUnit = new Map<number, ObjectiveRow[]>();
    for (const row of rows) byUnit.set(row.org_unit, [...(byUnit.get(row.org_unit) ?? []), row]);
    return [...byUnit.values()];
  }, [list.data, wanted]);
  if (list.isPending) return <div className="card okr-top"><Skeleton rows={10} avatar /></div>;
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const rows = groups.flat();
  const results = rows.reduce((sum, row) => sum + row.key_results.length, 0);
  if (rows.length === 0) {
    return (
      <div className="card okr-top">
        {wanted ? (
          <Empty
            title={t("ui.nothing_found", { text: String(search.q) })}
            action={<button type="button" className="btn" onClick={() => setSearch({ q: undefined })}>{t("ui.clear_filter")}</button>}
          />
        ) : (
          <Empty title={t("okr.ui.none")} text={t("okr.ui.none_text")} />
        )}
      </div>
    );
  }
  return (
    <>
      {groups.map((members) => (
        <section className={classes("card okr-top", css.card)} key={members[0]!.org_unit} aria-label={name(members[0]!.unit_names, language)}>
          <ObjectiveTable
            caption={name(members[0]!.unit_names, language)}
            title={name(members[0]!.unit_names, language)}
            note={t("okr.ui.objectives_note", { objectives: members.length, key_results: members.reduce((sum, row) => sum + row.key_results.length, 0) })}
          >
            {members.map((row) => (
              <ObjectiveRows key={row.id} row={row} open={openObjective(row.id)} krOpen={openKeyResult} tinted={row.cap !== null} />
            ))}
          </ObjectiveTable>
        </section>
      ))}
      <p className="note">{t("okr.ui.list_foot", { objectives: rows.length, key_results: results })}</p>
    </>
  );
}

const openings = new Map<number, Target>();

function openObjective(id: number) {
  if (!openings.has(id)) openings.set(id, { to: `/okr/${id}`, search: (old) => old });
  return openings.get(id)!;
}

function openKeyResult(kr: KeyResultRow) {
  return kr.driven_by?.assignment ? { to: `/kpi/${kr.driven_by.assignment}` } : null;
}
