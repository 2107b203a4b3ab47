import { ChevronDown, Plus, Upload } from "lucide-react";
import { Suspense, lazy, useMemo, useState } from "react";
import { useCan } from "~/api/session";
import type { Measure } from "~/api/types";
import { Page } from "~/ui/Page";
import { SearchField } from "~/ui/controls";
import { useCrumbs } from "~/ui/crumbs";
import { day, exact, name, unitWord } from "~/ui/format";
import { type Language, useWords } from "~/ui/i18n/words";
import { Link, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { useMeasures } from "../queries";
import "../parts/metrics.css";

const MeasureForm = lazy(() => import("../parts/MeasureForm"));

export default function MeasuresPage() {
  const { t } = useWords();
  const can = useCan();
  const [search, setSearch] = useScope();
  const [creating, setCreating] = useState(false);
  const measures = useMeasures();
  useCrumbs([{ label: t("kpi.ui.measures") }]);
  return (
    <Page
      title={t("kpi.ui.measures")}
      beside={<span className="note">{t("kpi.ui.measures_text")}</span>}
      end={
        <>
          <SearchField value={String(search.q ?? "")} label={t("kpi.ui.search_measures")} onChange={(q) => setSearch({ q: q || undefined })} width={180} />
          {can("kpi.define") ? (
            <button type="button" className="btn" onClick={() => setCreating(true)}>
              <Plus size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("kpi.ui.new_measure")}
            </button>
          ) : null}
          {can("kpi.write_reading") ? (
            <Link to="/kpi/import" className="btn primary">
              <Upload size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("kpi.ui.import")}
            </Link>
          ) : null}
        </>
      }
    >
      <section className="card kpi-top metrics-card">
        {measures.isPending ? <Skeleton rows={8} /> : null}
        {measures.isError ? <ErrorState error={measures.error} retry={() => void measures.refetch()} /> : null}
        {measures.data ? <List measures={measures.data} text={String(search.q ?? "").toLowerCase()} /> : null}
      </section>
      <Suspense fallback={null}>{creating ? <MeasureForm onClose={() => setCreating(false)} /> : null}</Suspense>
    </Page>
  );
}

type SortBy = "name" | "readings" | "last_day";

function sorted(rows: Measure[], by: SortBy, language: Language): Measure[] {
  if (by === "readings") return rows.toSorted((a, b) => b.readings - a.readings);
  if (by === "last_day") return rows.toSorted((a, b) => (b.last_day ?? "").localeCompare(a.last_day ?? ""));
  return rows.toSorted((a, b) => name(a.names, language).localeCompare(name(b.names, language), language));
}

function List({ measures, text }: { measures: Measure[]; text: string }) {
  const { t, language } = useWords();
  const [by, setBy] = useState<SortBy>("name");
  const rows = useMemo(() => {
    const found = measures.filter(({ code, names }) => [code, names.zh, names.en].some((one) => one.toLowerCase().includes(text)));
    return sorted(found, by, language);
  }, [measures, text, by, language]);
  if (measures.length === 0) return <Empty title={t("kpi.ui.no_measures")} text={t("kpi.ui.no_measures_text")} />;
  if (rows.length === 0) return <Empty title={t("ui.nothing_found", { text })} />;
  const head = { by, onSort: setBy };
  return (
    <table className="table measures">
      <caption className="sr">{t("kpi.ui.measures")}</caption>
      <thead>
        <tr>
          <SortHead {...head} of="name" label={t("kpi.ui.measure")} />
          <th className="desk">{t("kpi.ui.kind")}</th>
          <th className="desk">{t("kpi.ui.unit")}</th>
          <th className="desk">{t("kpi.ui.grain")}</th>
          <SortHead {...head} of="readings" label={t("kpi.ui.readings")} end />
          <SortHead {...head} of="last_day" label={t("kpi.ui.last_reading")} end />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link to={`/kpi/measures/${row.id}`} className="row-link" data-row={`m${row.id}`}>
                <b>{name(row.names, language)}</b> <span className="note">{row.code}</span>
              </Link>
            </th>
            <td className="desk">{t(`kpi.ui.kind_${row.kind}`)}</td>
            <td className="desk">{unitWord(row.unit, t)}</td>
            <td className="desk">{t(`kpi.ui.grain_${row.grain}`)}</td>
            <td className="r num">{exact(String(row.readings))}</td>
            <td className="r num">{day(row.last_day, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type HeadProps = { of: SortBy; by: SortBy; label: string; end?: boolean; onSort: (by: SortBy) => void };

function SortHead({ of, by, label, end = false, onSort }: HeadProps) {
  const active = of === by;
  const order = of === "name" ? "ascending" : "descending";
  return (
    <th className={end ? "r" : undefined} aria-sort={active ? order : undefined}>
      <button type="button" className="sort" onClick={() => onSort(of)}>
        {label}
        {active ? <ChevronDown size={13} strokeWidth={2} aria-hidden="true" /> : null}
      </button>
    </th>
  );
}
