import Progress from "antd/es/progress";
import Select from "antd/es/select";
import Upload from "antd/es/upload";
import { Download, FileSpreadsheet } from "lucide-react";
import { useRef, useState } from "react";
import type { Import, Inlet } from "~/api/types";
import { Page } from "~/ui/Page";
import { Antd } from "~/ui/antd/Antd";
import { useCrumbs } from "~/ui/crumbs";
import { exact, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import { ImportReport } from "../parts/ImportReport";
import { isRunning, templateUrl, useImport, useInlets, useStartImport } from "../queries";
import "../parts/import.css";

export default function ImportPage() {
  const { t } = useWords();
  const inlets = useInlets();
  useCrumbs([{ label: t("kpi.ui.import") }]);
  return (
    <Page title={t("kpi.ui.import")} beside={<span className="note">{t("kpi.ui.import_text")}</span>} width="form">
      {inlets.isPending ? <Skeleton rows={5} /> : null}
      {inlets.isError ? <ErrorState error={inlets.error} retry={() => void inlets.refetch()} /> : null}
      {inlets.data ? (
        <Antd>
          <Steps inlets={inlets.data} />
        </Antd>
      ) : null}
    </Page>
  );
}

/** A file is checked first; only a clean check offers the import itself. */
function Steps({ inlets }: { inlets: Inlet[] }) {
  const { t, language } = useWords();
  const [code, setCode] = useState(inlets.find((one) => one.code === "kpi.reading")?.code ?? inlets[0]?.code ?? "");
  const [file, setFile] = useState<File | null>(null);
  const [importId, setImportId] = useState<number | null>(null);
  const start = useStartImport();
  const known = useImport(importId);
  const key = useRef("");
  const inlet = inlets.find((one) => one.code === code);
  const send = (chosen: File, dry: boolean) => {
    key.current = crypto.randomUUID();
    setImportId(null);
    start.mutate({ inlet: code, file: chosen, dry, key: key.current }, { onSuccess: ({ id }) => setImportId(id) });
  };
  const take = (chosen: File) => {
    setFile(chosen);
    send(chosen, true);
    return false;
  };
  const other = () => {
    setFile(null);
    setImportId(null);
    start.reset();
  };
  return (
    <>
      <section className="card import-card" aria-label={t("kpi.ui.import_what")}>
        <label className="label" htmlFor="inlet">
          {t("kpi.ui.import_what")}
        </label>
        <Select
          id="inlet"
          className="wide"
          value={code}
          onChange={(next) => {
            setCode(next);
            other();
          }}
          options={inlets.map((one) => ({ value: one.code, label: name(one.names, language) }))}
        />
        {inlet ? <Columns inlet={inlet} /> : null}
      </section>
      {file === null ? (
        <Upload.Dragger accept=".csv,.txt,.tsv,text/csv,text/plain" multiple={false} showUploadList={false} beforeUpload={take}>
          <p className="import-drop">
            <FileSpreadsheet size={22} strokeWidth={1.5} aria-hidden="true" />
            <b>{t("kpi.ui.drop")}</b>
            <span className="note">{t("kpi.ui.drop_text")}</span>
          </p>
        </Upload.Dragger>
      ) : (
        <section className="card import-card" aria-live="polite">
          <div className="row">
            <FileSpreadsheet size={16} strokeWidth={1.75} aria-hidden="true" />
            <b className="ell">{file.name}</b>
            <span className="note num">{t("kpi.ui.bytes", { count: exact(String(file.size)) })}</span>
            <span className="grow" />
            <button type="button" className="btn sm" onClick={other}>
              {t("kpi.ui.other_file")}
            </button>
          </div>
          {start.isError ? <ErrorState error={start.error} retry={() => send(file, true)} /> : null}
          {known.isError ? <ErrorState error={known.error} retry={() => void known.refetch()} /> : null}
          {known.data ? <Running known={known.data} /> : start.isPending ? <Progress percent={0} showInfo={false} /> : null}
          {known.data && !isRunning(known.data) ? (
            <ImportReport known={known.data} onImport={() => send(file, false)} busy={start.isPending} />
          ) : null}
        </section>
      )}
    </>
  );
}

function Running({ known }: { known: Import }) {
  const { t } = useWords();
  const share = known.rows === 0 ? 0 : Math.floor((known.checked / known.rows) * 100);
  const running = isRunning(known);
  return (
    <>
      <Progress percent={running ? share : 100} status="normal" showInfo={false} aria-label={t("kpi.ui.import_progress")} />
      {running ? (
        <p className="note num">
          {t(known.state === "checking" ? "kpi.ui.checking" : "kpi.ui.writing", { checked: exact(String(known.checked)), rows: exact(String(known.rows)) })}
        </p>
      ) : null}
    </>
  );
}

function Columns({ inlet }: { inlet: Inlet }) {
  const { t, language } = useWords();
  return (
    <>
      <p className="import-columns">
        {inlet.columns.map((column) => (
          <span key={column.name} className={`tag${column.required ? " kpi" : ""}`} title={name(column.names, language)}>
            {column.name}
          </span>
        ))}
      </p>
      <p className="row">
        <span className="note grow">{t("kpi.ui.columns_text")}</span>
        <a className="btn sm" href={templateUrl(inlet.code, language)} download>
          <Download size={14} strokeWidth={1.75} aria-hidden="true" />
          {t("kpi.ui.template")}
        </a>
      </p>
    </>
  );
}
