import type { ObjectiveRow } from "~/api/types";
import { Light, Shape, paceStatus } from "~/ui/Light";
import { name, percent } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { Bar } from "~/ui/marks";
import { Link } from "~/ui/router";
import { useFilled } from "~/ui/Slot";
import type { Change, MyDay } from "../queries";
import { ChangeLine } from "./ChangeLine";
import { Goal } from "./DayRails";
import css from "./day.module.css";

type UnitProps = { unit: NonNullable<MyDay["unit"]>; goals: ObjectiveRow[] };

const counted = ["breach", "watch", "rec", "none"] as const;

/** The reader's unit: its two numbers, and its objectives with the reader's share in them. */
export function DayUnitCard({ unit, goals }: UnitProps) {
  const { t, language } = useWords();
  const okr = useFilled("objective.rows");
  const kpi = useFilled("metric.rows");
  return (
    <section className="card" aria-label={t("dashboard.ui.day_unit")}>
      <header className="card-head">
        <h2>{name(unit.unit.names, language)}</h2>
        <span className="note">{t("dashboard.ui.day_people", { count: unit.unit.people })}</span>
        <span className="grow" />
        <Link to="/board" search={{ unit: unit.unit.id }}>
          {t("dashboard.ui.day_board")}
        </Link>
      </header>
      <div className={css.unit}>
        {okr ? (
          <p>
            <span className="tick okr">{t("dashboard.ui.okr_pace")}</span>
            <b className="num">{percent(unit.okr.progress)}</b>
            <Bar value={unit.okr.progress} expected={unit.okr.expected} />
            <Light of={paceStatus(unit.okr.pace, unit.okr.gap)} />
          </p>
        ) : null}
        {kpi ? (
          <p>
            <span className="tick kpi">{t("dashboard.ui.kpi_health")}</span>
            <b className="num">{t("dashboard.ui.day_ok_of", { ok: unit.kpi.ok, total: unit.kpi.total })}</b>
            <span className="grow" />
            {counted
              .filter((key) => unit.kpi[key] > 0)
              .map((key) => (
                <span key={key} className={`light counted ${key}`}>
                  <Shape of={key} />
                  <span className="word">{unit.kpi[key]}</span>
                  <span className="sr">{t(`ui.light.${key}` as Key)}</span>
                </span>
              ))}
          </p>
        ) : null}
        {okr && goals.length > 0 ? <UnitGoals unit={unit} goals={goals} /> : null}
      </div>
    </section>
  );
}

/** The unit's first objectives, those first that the reader has a share in. */
function UnitGoals({ unit, goals }: UnitProps) {
  const { t, language } = useWords();
  const own = new Set(goals.map(({ id }) => id));
  const shares = new Map(goals.flatMap((goal) => goal.parents.map((parent) => [parent.objective, { goal, share: parent.share }] as const)));
  const rows = unit.objectives.filter(({ id }) => !own.has(id)).sort((a, b) => Number(shares.has(b.id)) - Number(shares.has(a.id)));
  if (rows.length === 0) return null;
  return (
    <ul>
      {rows.slice(0, 3).map((row) => {
        const mine = shares.get(row.id);
        return (
          <Goal key={row.id} row={row}>
            {mine ? <span className={`note ${css.share}`}>{t("dashboard.ui.day_share", { title: name(mine.goal.title, language), share: percent(mine.share) })}</span> : null}
          </Goal>
        );
      })}
    </ul>
  );
}

export function DayMoves({ moves }: { moves: Change[] }) {
  const { t } = useWords();
  return (
    <section className="card" aria-label={t("dashboard.ui.day_moves")}>
      <header className="card-head">
        <h2>{t("dashboard.ui.day_moves")}</h2>
        <span className="grow" />
        {moves.length > 0 ? (
          <Link to="/board" search={{ changes: 7 }}>
            {t("dashboard.ui.changes")}
          </Link>
        ) : null}
      </header>
      {moves.length === 0 ? <p className={`note ${css.none}`}>{t("dashboard.ui.day_moves_none")}</p> : null}
      <ul className={css.moves}>
        {moves.map((change) => (
          <ChangeLine key={`${change.kind}${change.id}${change.at}`} change={change} />
        ))}
      </ul>
    </section>
  );
}
