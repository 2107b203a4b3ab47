import { Link2, MessageSquare, Pencil, Plus, Shield, Target } from "lucide-react";
import { useCan } from "~/api/session";
import type { Guard, KeyResultRow, Objective } from "~/api/types";
import { Suspense, lazy, useRef, useState } from "react";
import { Confirm } from "~/ui/Confirm";
import { Drawer } from "~/ui/Drawer";
import { Print } from "~/ui/Print";
import { Light, paceStatus } from "~/ui/Light";
import { fixed } from "~/ui/decimal";
import { day, linesOf, localDay, name, percent, redLine, relative, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useLetter } from "~/ui/keys";
import { Bar, Confidence, PersonTag } from "~/ui/marks";
import { Link, useNavigate, useScope } from "~/ui/router";
import { ObjectiveTags, currentOf, rangeOf } from "./ObjectiveRows";
import { ErrorState, Skeleton } from "~/ui/states";
import { useActivate, useCycles, useObjective, useObjectiveSteps, useSubmitReview } from "../queries";
import { DrawerForm, type Editing, editingOf, useFormTitle } from "./DrawerForms";
import { ProgressLine } from "./ProgressLine";
import { ReviewFoot, Withdraw } from "./EndFoot";
import { Told } from "./Story";
import { hasEnded } from "./ended";
import marks from "./key_result_marks.module.css";
import "./objective.css";

const Proposals = lazy(() => import("./Proposals"));
const Comments = lazy(() => import("./Comments"));

type Props = { objective: number; onClose: () => void; full?: boolean };

export default function ObjectiveDrawer({ objective: id, onClose, full }: Props) {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const query = useObjective(id);
  const { editing, edit, stop } = useEditing(query.data);
  const toFull = () => navigate({ to: `/okr/${id}`, search: { full: 1 } });
  const title = query.data ? name(query.data.row.title, language) : t("okr.ui.objective");
  return (
    <Drawer
      label={title}
      rail="okr"
      onClose={editing ? stop : onClose}
      onFull={editing ? undefined : toFull}
      full={full}
      head={query.data ? editing ? <FormHead editing={editing} title={title} /> : <Head objective={query.data} edit={edit} /> : null}
      foot={!query.data || editing ? null : <Foot objective={query.data} edit={edit} onClose={onClose} />}
    >
      {query.isPending ? <Skeleton rows={8} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data && !editing ? <Body objective={query.data} edit={edit} /> : null}
      {query.data && editing ? <DrawerForm editing={editing} objective={query.data} onClose={stop} /> : null}
    </Drawer>
  );
}

type Edit = (what: string) => void;

/** Which form is open stands in the address; nobody gets one whose change the server would refuse. */
function useEditing(objective: Objective | undefined) {
  const can = useCan();
  const [search, setSearch] = useScope();
  const asked = editingOf(search.edit);
  const copies = asked?.what === "copy";
  const held = asked?.what === "correct" ? can("okr.check_in") : copies ? can("okr.write") : objective?.may_write;
  const may = objective && held && (copies || isOpen(objective));
  return {
    editing: may ? asked : null,
    edit: (what: string) => setSearch({ edit: what }, true),
    stop: () => setSearch({ edit: undefined }),
  };
}

function FormHead({ editing, title }: { editing: Editing; title: string }) {
  const heading = useFormTitle(editing);
  return (
    <>
      <p className="kind note ell">{title}</p>
      <h2>{heading}</h2>
    </>
  );
}

function Head({ objective, edit }: { objective: Objective; edit: Edit }) {
  const { t, language } = useWords();
  const { row } = objective;
  const cycle = useCycles().data?.find((one) => one.id === row.cycle);
  return (
    <>
      <p className="kind">
        <span className="tag okr">
          <Target size={12} strokeWidth={2} aria-hidden="true" />
          {t(row.type === "committed" ? "okr.ui.committed" : "okr.ui.aspirational")}
        </span>
        <span className="note ell">
          {name(row.unit_names, language)}
          {cycle ? ` · ${name(cycle.names, language)}` : ""}
        </span>
      </p>
      <div className="row o-heading">
        <h2>{name(row.title, language)}</h2>
        {objective.may_write && isOpen(objective) ? (
          <button type="button" className="icon-btn" aria-label={t("okr.ui.change_objective")} title={t("okr.ui.change_objective")} onClick={() => edit("objective")}>
            <Pencil size={15} strokeWidth={1.75} />
          </button>
        ) : null}
        <Print what={{ of: "objective", objective: row.id }} small />
      </div>
      {objective.why ? <p className="o-why">{objective.why}</p> : null}
      <p className="row o-tags">
        <ObjectiveTags row={row} />
      </p>
      <dl className="facts o-facts">
        <div>
          <dt>{t("okr.ui.progress")}</dt>
          <dd>
            <b className="fact-number" data-testid="objective-progress">{percent(row.progress)}</b>
            {row.expected === null || row.pace === "too_early" ? null : (
              <span className="note">{t("okr.ui.expected", { value: percent(row.expected) })}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t("okr.ui.pace")}</dt>
          <dd>
            <Light of={paceStatus(row.pace, row.gap)} />
          </dd>
        </div>
        <div>
          <dt>{t("okr.ui.confidence")}</dt>
          <dd>
            <Confidence value={row.confidence} />
          </dd>
        </div>
        <div>
          <dt>{t("okr.ui.owner")}</dt>
          <dd>
            <PersonTag name={row.owner_name} size={20} />
          </dd>
        </div>
      </dl>
      {cycle ? <ProgressLine objective={objective} cycle={cycle} /> : null}
    </>
  );
}

function Body({ objective, edit }: { objective: Objective; edit: Edit }) {
  const { t } = useWords();
  const { row } = objective;
  const may = objective.may_write && isOpen(objective);
  return (
    <>
      <div className="row o-section">
        <h3 className="grow">
          {t("okr.ui.key_results")} <span className="note">{row.key_results.length}</span>
        </h3>
        {may ? <AddButton label={t("okr.ui.add_key_result")} onClick={() => edit("key-result")} /> : null}
      </div>
      {row.key_results.map((kr) => (
        <KeyResult key={kr.id} kr={kr} edit={may ? edit : null} />
      ))}
      {row.key_results.length === 0 ? <p className="note">{t("okr.ui.no_key_results")}</p> : null}
      {objective.guards.map((guard) =>
        guard.assignment ? (
          <GuardBox key={guard.link} guard={guard} may={may} />
        ) : (
          <HiddenGuardBox key={guard.link} guard={guard} />
        ),
      )}
      {may ? <AddButton label={t("okr.ui.add_guard")} onClick={() => edit("guard")} /> : null}
      {may || row.parents.length > 0 ? <Parents objective={objective} may={may} edit={edit} /> : null}
      {objective.children.length > 0 ? <Children objective={objective} /> : null}
      {objective.proposals.length > 0 ? (
        <Suspense fallback={<Skeleton rows={2} />}>
          <h3 className="o-section">
            {t("okr.ui.proposals")} <span className="note">{objective.proposals.length}</span>
          </h3>
          <Proposals proposals={objective.proposals} of={row.id} />
        </Suspense>
      ) : null}
      <Progressing objective={objective} edit={edit} />
      <Suspense fallback={<Skeleton rows={2} />}>
        <Comments key={row.id} objective={row.id} keyResults={row.key_results} />
      </Suspense>
    </>
  );
}

function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="btn sm" onClick={onClick}>
      <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
      {label}
    </button>
  );
}

function KeyResult({ kr, edit }: { kr: KeyResultRow; edit: Edit | null }) {
  const { t, language } = useWords();
  const can = useCan();
  const marked = kr.pace !== "too_early" && kr.kind !== "keep" && kr.kind !== "binary";
  const title = name(kr.title, language);
  return (
    <div className="o-kr">
      <div className="o-kr-line">
        <b className="ell">{title}</b>
        <span className="note num">{rangeOf(kr, t)}</span>
        <span className="grow" />
        <b className="num">{currentOf(kr, t)}</b>
        <Light of={paceStatus(kr.pace, kr.gap)} />
      </div>
      <div className="o-kr-bar">
        <span className="grow">
          <Bar value={kr.state === "pending" ? null : kr.progress} expected={marked ? kr.expected : null} />
        </span>
        <b className="num">{percent(kr.progress)}</b>
      </div>
      <KeyResultMarks kr={kr} />
      <div className="o-kr-foot">
        {kr.driven_by && !kr.driven_by.assignment ? (
          <span className="note">
            <Link2 size={13} strokeWidth={1.75} aria-hidden="true" />
            {t("okr.ui.follows_hidden")}
          </span>
        ) : kr.driven_by ? (
          <Link to={`/kpi/${kr.driven_by.assignment}`} className="note">
            <Link2 size={13} strokeWidth={1.75} aria-hidden="true" />
            {t("okr.ui.follows", { name: name(kr.driven_by.kpi_names, language) })} {t(`okr.ui.rule_${kr.driven_by.value_rule}`)}
            {kr.driven_by.updated_at ? ` ${relative(localDay(kr.driven_by.updated_at), t, language)}` : ""}
          </Link>
        ) : (
          <span className="note">
            <MessageSquare size={13} strokeWidth={1.75} aria-hidden="true" />
            {kr.last_check_in
              ? t(kr.owner_name ? "okr.ui.by_hand" : "okr.ui.by_hand_on", { name: kr.owner_name ?? "", day: day(kr.last_check_in, language) })
              : t("okr.ui.never")}
          </span>
        )}
        <span className="grow" />
        {edit ? (
          <button type="button" className="link-btn o-update" aria-label={t("okr.ui.change_of", { name: title })} onClick={() => edit(`key-result-${kr.id}`)}>
            {t("okr.ui.change")}
          </button>
        ) : null}
        {kr.value_mode === "manual" && can("okr.check_in") && !kr.frozen ? (
          <Link to={`/check-in/${kr.id}`} className="o-update" aria-label={t("okr.ui.update_of", { name: title })}>
            {t("okr.ui.update_short")}
          </Link>
        ) : null}
      </div>
    </div>
  );
}

/** What a reader of the figure has to know: that somebody typed it, or that it aims elsewhere since. */
function KeyResultMarks({ kr }: { kr: KeyResultRow }) {
  const { t, language } = useWords();
  const last = kr.changes.at(-1);
  if (!kr.flags.includes("override") && !last) return null;
  const from = last && kr.kind === "move" && last.target !== kr.target ? withUnit(last.target, kr.unit, kr.decimals, t) : null;
  return (
    <p className={`note ${marks.marks}`}>
      {kr.flags.includes("override") ? <span className="tag watch">{t("okr.ui.overridden")}</span> : null}
      {last ? (
        <span>
          {from === null
            ? t("okr.ui.changed_on", { day: day(last.until, language), reason: last.reason })
            : t("okr.ui.rebaselined_on", { day: day(last.until, language), from, reason: last.reason })}
          {last.by_name ? ` ${last.by_name}` : ""}
        </span>
      ) : null}
    </p>
  );
}

/** A guardrail on a metric that the viewer may not read. */
function HiddenGuardBox({ guard }: { guard: Guard }) {
  const { t } = useWords();
  return (
    <section className="o-guard">
      <div className="row">
        <Shield size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3 className="grow">{t("okr.ui.guard")}</h3>
      </div>
      <p>{t("okr.ui.guard_hidden", { cap: fixed(guard.cap, 1) })}</p>
    </section>
  );
}

function GuardBox({ guard, may }: { guard: Guard; may: boolean }) {
  const { t, language } = useWords();
  const steps = useObjectiveSteps();
  const firing = guard.light === "breach";
  const args = {
    name: name(guard.kpi_names, language),
    value: withUnit(guard.actual, guard.unit, guard.decimals, t, linesOf(guard)),
    limit: redLine(guard, guard.unit, guard.decimals, t),
    cap: fixed(guard.cap, 1),
  };
  return (
    <section className={`o-guard${firing ? " firing tinted" : ""}`}>
      <div className="row">
        <Shield size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3 className="grow">{t("okr.ui.guard")}</h3>
        <Light of={guard.light} />
      </div>
      <p>{t(firing ? "okr.ui.guard_firing" : "okr.ui.guard_quiet", args)}</p>
      <div className="row">
        <Link to={`/kpi/${guard.assignment}`} className="grow">
          {t("okr.ui.see_metric", { name: args.name })}
        </Link>
        {may ? <Confirm label={t("okr.ui.drop_guard")} question={t("okr.ui.drop_guard_of", { name: args.name })} act={() => steps.unlink(guard.link, guard.version)} done={steps.done} /> : null}
      </div>
    </section>
  );
}

function Children({ objective }: { objective: Objective }) {
  const { t, language } = useWords();
  return (
    <>
      <h3 className="o-section">
        {t("okr.ui.children")} <span className="note">{objective.children.length}</span>
      </h3>
      <ul className="o-children">
        {objective.children.map(({ contribution, share, relation, objective: child }) => (
          <li key={contribution}>
            <span className="o-share">{relation === "supports" ? t("okr.ui.supports") : percent(share)}</span>
            <Link to={`/okr/${child.id}`} className="ell grow">
              {name(child.title, language)}
            </Link>
            <span className="note ell">{name(child.unit_names, language)}</span>
            <b className="num">{percent(child.progress)}</b>
            <Light of={paceStatus(child.pace, child.gap)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Parents({ objective, may, edit }: { objective: Objective; may: boolean; edit: Edit }) {
  const { t, language } = useWords();
  const steps = useObjectiveSteps();
  return (
    <>
      <div className="row o-section">
        <h3 className="grow">{t("okr.ui.parent")}</h3>
        {may ? <AddButton label={t("okr.ui.add_parent")} onClick={() => edit("parent")} /> : null}
      </div>
      <ul className="o-children">
        {objective.row.parents.map((parent) => (
          <li key={parent.contribution}>
            <span className="o-share">{parent.relation === "supports" ? t("okr.ui.supports") : percent(parent.share)}</span>
            <Link to={`/okr/${parent.objective}`} className="ell grow">
              {name(parent.title, language)}
            </Link>
            {may && parent.may_write ? <Confirm label={t("okr.ui.drop_parent")} question={t("okr.ui.drop_parent_of", { name: name(parent.title, language) })} act={() => steps.leave(parent.contribution, parent.version)} done={steps.done} /> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function Progressing({ objective, edit }: { objective: Objective; edit: Edit }) {
  const { t } = useWords();
  const can = useCan();
  const navigate = useNavigate();
  const manual = objective.row.key_results.find((kr) => kr.value_mode === "manual" && !kr.frozen);
  const may = manual !== undefined && can("okr.check_in");
  const update = () => navigate({ to: `/check-in/${manual!.id}` });
  useLetter("u", may ? update : null);
  return (
    <>
      <div className="row o-section">
        <h3 className="grow">{t("okr.ui.progressing")}</h3>
        {may ? (
          <button type="button" className="btn primary sm" onClick={update}>
            {t("okr.ui.update")}
          </button>
        ) : null}
      </div>
      {objective.check_ins.length === 0 ? <p className="note">{t("okr.ui.no_check_ins")}</p> : null}
      <ol className="o-story">
        {objective.check_ins.map((checkIn) => (
          <Told
            key={checkIn.id}
            checkIn={checkIn}
            kr={objective.row.key_results.find((kr) => kr.id === checkIn.key_result)}
            correct={can("okr.check_in") && checkIn.source === "manual" && !hasEnded(objective.row) ? () => edit(`correct-${checkIn.id}`) : null}
          />
        ))}
      </ol>
    </>
  );
}

/** Nothing changes what has ended, or what somebody is asked to agree to as it is. */
function isOpen({ row, review }: Objective): boolean {
  return !hasEnded(row) && review === null;
}

/** What can be done with it next. */
function Foot({ objective, edit, onClose }: { objective: Objective; edit: Edit; onClose: () => void }) {
  if (objective.review !== null) return <InReviewFoot review={objective.review} />;
  if (!canStart(objective)) return <ReviewFoot objective={objective} edit={edit} />;
  return objective.needs_review ? <SubmitFoot objective={objective} /> : <StartFoot objective={objective} onClose={onClose} />;
}

/** Somebody is asked to agree to it as it is. */
function InReviewFoot({ review }: { review: number }) {
  const { t } = useWords();
  return (
    <>
      <span className="tag watch">{t("okr.ui.in_review")}</span>
      <span className="note grow">{t("okr.ui.in_review_text")}</span>
      <Link to={`/inbox/${review}`}>{t("okr.ui.see_review")}</Link>
    </>
  );
}

/** Whoever may not start it alone asks, with a word for who decides. */
function SubmitFoot({ objective }: { objective: Objective }) {
  const { t } = useWords();
  const submit = useSubmitReview(objective.row.id, objective.version);
  const [reason, setReason] = useState("");
  const ready = objective.row.key_results.length > 0;
  const key = useRef(crypto.randomUUID());
  return (
    <>
      <input className="field grow" value={reason} maxLength={1000} aria-label={t("okr.ui.submit_reason")} placeholder={t("okr.ui.submit_reason")} onChange={(event) => setReason(event.target.value)} />
      <button type="button" className="btn primary" disabled={!ready || submit.isPending} onClick={() => submit.mutate({ reason: reason.trim(), key: key.current })}>
        {t("okr.ui.submit_review")}
      </button>
      <span className={submit.isError ? "problem" : "note"} role={submit.isError ? "alert" : undefined}>
        {submit.isError ? submit.error.message : t(ready ? "okr.ui.submit_text" : "okr.no_key_results")}
      </span>
    </>
  );
}

/** A draft waits for its first key result, then for somebody who may start it. */
function canStart({ row, may_write }: Objective): boolean {
  return may_write && !hasEnded(row) && (row.state === "draft" || row.state === "review");
}

function StartFoot({ objective, onClose }: { objective: Objective; onClose: () => void }) {
  const { t } = useWords();
  const start = useActivate(objective.row.id, objective.version);
  const ready = objective.row.key_results.length > 0;
  const key = useRef(crypto.randomUUID());
  return (
    <>
      <button type="button" className="btn primary" disabled={!ready || start.isPending} onClick={() => start.mutate(key.current)}>
        {t("okr.ui.start_objective")}
      </button>
      <span className={start.isError ? "problem" : "note"} role={start.isError ? "alert" : undefined}>
        {start.isError ? start.error.message : t(ready ? "okr.ui.start_text" : "okr.no_key_results")}
      </span>
      <Withdraw objective={objective} onClose={onClose} />
    </>
  );
}
