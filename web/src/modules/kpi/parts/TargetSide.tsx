/** Beside the sheet: how ended periods are meant and why, and what the change does before it is made. */
import { ArrowRight } from "lucide-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { Slot } from "~/ui/Slot";
import { Light, type Status } from "~/ui/Light";
import { editable, limit, name } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import type { TargetMode, TargetReport } from "../target_queries";
import { type Change, type Sheet, standing } from "./target_cells";
import css from "./targets.module.css";

type Props = {
  sheet: Sheet;
  changes: Change[];
  ended: Change[];
  mode: TargetMode;
  onMode: (mode: TargetMode) => void;
  reason: string;
  onReason: (reason: string) => void;
  preview: UseQueryResult<TargetReport> | null;
};

/** Ended cells that are named one by one, and objectives' cards that are shown. */
const named = 6;
const cards = 3;

export function TargetSide(props: Props) {
  const { t } = useWords();
  return (
    <aside className={css.side} aria-label={t("kpi.ui.targets_effect")}>
      {props.ended.length > 0 ? <EndedCard {...props} /> : null}
      <Effect {...props} />
      <section className="card">
        <h2 className={css.cardHead}>
          {t("kpi.ui.entry_paste")} <kbd>Ctrl V</kbd>
        </h2>
        <p className={css.quiet}>{t("kpi.ui.targets_paste_text")}</p>
      </section>
    </aside>
  );
}

function EndedCard({ sheet, ended, mode, onMode, reason, onReason }: Props) {
  const { t, language } = useWords();
  const modes: [TargetMode, Key, Key][] = [
    ["correction", "kpi.ui.targets_correct", "kpi.ui.targets_correct_text"],
    ["from_this_month", "kpi.ui.targets_from_now", "kpi.ui.targets_from_now_text"],
  ];
  return (
    <section className="card">
      <h2 className={css.cardHead}>
        {t("kpi.ui.targets_ended")} <span className="note">{t("kpi.ui.targets_count", { count: ended.length })}</span>
      </h2>
      <div className={css.body}>
        <ul className={css.list}>
          {ended.slice(0, named).map((one) => (
            <li key={one.key}>
              <b className="grow">
                {name(sheet.rows[one.row]!.unit_names, language)} {sheet.grid.columns[one.column]!.label}
              </b>
              <s className="num">{standing(sheet, one) || "—"}</s>
              <ArrowRight size={13} strokeWidth={1.75} aria-hidden="true" />
              <b className="num">{"target" in one.read ? editable(one.read.target, sheet.grid.unit) : ""}</b>
            </li>
          ))}
        </ul>
        {ended.length > named ? <p className="note">{t("kpi.ui.targets_more", { count: ended.length - named })}</p> : null}
        <fieldset className={css.modes}>
          <legend>{t("kpi.ui.targets_mode")}</legend>
          {modes.map(([value, label, text]) => (
            <label key={value} className={css.mode}>
              <input type="radio" name="target-mode" checked={mode === value} onChange={() => onMode(value)} />
              <span>
                <b>{t(label)}</b>
                <span className="note">{t(text)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label className={css.reason}>
          <span>
            <b>{t("kpi.ui.targets_reason")}</b> <span className="note">{t("kpi.ui.entry_required")}</span>
          </span>
          <textarea className={css.text} name="reason" rows={2} maxLength={500} value={reason} onChange={(event) => onReason(event.target.value)} />
        </label>
      </div>
    </section>
  );
}

const lights: Record<string, Status> = { green: "ok", amber: "watch", red: "breach", no_data: "none" };

function Effect({ sheet, changes, preview }: Props) {
  const { t, language } = useWords();
  const report = changes.length === 0 ? undefined : preview?.data;
  const units = new Map(sheet.rows.map((row) => [row.unit, name(row.unit_names, language)]));
  const { unit, decimals } = sheet.grid;
  const points = report?.points ?? [];
  const other = points.filter(({ open }) => !open);
  const reached = [...new Set(other.map(({ assignment }) => assignment))];
  return (
    <section className="card" aria-busy={preview?.isFetching || undefined}>
      <h2 className={css.cardHead}>
        {t("kpi.ui.targets_effect")} {report ? <span className="note">{t("kpi.ui.targets_judged", { count: report.judged })}</span> : null}
      </h2>
      {preview?.isError && changes.length > 0 ? (
        <p className={`${css.quiet} ${css.failed}`} role="alert">
          {preview.error.message}
        </p>
      ) : report ? (
        <div className={css.body} role="status">
          <p>
            <b className={`${css.big} num`}>{report.recoloured}</b> {t("kpi.ui.targets_recoloured")}
          </p>
          <ul className={css.points}>
            {points.map((point) => (
              <li key={`${point.assignment}${point.start}`}>
                <span className={css.where}>
                  {units.get(point.unit)} {point.end.slice(0, 7)}
                  <span className="note num">{point.value === null ? "—" : limit(point.value, unit, decimals)}</span>
                </span>
                {point.open ? (
                  <span className="note">{t("kpi.ui.targets_running")}</span>
                ) : (
                  <>
                    <Light of={lights[point.before ?? ""] ?? "plain"} />
                    <ArrowRight size={13} strokeWidth={1.75} aria-label={t("kpi.ui.targets_becomes")} />
                    <Light of={lights[point.after ?? ""] ?? "plain"} />
                  </>
                )}
              </li>
            ))}
          </ul>
          {reached.slice(0, cards).map((assignment) => (
            <Slot key={assignment} name="metric.objectives" assignment={assignment} />
          ))}
        </div>
      ) : (
        <p className={css.quiet}>{t("kpi.ui.targets_effect_none")}</p>
      )}
    </section>
  );
}
