/** The cycle that a page of objectives is about, and how it shows them. */
import { useMe } from "~/api/session";
import type { Cycle } from "~/api/types";
import { PeriodPicker } from "~/ui/choosers/PeriodPicker";
import { Segmented } from "~/ui/controls";
import { day, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useNavigate } from "~/ui/router";

export function CycleChip(props: { cycle: Cycle; cycles: Cycle[]; onChange: (id: number) => void }) {
  const { t, language } = useWords();
  const { cycle, cycles, onChange } = props;
  const span = (one: Cycle) => (one.kind === "backlog" ? "" : `${day(one.start, language)} – ${day(one.end, language)}`);
  return (
    <PeriodPicker
      name={t("ui.cycle_scope")}
      label={name(cycle.names, language)}
      note={span(cycle)}
      value={cycle.id}
      choices={cycles.map((one) => ({ value: one.id, label: name(one.names, language), note: span(one) }))}
      onChange={onChange}
    />
  );
}

export type ListView = "map" | "list" | "mine";

export function ViewSwitch({ view }: { view: ListView }) {
  const { t } = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const go = (next: ListView) =>
    navigate({ to: next === "map" ? "/okr/map" : "/okr", search: ({ cycle, unit }) => ({ cycle, unit, view: next === "mine" ? "mine" : undefined }) });
  const choices = [
    { value: "map" as const, label: t("okr.ui.view_map") },
    { value: "list" as const, label: t("okr.ui.view_list") },
    ...(me.person === null ? [] : [{ value: "mine" as const, label: t("okr.ui.view_mine") }]),
  ];
  return <Segmented<ListView> label={t("okr.ui.view")} value={view} choices={choices} onChange={go} />;
}
