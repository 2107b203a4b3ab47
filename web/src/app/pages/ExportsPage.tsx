import { Download } from "lucide-react";
import { useState } from "react";
import { Page } from "~/ui/Page";
import { Confirm } from "~/ui/Confirm";
import { exact, moment } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import { type ExportFile, isUnderWay, sizeText, stateText, useExportActs, useExportFiles } from "~/ui/list/export_files";
import type { Column } from "~/ui/list/rows";
import { paged } from "~/ui/list/source";
import { useListState } from "~/ui/list/state";
import { useOnce } from "~/ui/once";

/** Files of long lists that the reader has asked for. */
export default function ExportsPage() {
  const { t } = useWords();
  return (
    <Page title={t("exports.mine")} scope={<span className="note">{t("exports.mine_text")}</span>}>
      <section className="card">
        <DataList<ExportFile>
          name="exports"
          caption={t("exports.mine")}
          source={paged(useExportFiles())}
          state={useListState()}
          columns={useColumns()}
          id={({ id }) => id}
          empty={{ title: t("exports.none"), text: t("exports.none_text") }}
        />
      </section>
    </Page>
  );
}

function useColumns(): Column<ExportFile>[] {
  const { t, language } = useWords();
  return [
    {
      id: "file",
      label: t("exports.file"),
      value: ({ title }) => title,
      cell: ({ title, format }) => (
        <>
          <b>{title}</b> <span className="tag">{format.toUpperCase()}</span>
        </>
      ),
    },
    { id: "state", label: t("exports.state"), value: ({ state }) => state, cell: (row) => stateText(row, t) },
    { id: "rows", label: t("exports.rows"), kind: "number", value: ({ written }) => String(written), cell: (row) => (row.state === "ready" ? exact(String(row.written)) : "—"), desk: true },
    { id: "size", label: t("exports.size"), kind: "number", value: ({ bytes }) => String(bytes), cell: (row) => (row.state === "ready" ? sizeText(row.bytes) : "—"), desk: true },
    { id: "as_of", label: t("exports.as_of"), value: ({ as_of }) => as_of, cell: (row) => <span className="num">{row.state === "ready" ? moment(row.as_of, language) : "—"}</span>, desk: true },
    { id: "expires", label: t("exports.expires"), value: ({ expires_at }) => expires_at, cell: (row) => <span className="num">{row.expires_at ? moment(row.expires_at, language) : "—"}</span> },
    { id: "act", label: t("exports.actions"), value: () => "", cell: (row) => <Acts key={row.version} row={row} /> },
  ];
}

function Acts({ row }: { row: ExportFile }) {
  const { t } = useWords();
  const acts = useExportActs();
  const [problem, setProblem] = useState<string | null>(null);
  const title = row.title;
  const { run: fetch } = useOnce(() => {
    setProblem(null);
    return acts.download(row).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  });
  return (
    <span className="row">
      {row.state === "ready" ? (
        <button type="button" className="btn sm" aria-label={t("exports.download_of", { title })} onClick={() => void fetch()}>
          <Download size={14} strokeWidth={1.75} aria-hidden="true" />
          {t("exports.download")}
        </button>
      ) : null}
      <Confirm label={t(isUnderWay(row) ? "exports.cancel" : "exports.remove")} question={t(isUnderWay(row) ? "exports.cancel_of" : "exports.remove_of", { title })} act={() => acts.remove(row)} done={() => undefined} />
      {problem ? <span role="alert">{problem}</span> : null}
    </span>
  );
}
