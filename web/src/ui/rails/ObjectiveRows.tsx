/** One objective with its key results: the left rail's rows. */
import { Link, type Target } from "../router";
import { Clock, Link2, Shield } from "lucide-react";
import { type ReactNode, memo } from "react";
import type { KeyResultRow, ObjectiveRow } from "~/api/types";
import { Light, paceStatus } from "../Light";
import { bound, daysBetween, name, percent, points, relative, today, unknown, withUnit } from "../format";
import { type Translate, useWords } from "../i18n/words";
import { Avatar, Bar, Confidence, Fresh } from "../marks";
import { fixed } from "../decimal";
import "./rails.css";

export type OpenObjective = Target;

type Links = { drives: Set<number>; guards: Set<number> };

type Props = {
  row: ObjectiveRow;
  open: OpenObjective;
  krOpen?: (keyResult: KeyResultRow) => OpenObjective | null;
  /** Tinted while a guardrail's breach waits for an acknowledgement. */
  tinted?: boolean;
  links?: Links;
};

/** What a key result moves between, in a few characters. */
export function rangeOf(kr: KeyResultRow, t: Translate): string {
  const show = (value: string) => bound(value, kr.unit, kr.decimals);
  if (kr.kind === "keep") {
    if (kr.lower !== null && kr.upper !== null) return `${show(kr.lower)}–${show(kr.upper)}`;
    if (kr.lower !== null) return `≥ ${show(kr.lower)}`;
    if (kr.upper !== null) return `≤ ${show(kr.upper)}`;
    return t("ui.kr_kind.keep");
  }
  if (kr.kind === "move" && kr.start !== null && kr.target !== null) {
    return `${bound(kr.start, kr.unit, kr.decimals, 0)} → ${show(kr.target)}`;
  }
  return t(`ui.kr_kind.${kr.kind}`);
}

/** Where it stands now, in its own unit. */
export function currentOf(kr: KeyResultRow, t: Translate): string {
  if (kr.kind === "milestone") {
    const done = kr.milestones.filter((milestone) => milestone.done_on !== null).length;
    return `${done} / ${kr.milestones.length}`;
  }
  if (kr.kind === "binary") return t(kr.done_on ? "ui.done" : "ui.not_done");
  return kr.current === null ? unknown : withUnit(kr.current, kr.unit, kr.decimals, t);
}

function gapOf(row: { gap: string | null; pace: string }): string {
  return row.pace === "too_early" ? unknown : points(row.gap);
}

function Pace({ row }: { row: Pick<KeyResultRow, "pace" | "gap"> }) {
  return <Light of={paceStatus(row.pace, row.gap)} />;
}

function Freshness({ row }: { row: ObjectiveRow }) {
  const { t, language } = useWords();
  if (row.days_late > 0) {
    return (
      <span className="kr-late">
        <Clock size={12} aria-hidden="true" />
        {t("ui.days_not_updated", { days: row.days_late })}
      </span>
    );
  }
  if (row.last_check_in === null) return null;
  return <span>{relative(row.last_check_in, t, language)}</span>;
}

export function ObjectiveTags({ row }: { row: ObjectiveRow }) {
  const { t } = useWords();
  return (
    <>
      {row.cap !== null ? <span className="cap">{t("ui.cap", { cap: fixed(row.cap, 1) })}</span> : null}
      {row.recovers ? <span className="tag rec">{t("ui.recovers")}</span> : null}
      {row.state === "draft" ? <span className="tag">{t("ui.draft")}</span> : null}
      {row.disagrees ? <span className="tag watch">{t("ui.disagrees")}</span> : null}
    </>
  );
}

function ObjectiveHead({ row, open, tinted, links }: Props) {
  const { t, language } = useWords();
  return (
    <tr className={`objective${tinted ? " tinted" : ""}`} data-node={`o${row.id}`}>
      <th scope="rowgroup" colSpan={2} className="c-name">
        <div className="o-name">
          <Avatar name={row.owner_name ?? name(row.unit_names, language)} />
          <div className="o-lines">
            <div className="o-title">
              <Link {...open} className="row-link ell" data-row={`o${row.id}`}>
                {name(row.title, language)}
              </Link>
              <ObjectiveTags row={row} />
              {links?.guards.has(row.id) ? <Fold kind="guards" label={t("ui.link_guards")} /> : null}
            </div>
            <div className="o-sub">
              <span className="ell">{name(row.unit_names, language)}</span>
              {row.confidence === null ? null : <Confidence value={row.confidence} words={t("ui.confidence")} />}
              <Freshness row={row} />
            </div>
          </div>
        </div>
      </th>
      <td className="c-progress">
        <div className="o-progress">
          <span className="num">
            <Fresh value={percent(row.progress)} />
          </span>
          <Bar value={row.progress} expected={row.pace === "too_early" ? null : row.expected} />
        </div>
      </td>
      <td className="r num dim c-gap">{gapOf(row)}</td>
      <td className="c-pace">
        <Pace row={row} />
      </td>
    </tr>
  );
}

/** Below 1180 px the gutter folds into an icon in the row. */
export function Fold({ kind, label }: { kind: "drives" | "guards"; label: string }): ReactNode {
  const Icon = kind === "drives" ? Link2 : Shield;
  return (
    <span className={`fold ${kind}`} title={label}>
      <Icon size={13} strokeWidth={1.75} aria-label={label} role="img" />
    </span>
  );
}

type KeyResultProps = { kr: KeyResultRow; open: OpenObjective | null; driven: boolean };

function KeyResultLine({ kr, open, driven }: KeyResultProps) {
  const { t, language } = useWords();
  const marked = kr.pace !== "too_early" && kr.kind !== "keep" && kr.kind !== "binary";
  const title = name(kr.title, language);
  return (
    <tr className="kr" data-node={`r${kr.id}`}>
      <th scope="row" className="kr-name c-name">
        <span className="kr-cell">
          {open ? (
            <Link {...open} className="row-link ell" data-row={`r${kr.id}`}>
              {title}
            </Link>
          ) : (
            <span className="ell">{title}</span>
          )}
          {driven ? <Fold kind="drives" label={t("ui.link_drives")} /> : null}
          {kr.pace === "outdated" && kr.last_check_in ? (
            <span className="kr-late">
              <Clock size={12} aria-hidden="true" />
              {t("ui.n_days", { days: daysBetween(kr.last_check_in, today()) })}
            </span>
          ) : null}
          <span className="kr-range num">{rangeOf(kr, t)}</span>
        </span>
      </th>
      <td className="r num kr-value c-value">
        <Fresh value={currentOf(kr, t)} />
      </td>
      <td className="c-progress">
        <Bar value={kr.state === "pending" ? null : kr.progress} expected={marked ? kr.expected : null} rail="kr" />
        <span className="sr">{percent(kr.progress)}</span>
      </td>
      <td className="r num dim c-gap">{gapOf(kr)}</td>
      <td className="c-pace">
        <Pace row={kr} />
      </td>
    </tr>
  );
}

export const ObjectiveRows = memo(function ObjectiveRows(props: Props) {
  return (
    <tbody>
      <ObjectiveHead {...props} />
      {props.row.key_results.map((kr) => (
        <KeyResultLine
          key={kr.id}
          kr={kr}
          open={props.krOpen?.(kr) ?? null}
          driven={props.links?.drives.has(kr.id) ?? kr.driven_by !== null}
        />
      ))}
    </tbody>
  );
});

export function ObjectiveTable(props: { caption: string; title?: string; note?: string; children: ReactNode }) {
  const { caption, title, note, children } = props;
  const { t } = useWords();
  return (
    <table className="rail-table okr-table">
      <caption className="sr">{caption}</caption>
      <colgroup>
        <col />
        <col style={{ width: 76 }} />
        <col style={{ width: 88 }} />
        <col style={{ width: 40 }} />
        <col style={{ width: 96 }} />
      </colgroup>
      <thead>
        <tr>
          <th className="title" colSpan={2}>
            <b>{title ?? t("ui.objectives")}</b>
            {note}
          </th>
          <th>{t("ui.progress_expected")}</th>
          <th className="r">{t("ui.gap")}</th>
          <th>{t("ui.pace")}</th>
        </tr>
      </thead>
      {children}
    </table>
  );
}

