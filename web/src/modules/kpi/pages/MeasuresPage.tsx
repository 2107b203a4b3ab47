import { Plus, Upload } from "lucide-react";
import newMeasure from "schema:NewMeasure";
import { useCan } from "~/api/session";
import type { Measure } from "~/api/types";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { choicesOf } from "~/ui/form/SchemaField";
import { name, today, unitWord } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import { listOf } from "~/ui/list/Export";
import type { Column, Filter } from "~/ui/list/rows";
import { whole } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { Link, useScope } from "~/ui/router";
import { MeasureDrawer } from "../parts/MeasureDrawer";
import { useMeasures } from "../queries";

const filtered = ["kind", "grain"] as const;

export default function MeasuresPage() {
  const { t } = useWords();
  const can = useCan();
  const [search, setSearch] = useScope();
  const may = can("kpi.define");
  useCrumbs([{ label: t("kpi.ui.measures") }]);
  return (
    <Page
      title={t("kpi.ui.measures")}
      beside={<span className="note">{t("kpi.ui.measures_text")}</span>}
      beside_drawer
      end={
        <>
          <button type="button" className="btn" aria-pressed={search.retired !== undefined} onClick={() => setSearch({ retired: search.retired === undefined ? 1 : undefined })}>
            {t("kpi.ui.retired_too")}
          </button>
          {may ? (
            <button type="button" className="btn" onClick={() => setSearch({ edit: "new" }, true)}>
              <Plus size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("kpi.ui.new_measure")}
            </button>
          ) : null}
          {can("kpi.manage_source") ? (
            <Link to="/kpi/sources" className="btn">
              {t("kpi.ui.sources")}
            </Link>
          ) : null}
          {can("kpi.write_reading") ? (
            <Link to="/settings/import?inlet=kpi.reading" className="btn primary">
              <Upload size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("kpi.ui.import")}
            </Link>
          ) : null}
        </>
      }
    >
      <div className="card kpi-top">
        <List retired={search.retired !== undefined} />
      </div>
      {may && search.edit === "new" ? <MeasureDrawer onClose={() => setSearch({ edit: undefined })} /> : null}
    </Page>
  );
}

function List({ retired }: { retired: boolean }) {
  const { t, language } = useWords();
  const words = "kpi.measure.";
  const columns: Column<Measure>[] = [
    {
      id: "name",
      label: t("kpi.ui.measure"),
      value: (row) => name(row.names, language),
      cell: (row) => (
        <>
          <b>{name(row.names, language)}</b> <span className="note">{row.code}</span>
          {row.retired_from !== null && row.retired_from <= today() ? <span className="tag">{t("kpi.ui.ended")}</span> : null}
        </>
      ),
      sort: true,
    },
    { id: "kind", label: t("kpi.measure.kind"), value: (row) => t(`kpi.measure.kind_${row.kind}`), sort: true },
    { id: "unit", label: t("kpi.measure.unit"), value: (row) => unitWord(row.unit, t), sort: true },
    { id: "grain", label: t("kpi.measure.grain"), value: (row) => t(`kpi.measure.grain_${row.grain}`), desk: true },
    { id: "readings", label: t("kpi.ui.readings"), kind: "number", value: (row) => (row.readings === null ? null : String(row.readings)), sort: true },
    { id: "last_day", label: t("kpi.ui.last_reading"), kind: "day", value: (row) => row.last_day, sort: true },
  ];
  const filters: Filter<Measure>[] = filtered.map((id) => ({
    id,
    label: t(`kpi.measure.${id}`),
    choices: choicesOf({ name: id, field: newMeasure[id]!, words }, t),
    of: (row) => row[id],
  }));
  return (
    <DataList<Measure>
      name="measures"
      className="measures"
      caption={t("kpi.ui.measures")}
      source={whole(useMeasures(retired))}
      state={useListState({ filters: [...filtered] })}
      columns={columns}
      exported={listOf("/measures")}
      filters={filters}
      first={{ by: "name", down: false }}
      search={t("kpi.ui.search_measures")}
      searched={({ code, names }) => [code, names.zh, names.en]}
      id={({ id }) => id}
      open={({ id }) => ({ to: `/kpi/measures/${id}` })}
      empty={{ title: t("kpi.ui.no_measures"), text: t("kpi.ui.no_measures_text") }}
    />
  );
}
