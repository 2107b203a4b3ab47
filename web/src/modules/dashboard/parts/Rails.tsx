import { ChevronDown, ChevronRight, Shield } from "lucide-react";
import { useMemo, useState } from "react";
import { useCan } from "~/api/session";
import type { Board, BoardLink, KeyResultRow, KpiRow } from "~/api/types";
import { Shape } from "~/ui/Light";
import { classes } from "~/ui/classes";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link, type Target } from "~/ui/router";
import { Slot, useFilled } from "~/ui/Slot";
import { Empty, Skeleton } from "~/ui/states";
import type { View } from "../pages/BoardPage";
import { LinkLayer } from "./LinkLayer";
import css from "./rails.module.css";

/** Rows that stand beside four objectives on a desk; normal, unlinked ones beyond it fold into one line. */
const rowsUnfolded = 13;

/** All that needs a person or a link, and normal rows as far as there is room; in the server's order. */
function unfolded(rows: KpiRow[], linked: Set<number>): KpiRow[] {
  const quiet = (row: KpiRow) => row.light === "ok" && !linked.has(row.assignment);
  let room = rowsUnfolded - rows.filter((row) => !quiet(row)).length;
  return rows.filter((row) => !quiet(row) || room-- > 0);
}

export function Rails({ board, view }: { board: Board; view: View }) {
  const { t, language } = useWords();
  // State and not a ref: the layer measures once the frame is in the document.
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const linkText = useLinkText(board);
  // A rail whose module is switched off leaves the whole width to the other one.
  const okr = useFilled("objective.rows") && view !== "kpi";
  const kpi = useFilled("metric.rows") && view !== "okr";
  const both = okr && kpi;
  return (
    <div className={classes(css.rails, both && css.both)} ref={setFrame}>
      {okr ? <OkrRail board={board} /> : null}
      {both ? <span aria-hidden="true" /> : null}
      {kpi ? <KpiRail board={board} /> : null}
      {both ? (
        <LinkLayer frame={frame} links={board.links} describe={linkText} title={t("dashboard.ui.links", { count: board.links.length })} key={language} />
      ) : null}
    </div>
  );
}

function useLinkText(board: Board): (link: BoardLink) => string {
  const { t, language } = useWords();
  return useMemo(() => {
    const metrics = new Map(board.kpis.map((row) => [row.assignment, name(row.names, language)]));
    const objectives = new Map(board.objectives.map((row) => [row.id, row]));
    return (link) => {
      const objective = objectives.get(link.objective);
      const keyResult = objective?.key_results.find((kr) => kr.id === link.key_result);
      const args = {
        metric: metrics.get(link.assignment) ?? "—",
        objective: name(objective?.title, language),
        key_result: name(keyResult?.title, language),
      };
      return t(`dashboard.ui.link_${link.kind}`, args);
    };
  }, [board.kpis, board.objectives, t, language]);
}

function OkrRail({ board }: { board: Board }) {
  const { t } = useWords();
  const links = useMemo(
    () => ({
      drives: new Set(board.links.flatMap((link) => (link.kind === "drives" && link.key_result !== null ? [link.key_result] : []))),
      guards: new Set(board.links.filter((link) => link.kind === "guards").map((link) => link.objective)),
    }),
    [board.links],
  );
  const unacknowledged = useMemo(
    () => new Set(board.warnings.filter((warning) => !warning.acknowledged).flatMap((warning) => warning.guards.map((guard) => guard.objective))),
    [board.warnings],
  );
  return (
    <section className={classes("card okr-top", css.rail)} aria-label={t("ui.objectives")}>
      {board.objectives.length === 0 ? (
        <Empty title={t("dashboard.ui.no_objectives")} text={t("dashboard.ui.no_objectives_text")} />
      ) : (
        <Slot
          name="objective.rows"
          fallback={<Skeleton rows={12} avatar />}
          rows={board.objectives}
          links={links}
          tinted={unacknowledged}
          open={openObjective}
          openKeyResult={openKeyResult}
        />
      )}
      <span className="grow" />
      <p className={css.foot}>
        {t(board.okr.recovery > 0 ? "dashboard.ui.coverage_recovery" : "dashboard.ui.coverage", {
          covered: board.okr.covered,
          total: board.okr.key_results,
        })}
      </p>
    </section>
  );
}

const openings = new Map<number, Target>();

/** The same object each time, so that an unchanged row is not drawn anew. */
function openObjective(id: number) {
  if (!openings.has(id)) openings.set(id, { to: ".", search: (old) => ({ ...old, objective: id }) });
  return openings.get(id)!;
}

function openKeyResult(kr: KeyResultRow) {
  return kr.driven_by?.assignment ? { to: `/kpi/${kr.driven_by.assignment}` } : null;
}

function KpiRail({ board }: { board: Board }) {
  const { t } = useWords();
  const can = useCan();
  const [all, setAll] = useState(false);
  const linked = useMemo(() => new Set(board.links.map((link) => link.assignment)), [board.links]);
  const first = useMemo(() => unfolded(board.kpis, linked), [board.kpis, linked]);
  const rows = all ? board.kpis : first;
  const folds = first.length < board.kpis.length;
  return (
    <section className={classes("card kpi-top", css.rail)} aria-label={t("ui.metrics")}>
      {board.kpis.length === 0 ? (
        <Empty
          title={t("dashboard.ui.no_metrics")}
          text={t("dashboard.ui.no_metrics_text")}
          action={
            can("kpi.write_reading") ? (
              <Link to="/settings/import?inlet=kpi.reading" className="btn">
                {t("dashboard.ui.import")}
              </Link>
            ) : undefined
          }
        />
      ) : (
        <Slot
          name="metric.rows"
          fallback={<Skeleton rows={12} />}
          rows={rows}
          total={board.kpi.total}
          unit={board.unit.id}
          linked={linked}
        />
      )}
      <span className="grow" />
      <div className={css.foot}>
        {folds ? (
          <button type="button" className={classes("row", css.rest)} aria-expanded={all} onClick={() => setAll(!all)}>
            <Shape of="ok" />
            {all ? t("dashboard.ui.fold_rest") : t("dashboard.ui.rest_normal", { count: board.kpis.length - first.length })}
            {all ? <ChevronDown size={14} aria-hidden="true" /> : <ChevronRight size={14} aria-hidden="true" />}
          </button>
        ) : null}
        <span className="grow" />
        <Legend board={board} />
      </div>
    </section>
  );
}

function Legend({ board }: { board: Board }) {
  const { t } = useWords();
  const kinds = new Set(board.links.map((link) => link.kind));
  return (
    <span className={classes("desk", css.legend)}>
      {kinds.has("drives") ? (
        <span>
          <i aria-hidden="true" />
          {t("dashboard.ui.drives")}
        </span>
      ) : null}
      {kinds.has("guards") ? (
        <span>
          <Shield size={12} strokeWidth={1.75} aria-hidden="true" />
          {t("dashboard.ui.guards")}
        </span>
      ) : null}
    </span>
  );
}
