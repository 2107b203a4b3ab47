import type { Board } from "~/api/types";
import { Light, Shape, paceStatus } from "~/ui/Light";
import { classes } from "~/ui/classes";
import { shift, fixed } from "~/ui/decimal";
import { percent, unknown } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { Fresh } from "~/ui/marks";
import { useFilled } from "~/ui/Slot";
import TwinStrip from "./TwinStrip";
import css from "./headline.module.css";

/** The two numbers of the page, each left of its own rail on one time axis. */
export function Headline({ board }: { board: Board }) {
  const { t } = useWords();
  // A module that is switched off has no number, and the strip of weeks is that of the goals' cycle.
  const okr = useFilled("objective.rows");
  const kpi = useFilled("metric.rows");
  return (
    <section className={classes("card", css.band)} aria-label={t("dashboard.ui.headline")}>
      <div className={css.numbers}>
        {okr ? <OkrNumber board={board} /> : null}
        {kpi ? <KpiNumber board={board} /> : null}
      </div>
      {okr && board.cycle ? <TwinStrip cycle={board.cycle} weeks={board.weeks} okr={board.okr} /> : null}
    </section>
  );
}

function OkrNumber({ board }: { board: Board }) {
  const { t } = useWords();
  const { okr } = board;
  return (
    <div>
      <p className={css.title}>
        <span className="tick okr">{t("dashboard.ui.okr_pace")}</span>
        <span className="note">{t("dashboard.ui.okr_says")}</span>
      </p>
      <p className={css.line}>
        <span className={css.number} data-testid="okr-progress">
          <Fresh value={okr.progress === null ? unknown : fixed(shift(okr.progress, 2), 0)} />
          {okr.progress === null ? null : <small>%</small>}
        </span>
        {okr.expected === null ? null : (
          <span className="note">{t("dashboard.ui.expected", { value: percent(okr.expected) })}</span>
        )}
        <Light of={paceStatus(okr.pace, okr.gap)} />
      </p>
    </div>
  );
}

const counted = ["breach", "watch", "rec", "none"] as const;

function KpiNumber({ board }: { board: Board }) {
  const { t } = useWords();
  const { kpi } = board;
  return (
    <div>
      <p className={css.title}>
        <span className="tick kpi">{t("dashboard.ui.kpi_health")}</span>
        <span className="note">{t("dashboard.ui.kpi_says")}</span>
      </p>
      <p className={css.line}>
        <span className={css.number} data-testid="kpi-normal">
          {kpi.ok}
          <i> / {kpi.total}</i>
        </span>
        <span className="note">{t("ui.light.ok")}</span>
        {counted
          .filter((key) => kpi[key] > 0)
          .map((key) => (
            <span key={key} className={`light counted ${key}`} title={t(`ui.light.${key}` as Key)}>
              <Shape of={key} />
              <span className="word">{kpi[key]}</span>
              <span className="sr">{t(`ui.light.${key}` as Key)}</span>
            </span>
          ))}
        {kpi.plain > 0 ? <span className="note">{t("dashboard.ui.not_judged", { count: kpi.plain })}</span> : null}
      </p>
    </div>
  );
}
