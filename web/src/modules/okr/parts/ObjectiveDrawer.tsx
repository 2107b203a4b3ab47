import { Flag, Link2, MessageSquare, Shield, Target } from "lucide-react";
import { useCan } from "~/api/session";
import type { CheckIn, Guard, KeyResultRow, Objective } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { Light, Shape, paceStatus } from "~/ui/Light";
import { fixed } from "~/ui/decimal";
import { day, dayInText, limit, name, percent, relative, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useLetter } from "~/ui/keys";
import { Bar, Confidence, PersonTag } from "~/ui/marks";
import { Link, useNavigate } from "~/ui/router";
import { ObjectiveTags, currentOf, rangeOf } from "~/ui/rails/ObjectiveRows";
import { ErrorState, Skeleton } from "~/ui/states";
import { useCycles, useObjective } from "../queries";
import { ProgressLine } from "./ProgressLine";
import "./objective.css";

type Props = { objective: number; onClose: () => void; full?: boolean };

export default function ObjectiveDrawer({ objective: id, onClose, full }: Props) {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const query = useObjective(id);
  const toFull = () => navigate({ to: `/okr/${id}`, search: { full: 1 } });
  const title = query.data ? name(query.data.row.title, language) : t("okr.ui.objective");
  return (
    <Drawer
      label={title}
      rail="okr"
      onClose={onClose}
      onFull={toFull}
      full={full}
      head={query.data ? <Head objective={query.data} /> : null}
      foot={query.data ? <ReviewFoot objective={query.data} /> : null}
    >
      {query.isPending ? <Skeleton rows={8} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Body objective={query.data} /> : null}
    </Drawer>
  );
}

function Head({ objective }: { objective: Objective }) {
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
      <h2>{name(row.title, language)}</h2>
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
          <dt>{t("ui.pace")}</dt>
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

function Body({ objective }: { objective: Objective }) {
  const { t } = useWords();
  const { row } = objective;
  return (
    <>
      <h3 className="o-section">
        {t("okr.ui.key_results")} <span className="note">{row.key_results.length}</span>
      </h3>
      {row.key_results.map((kr) => (
        <KeyResult key={kr.id} kr={kr} />
      ))}
      {row.key_results.length === 0 ? <p className="note">{t("okr.ui.no_key_results")}</p> : null}
      {objective.guards.map((guard) =>
        guard.assignment ? <GuardBox key={guard.link} guard={guard} /> : <HiddenGuardBox key={guard.link} guard={guard} />,
      )}
      {objective.children.length > 0 ? <Children objective={objective} /> : null}
      <Progressing objective={objective} />
    </>
  );
}

function KeyResult({ kr }: { kr: KeyResultRow }) {
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
      <div className="o-kr-foot">
        {kr.driven_by && !kr.driven_by.assignment ? (
          <span className="note">
            <Link2 size={13} strokeWidth={1.75} aria-hidden="true" />
            {t("okr.ui.follows_hidden")}
          </span>
        ) : kr.driven_by ? (
          <Link to={`/kpi/${kr.driven_by.assignment}`} className="note">
            <Link2 size={13} strokeWidth={1.75} aria-hidden="true" />
            {t("okr.ui.follows", { name: name(kr.driven_by.kpi_names, language) })}
            {kr.driven_by.updated_at ? ` ${relative(kr.driven_by.updated_at.slice(0, 10), t, language)}` : ""}
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
        {kr.value_mode === "manual" && can("okr.check_in") && !kr.frozen ? (
          <Link to={`/check-in/${kr.id}`} className="o-update" aria-label={t("okr.ui.update_of", { name: title })}>
            {t("okr.ui.update_short")}
          </Link>
        ) : null}
      </div>
    </div>
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

function GuardBox({ guard }: { guard: Guard }) {
  const { t, language } = useWords();
  const firing = guard.light === "breach";
  const args = {
    name: name(guard.kpi_names, language),
    value: withUnit(guard.actual, guard.unit, guard.decimals, t),
    limit: guard.limit === null ? "—" : limit(guard.limit, guard.unit, guard.decimals),
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
      <Link to={`/kpi/${guard.assignment}`}>{t("okr.ui.see_metric", { name: args.name })}</Link>
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

function Progressing({ objective }: { objective: Objective }) {
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
          <Told key={checkIn.id} checkIn={checkIn} kr={objective.row.key_results.find((kr) => kr.id === checkIn.key_result)} />
        ))}
      </ol>
    </>
  );
}

const shapeOf = { on_track: "on_track", at_risk: "at_risk", off_track: "off_track" } as const;

function Told({ checkIn, kr }: { checkIn: CheckIn; kr?: KeyResultRow }) {
  const { t, language } = useWords();
  const shape = checkIn.reported ? shapeOf[checkIn.reported] : "early";
  const value = kr && checkIn.value !== null ? withUnit(checkIn.value, kr.unit, kr.decimals, t) : checkIn.value;
  return (
    <li>
      <span className="o-dot">
        <Shape of={shape} size={10} />
      </span>
      <p className="note">
        {relative(checkIn.on, t, language)} {checkIn.by_name ?? t("okr.ui.system")}
        {checkIn.confidence === null ? null : ` ${t("okr.ui.confidence_of", { value: fixed(checkIn.confidence, 1) })}`}
        {checkIn.reported ? <span className="sr">{t(`ui.light.${checkIn.reported}`)}</span> : null}
      </p>
      <p>
        <b>{name(checkIn.key_result_title, language)}</b> {value} {checkIn.text}
      </p>
      {checkIn.blocker ? <p className="tag watch o-blocker">{t("okr.ui.blocked", { text: checkIn.blocker })}</p> : null}
    </li>
  );
}

function ReviewFoot({ objective }: { objective: Objective }) {
  const { t, language } = useWords();
  const cycle = useCycles().data?.find((one) => one.id === objective.row.cycle);
  if (!cycle) return null;
  return (
    <>
      <Flag size={15} strokeWidth={1.75} aria-hidden="true" />
      <b>{t("okr.ui.close")}</b>
      <span className="note">{t("okr.ui.close_text", { day: dayInText(cycle.end, language) })}</span>
    </>
  );
}
