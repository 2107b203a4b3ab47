/** The close of a cycle: what each objective lacks, and the button that waits for all of them. */
import { Check, Lock, NotebookPen } from "lucide-react";
import { useState } from "react";
import type { Cycle, Unit } from "~/api/types";
import { Page } from "~/ui/Page";
import { PeriodPicker } from "~/ui/choosers/PeriodPicker";
import { UnitChip } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { classes } from "~/ui/classes";
import { Segmented } from "~/ui/controls";
import { useCrumbs } from "~/ui/crumbs";
import { day, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import { CloseTable } from "../parts/CloseTable";
import { MeetingDialog } from "../parts/MeetingDialog";
import { ReviewDrawer } from "../parts/ReviewDrawer";
import { useCycles } from "../queries";
import { type CloseView, useChangeCycleState, useCloseOf } from "../queries_close";
import css from "../parts/close.module.css";

export default function ClosePage() {
  const { t } = useWords();
  const cycle = numberOf(useParams<{ cycle?: string }>().cycle);
  const [search, setSearch] = useScope();
  const cycles = useCycles();
  const units = useUnits();
  const unit = units.data?.find(({ id }) => id === numberOf(search.unit)) ?? units.data?.[0];
  useCrumbs([{ label: t("okr.ui.close_cycle_page") }]);
  if (cycles.isError) return <ErrorState error={cycles.error} retry={() => void cycles.refetch()} />;
  if (!cycles.data || !units.data) return <Skeleton rows={8} />;
  const chosen = cycles.data.find(({ id }) => id === cycle);
  if (!chosen) return <Empty title={t("okr.unknown_cycle")} />;
  return <Close cycle={chosen} cycles={cycles.data} unit={unit} units={units.data} onUnit={(id) => setSearch({ unit: id })} />;
}

type CloseProps = { cycle: Cycle; cycles: Cycle[]; unit?: Unit; units: Unit[]; onUnit: (id: number) => void };

function Close({ cycle, cycles, unit, units, onUnit }: CloseProps) {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const [search, setSearch] = useScope();
  const query = useCloseOf(cycle.id, unit?.id);
  const first = query.data?.pages[0];
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const open = numberOf(search.objective);
  const [meets, meet] = useState(false);
  const span = (one: Cycle) => `${day(one.start, language)} – ${day(one.end, language)}`;
  const others = cycles.filter(({ kind, state }) => kind !== "backlog" && state !== "planning");
  const after = rows[rows.findIndex(({ id }) => id === open) + 1];
  return (
    <Page
      title={t("okr.ui.close_cycle_page")}
      beside_drawer
      scope={
        <>
          <PeriodPicker
            name={t("ui.cycle_scope")}
            label={name(cycle.names, language)}
            note={span(cycle)}
            value={cycle.id}
            choices={others.map((one) => ({ value: one.id, label: name(one.names, language), note: span(one) }))}
            onChange={(id) => navigate({ to: `/okr/cycles/${id}/close`, search: ({ objective: _, ...old }) => old })}
          />
          {unit ? <UnitChip unit={unit} units={units} onChange={onUnit} /> : null}
        </>
      }
      end={
        <>
          <Export list={listOf(`/cycles/${cycle.id}/close`, { org_unit: unit?.id })} title={t("okr.ui.close_cycle_page")} />
          {unit ? (
            <button type="button" className="btn" onClick={() => meet(true)}>
              <NotebookPen size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("okr.ui.meeting")}
            </button>
          ) : null}
          {first ? <CloseButton view={first} /> : null}
        </>
      }
    >
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <div className="card okr-top"><Skeleton rows={10} avatar /></div> : null}
      {first ? (
        <>
          <StepBar view={first} />
          <Facts view={first} />
          <Objectives view={first} rows={rows} open={open} />
          {query.hasNextPage ? (
            <button type="button" className="btn" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t("ui.more")}
            </button>
          ) : null}
        </>
      ) : null}
      {open === undefined ? null : (
        <ReviewDrawer key={open} id={open} onClose={() => setSearch({ objective: undefined })} onNext={after ? () => setSearch({ objective: after.id }) : null} />
      )}
      {meets && unit ? <MeetingDialog cycle={cycle} unit={unit} onClose={() => meet(false)} /> : null}
    </Page>
  );
}

/** Stays disabled, with the reason beside it, until every objective of the company is ready. */
function CloseButton({ view }: { view: CloseView }) {
  const { t } = useWords();
  const change = useChangeCycleState();
  const { cycle, may_close, company_lacks } = view;
  if (cycle.state === "closed") return <span className="tag">{t("okr.ui.cycle_closed")}</span>;
  const ready = company_lacks === 0;
  const why = change.isError ? change.error.message : ready ? (cycle.state === "active" ? t("okr.ui.cycle_still_runs") : null) : t("okr.ui.still_lacking", { count: company_lacks });
  const act = () => change.mutate({ cycle: cycle.id, state: "closed", version: cycle.version });
  return (
    <>
      {why ? (
        <span className={change.isError ? "problem" : "note"} role={change.isError ? "alert" : undefined} id="close-why">
          {why}
        </span>
      ) : null}
      {may_close ? (
        <button type="button" className={ready ? "btn primary" : "btn"} disabled={!ready || cycle.state !== "closing" || change.isPending} aria-describedby={why ? "close-why" : undefined} onClick={act}>
          <Lock size={15} strokeWidth={1.75} aria-hidden="true" />
          {t("okr.ui.close_cycle")}
        </button>
      ) : null}
    </>
  );
}

function StepBar({ view }: { view: CloseView }) {
  const { t, language } = useWords();
  const { counts, cycle } = view;
  const closed = cycle.state === "closed";
  const part = (done: number) => `${done} / ${counts.all}`;
  const lack = (done: number) => (done < counts.all ? t("okr.ui.step_lacks", { done: part(done), count: counts.all - done }) : part(done));
  const steps = [
    { label: t("okr.ui.step_told"), text: t("okr.ui.step_told_text", { done: part(counts.told), day: day(view.told_until, language) }), done: counts.told === counts.all },
    { label: t("okr.ui.step_grade"), text: lack(counts.graded), done: counts.graded === counts.all },
    { label: t("okr.ui.close"), text: lack(counts.reviewed), done: counts.reviewed === counts.all },
    { label: t("okr.ui.step_close"), text: closed ? t("okr.ui.cycle_closed") : t("okr.ui.step_close_text", { day: day(view.close_on, language) }), done: closed },
  ];
  const current = steps.findIndex(({ done }) => !done);
  return (
    <ol className={classes("card", css.steps)}>
      {steps.map(({ label, text, done }, at) => (
        <li key={label} className={done ? css.done : at === current ? css.current : undefined} aria-current={at === current ? "step" : undefined}>
          <span className={css.dot} aria-hidden="true">
            {done ? <Check size={13} strokeWidth={2.5} /> : at + 1}
          </span>
          <span>
            <b>{label}</b>
            <span className="note">{text}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Facts({ view }: { view: CloseView }) {
  const { t } = useWords();
  const { counts } = view;
  const waits = ({ all, graded }: CloseView["counts"]["committed"]) => (all > graded ? t("okr.ui.wait_for_grade", { count: all - graded }) : "");
  return (
    <dl className={classes("card", css.facts)}>
      <div>
        <dt>{t("okr.ui.can_close")}</dt>
        <dd>
          <b className={css.great}>{counts.ready}</b> / {counts.all} <span className="note">{t("okr.ui.ready")}</span>
        </dd>
      </div>
      <div>
        <dt>{t("okr.ui.aspirational_line")}</dt>
        <dd>
          <b>{counts.aspirational.achieved} / {counts.aspirational.graded}</b> <span className="note">{waits(counts.aspirational)}</span>
        </dd>
      </div>
      <div>
        <dt>{t("okr.ui.committed_line")}</dt>
        <dd>
          <b>{counts.committed.achieved} / {counts.committed.graded}</b> <span className="note">{waits(counts.committed)}</span>
        </dd>
      </div>
      <div>
        <dt>{t("okr.ui.capped_count")}</dt>
        <dd>
          <b>{counts.capped}</b> <span className="note">{counts.drafts > 0 ? t("okr.ui.never_begun", { count: counts.drafts }) : ""}</span>
        </dd>
      </div>
    </dl>
  );
}

function Objectives({ view, rows, open }: { view: CloseView; rows: CloseView["items"]; open?: number }) {
  const { t } = useWords();
  const [only, show] = useState<"lacking" | "all">("all");
  const shown = only === "all" ? rows : rows.filter(({ lacks }) => lacks.length > 0);
  return (
    <section className={classes("card okr-top", css.list)} aria-label={t("ui.objectives")}>
      <div className="card-head">
        <h2>{t("ui.objectives")}</h2>
        <span className="note">{t("okr.ui.lacking_first")}</span>
        <Segmented
          label={t("okr.ui.view")}
          value={only}
          choices={[
            { value: "lacking", label: `${t("okr.ui.lacking")} ${view.counts.all - view.counts.ready}` },
            { value: "all", label: `${t("okr.ui.view_list")} ${view.counts.all}` },
          ]}
          onChange={show}
        />
      </div>
      {shown.length === 0 ? <Empty title={t(rows.length === 0 ? "okr.ui.none" : "okr.ui.all_ready")} text={rows.length === 0 ? t("okr.ui.none_text") : undefined} /> : <CloseTable rows={shown} open={open} />}
      <p className={classes("note", css.foot)}>{t("okr.ui.grade_foot")}</p>
    </section>
  );
}
