/** One objective with its key results: the left rail's rows. */
import { Clock, Link2, Shield } from "lucide-react";
import { type ReactNode, memo } from "react";
import type { KeyResultRow, ObjectiveRow } from "~/api/types";
import type { ObjectiveLinks } from "~/app/slots";
import { Light, paceStatus } from "~/ui/Light";
import { NarrowIcon } from "~/ui/NarrowIcon";
import { classes } from "~/ui/classes";
import { fixed } from "~/ui/decimal";
import { bound, daysBetween, name, percent, points, relative, today, unknown, withUnit } from "~/ui/format";
import { type Translate, useWords } from "~/ui/i18n/words";
import { Avatar, Bar, Confidence, Fresh } from "~/ui/marks";
import { Link, type Target } from "~/ui/router";
import table from "~/ui/row_table.module.css";
import css from "./objective_rows.module.css";

type Props = {
  row: ObjectiveRow;
  open: Target;
  /** Where a key result leads; one that leads nowhere else opens its objective. */
  krOpen?: (keyResult: KeyResultRow) => Target | null;
  /** Tinted while a guardrail's breach waits for an acknowledgement. */
  tinted?: boolean;
  links?: ObjectiveLinks;
};

/** What a key result moves between, in a few characters. */
export function rangeOf(kr: KeyResultRow, t: Translate): string {
  const show = (value: string) => bound(value, kr.unit, kr.decimals);
  if (kr.kind === "keep") {
    if (kr.lower !== null && kr.upper !== null) return `${show(kr.lower)}–${show(kr.upper)}`;
    if (kr.lower !== null) return `≥ ${show(kr.lower)}`;
    if (kr.upper !== null) return `≤ ${show(kr.upper)}`;
    return t("okr.ui.kr_kind.keep");
  }
  if (kr.kind === "move" && kr.start !== null && kr.target !== null) {
    return `${bound(kr.start, kr.unit, kr.decimals, 0)} → ${show(kr.target)}`;
  }
  return t(`okr.ui.kr_kind.${kr.kind}`);
}

/** Where it stands now, in its own unit. */
export function currentOf(kr: KeyResultRow, t: Translate): string {
  if (kr.kind === "milestone") {
    const done = kr.milestones.filter((milestone) => milestone.done_on !== null).length;
    return `${done} / ${kr.milestones.length}`;
  }
  if (kr.kind === "binary") return t(kr.done_on ? "ui.done" : "okr.ui.not_done");
  return kr.current === null ? unknown : withUnit(kr.current, kr.unit, kr.decimals, t, [kr.target]);
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
      <span className={css.late}>
        <Clock size={12} aria-hidden="true" />
        {t("okr.ui.days_not_updated", { days: row.days_late })}
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
      {row.cap !== null ? <span className={css.cap}>{t("okr.ui.capped", { cap: fixed(row.cap, 1) })}</span> : null}
      {row.recovers ? <span className="tag rec">{t("okr.ui.recovers")}</span> : null}
      {row.state === "draft" ? <span className="tag">{t("ui.draft")}</span> : null}
      {row.state === "abandoned" ? <span className="tag">{t("okr.ui.is_abandoned")}</span> : null}
      {row.state === "closed" ? <span className="tag">{t("okr.ui.is_closed")}</span> : null}
      {row.disagrees ? <span className="tag watch">{t("okr.ui.disagrees")}</span> : null}
    </>
  );
}

function ObjectiveHead({ row, open, tinted, links }: Props) {
  const { t, language } = useWords();
  return (
    <tr className={classes(css.objective, tinted && "tinted")} data-node={`o${row.id}`}>
      <th scope="rowgroup" colSpan={2} data-cell="name">
        <div className={css.name}>
          <Avatar name={row.owner_name ?? name(row.unit_names, language)} />
          <div className={css.lines}>
            <div className={css.title}>
              <Link {...open} className="row-link ell" data-row={`o${row.id}`}>
                {name(row.title, language)}
              </Link>
              <ObjectiveTags row={row} />
              {links?.guards.has(row.id) ? <NarrowIcon icon={Shield} tone="ink3" label={t("okr.ui.link_guards")} /> : null}
            </div>
            <div className={css.sub}>
              <span className="ell">{name(row.unit_names, language)}</span>
              {row.confidence === null ? null : <Confidence value={row.confidence} words={t("okr.ui.confidence_short")} />}
              <Freshness row={row} />
            </div>
          </div>
        </div>
      </th>
      <td data-cell="progress">
        <div className={css.progress}>
          <span className="num">
            <Fresh value={percent(row.progress)} />
          </span>
          <Bar value={row.progress} expected={row.pace === "too_early" ? null : row.expected} />
        </div>
      </td>
      <td className={classes(table.end, "num dim")} data-cell="gap">{gapOf(row)}</td>
      <td data-cell="pace">
        <Pace row={row} />
      </td>
    </tr>
  );
}

type KeyResultProps = { kr: KeyResultRow; open: Target; driven: boolean };

function KeyResultLine({ kr, open, driven }: KeyResultProps) {
  const { t, language } = useWords();
  const marked = kr.pace !== "too_early" && kr.kind !== "keep" && kr.kind !== "binary";
  const title = name(kr.title, language);
  // The metric beside it may show another period: the key result says which of its values it takes.
  const takes = kr.driven_by ? t(`okr.ui.takes_${kr.driven_by.value_rule}`) : undefined;
  return (
    <tr className={css.keyResult} data-node={`r${kr.id}`}>
      <th scope="row" data-cell="name">
        <span className={css.keyResultName}>
          <Link {...open} className="row-link ell" data-row={`r${kr.id}`}>
            {title}
          </Link>
          {driven ? <NarrowIcon icon={Link2} tone="kpi" label={t("okr.ui.link_drives")} /> : null}
          {kr.pace === "outdated" && kr.last_check_in ? (
            <span className={css.late}>
              <Clock size={12} aria-hidden="true" />
              {t("ui.n_days", { days: daysBetween(kr.last_check_in, today()) })}
            </span>
          ) : null}
          <span className={classes(css.range, "num")}>{rangeOf(kr, t)}</span>
        </span>
      </th>
      <td className={classes(table.end, css.value, "num")} data-cell="value" title={takes}>
        <Fresh value={currentOf(kr, t)} />
        {takes ? <span className="sr">{takes}</span> : null}
      </td>
      <td data-cell="progress">
        <Bar value={kr.state === "pending" ? null : kr.progress} expected={marked ? kr.expected : null} rail="kr" />
        <span className="sr">{percent(kr.progress)}</span>
      </td>
      <td className={classes(table.end, "num dim")} data-cell="gap">{gapOf(kr)}</td>
      <td data-cell="pace">
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
          open={props.krOpen?.(kr) ?? props.open}
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
    <table className={classes(table.table, css.objectives)}>
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
          <th className={table.title} colSpan={2}>
            <b>{title ?? t("ui.objectives")}</b>
            {note}
          </th>
          <th>{t("okr.ui.progress_expected")}</th>
          <th className={table.end}>{t("okr.ui.gap")}</th>
          <th>{t("okr.ui.pace")}</th>
        </tr>
      </thead>
      {children}
    </table>
  );
}

