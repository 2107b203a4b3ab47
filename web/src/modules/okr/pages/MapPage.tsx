import { useMe } from "~/api/session";
import type { Cycle } from "~/api/types";
import { Page } from "~/ui/Page";
import { UnitChip } from "~/ui/choosers/UnitChip";
import { useUnits } from "~/ui/choosers/queries";
import { useCrumbs } from "~/ui/crumbs";
import { useWords } from "~/ui/i18n/words";
import { numberOf, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import AlignmentMap from "../parts/AlignmentMap";
import { CycleChip, ViewSwitch } from "../parts/ListScope";
import ObjectiveDrawer from "../parts/ObjectiveDrawer";
import { currentCycle } from "../parts/cycle";
import css from "../parts/map.module.css";
import { useCycles, useMap } from "../queries";

/** All goals of a cycle and how they hang together; an objective opens in the drawer. */
export default function MapPage() {
  const { t } = useWords();
  useCrumbs([{ label: t("okr.ui.map") }]);
  const me = useMe();
  const [search, setSearch] = useScope();
  const cycles = useCycles();
  const units = useUnits();
  const cycle = currentCycle(cycles.data ?? [], numberOf(search.cycle));
  // From the top: that is where a map is read from.
  const unit = units.data?.find(({ id }) => id === numberOf(search.unit)) ?? units.data?.find(({ kind }) => kind === "company") ?? units.data?.find(({ id }) => id === me.home_unit);
  const open = numberOf(search.objective);
  const close = () => setSearch({ objective: undefined, edit: undefined });
  return (
    <Page
      title={t("okr.ui.map")}
      beside_drawer
      scope={
        <>
          {cycle ? <CycleChip cycle={cycle} cycles={cycles.data!} onChange={(id) => setSearch({ cycle: id })} /> : null}
          {unit ? <UnitChip unit={unit} units={units.data!} onChange={(id) => setSearch({ unit: id })} /> : null}
          <ViewSwitch view="map" />
        </>
      }
    >
      {cycles.isError ? <ErrorState error={cycles.error} retry={() => void cycles.refetch()} /> : null}
      {cycles.data?.length === 0 ? <Empty title={t("okr.ui.no_cycle")} text={t("okr.ui.no_cycle_text")} /> : null}
      {cycle && unit ? <Loaded key={`${cycle.id} ${unit.id}`} cycle={cycle} unit={unit.id} open={open} /> : null}
      {open === undefined ? null : <ObjectiveDrawer key={open} objective={open} onClose={close} />}
    </Page>
  );
}

function Loaded({ cycle, unit, open }: { cycle: Cycle; unit: number; open?: number }) {
  const { t } = useWords();
  const map = useMap(cycle.id, unit);
  const units = useUnits();
  if (map.isPending || !units.data) return <Skeleton rows={10} />;
  if (map.isError) return <ErrorState error={map.error} retry={() => void map.refetch()} />;
  const { nodes, more } = map.data;
  if (nodes.length === 0) return <Empty title={t("okr.ui.none")} text={t("okr.ui.none_text")} />;
  return (
    <>
      <p className={`note ${css.legend}`}>
        <span>{t("okr.ui.objectives_note", { objectives: nodes.length, key_results: nodes.reduce((sum, node) => sum + node.key_results, 0) })}</span>
        <span>
          <i aria-hidden="true" />
          {t("okr.ui.map_contributes")}
        </span>
        <span>
          <i className={css.dashed} aria-hidden="true" />
          {t("okr.ui.map_supports")}
        </span>
        <span>{t("okr.ui.map_shares")}</span>
        {more ? <b>{t("okr.ui.map_part", { count: nodes.length })}</b> : null}
      </p>
      <AlignmentMap nodes={nodes} units={units.data} open={open} />
    </>
  );
}
