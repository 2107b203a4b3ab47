import { useState } from "react";
import type { Inlet } from "~/api/types";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { exact } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { useScope } from "~/ui/router";
import { ErrorState, NoPermission, Skeleton } from "~/ui/states";
import { ChooseFile } from "../import/ChooseFile";
import { ColumnsCard } from "../import/ColumnsCard";
import { FirstRows } from "../import/FirstRows";
import { LastImports } from "../import/LastImports";
import { ResultCard } from "../import/ResultCard";
import { StepBar, stepOf } from "../import/StepBar";
import styles from "../import/import.module.css";
import { type Heads, isRunning, takenRows, useImport, useInlets, useStartImport } from "../import/queries";

export default function ImportPage() {
  const t = useT();
  const inlets = useInlets();
  useCrumbs([{ label: t("settings.ui.title") }, { label: t("settings.import.title") }]);
  if (inlets.data && inlets.data.length > 0) return <Importing inlets={inlets.data} />;
  return (
    <Page title={t("settings.import.title")} width="form">
      {inlets.isPending ? <Skeleton rows={5} /> : null}
      {inlets.isError ? <ErrorState error={inlets.error} retry={() => void inlets.refetch()} /> : null}
      {inlets.data ? <NoPermission text={t("settings.import.none")} /> : null}
    </Page>
  );
}

/** A file, and what was said of it; each change sends it to be checked again. */
function useFile(inlet: string) {
  const [file, setFile] = useState<File | null>(null);
  const [heads, setHeads] = useState<Heads>({});
  const [sheet, setSheet] = useState<string | undefined>();
  const [id, setId] = useState<number | null>(null);
  const start = useStartImport();
  const known = useImport(id);
  const send = (chosen: File, said: Heads, of: string | undefined, dry = true, remember = false) => {
    setFile(chosen);
    setHeads(said);
    setSheet(of);
    // What is refused stands in `start`.
    return start.mutateAsync({ inlet, file: chosen, dry, sheet: of, heads: said, remember }, { onSuccess: (made) => setId(made.id) }).catch(() => undefined);
  };
  const forget = () => {
    setFile(null);
    setHeads({});
    setSheet(undefined);
    setId(null);
    start.reset();
  };
  return { file, heads, sheet, start, known, send, forget };
}

function Importing({ inlets }: { inlets: Inlet[] }) {
  const t = useT();
  const asked = useScope()[0].inlet;
  const [code, setCode] = useState(inlets.find((one) => one.code === asked)?.code ?? inlets[0]!.code);
  const [remember, setRemember] = useState(true);
  const inlet = inlets.find((one) => one.code === code)!;
  const { file, heads, sheet, start, known, send, forget } = useFile(code);
  const write = useOnce(async (chosen: File) => send(chosen, heads, sheet, false, remember));
  const data = file ? known.data : undefined;
  const ready = file !== null && data !== undefined && stepOf(data) === 3 && !start.isPending;
  const end = file ? (
    <>
      <button type="button" className="btn" onClick={forget}>
        {t("settings.import.other_file")}
      </button>
      {ready ? (
        <button type="button" className="btn primary" onClick={() => void write.run(file)}>
          {t("settings.import.write", { count: exact(String(takenRows(data))) })}
        </button>
      ) : null}
    </>
  ) : null;
  const beside = <span className="note">{file ? file.name : t("settings.import.text")}</span>;
  return (
    <Page title={t("settings.import.title")} beside={beside} end={end}>
      <div className={styles.page}>
        <StepBar known={data} undo={inlet.undo} />
        {file ? null : <ChooseFile inlets={inlets} inlet={inlet} onInlet={setCode} onFile={(chosen) => void send(chosen, {}, undefined)} />}
        {file && start.isError ? <ErrorState error={start.error} retry={() => void send(file, heads, sheet)} /> : null}
        {file && known.isError ? <ErrorState error={known.error} retry={() => void known.refetch()} /> : null}
        {file && !data && !start.isError ? <Skeleton rows={5} /> : null}
        {file && data && !start.isError ? (
          <>
            <div className={styles.pair}>
              {data.facts ? (
                <ColumnsCard
                  known={data}
                  inlet={inlet}
                  remember={remember}
                  onRemember={setRemember}
                  onHeads={(before, now) => void send(file, { ...before, ...heads, ...now }, sheet)}
                  onSheet={(other) => void send(file, {}, other)}
                />
              ) : null}
              <ResultCard known={data} />
            </div>
            <FirstRows known={data} inlet={inlet} />
          </>
        ) : null}
        {data && isRunning(data) ? null : <LastImports key={data?.id ?? 0} inlet={code} />}
      </div>
    </Page>
  );
}
