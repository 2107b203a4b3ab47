/** A list that is too long for one answer: its file is made in the background, and how far it is stands here. */
import { Download } from "lucide-react";
import { useState } from "react";
import { Dialog } from "../Dialog";
import { exact, moment } from "../format";
import { useWords } from "../i18n/words";
import { useOnce } from "../once";
import { Link } from "../router";
import { type ExportFile, isUnderWay, sizeText, stateText, useExportActs, useExportFile } from "./export_files";
import styles from "./long_export.module.css";

export default function LongExport({ file, onClose }: { file: ExportFile; onClose: () => void }) {
  const { t, language } = useWords();
  const query = useExportFile(file);
  const acts = useExportActs();
  const [problem, setProblem] = useState<string | null>(null);
  const now = query.data;
  const running = isUnderWay(now);
  const said = (error: unknown) => setProblem(error instanceof Error ? error.message : String(error));
  const { run: cancel } = useOnce(() => acts.remove(now).then(onClose, said));
  const { run: take } = useOnce(() => acts.download(now).then(onClose, said));
  return (
    <Dialog
      title={t("exports.long_title", { title: now.title })}
      width={480}
      onClose={onClose}
      foot={
        <>
          <Link to="/exports" className="btn" onClick={onClose}>
            {t("exports.mine")}
          </Link>
          <span className="grow" />
          {running ? (
            <button type="button" className="btn" onClick={() => void cancel()}>
              {t("exports.cancel")}
            </button>
          ) : null}
          {now.state === "ready" ? (
            <button type="button" className="btn primary" onClick={() => void take()}>
              <Download size={15} strokeWidth={1.75} aria-hidden="true" />
              {t("exports.download")}
            </button>
          ) : null}
        </>
      }
    >
      <div className={styles.body}>
        {running ? <p>{t("exports.long_text")}</p> : null}
        <p role="status">
          <b>{stateText(now, t)}</b>
        </p>
        {running ? <progress className={styles.progress} aria-label={stateText(now, t)} /> : null}
        {now.state === "ready" ? <p className="note">{t("exports.ready_text", { count: now.written, rows: exact(String(now.written)), size: sizeText(now.bytes), until: moment(now.expires_at, language) })}</p> : null}
        {problem ? <p role="alert" className={styles.problem}>{problem}</p> : null}
      </div>
    </Dialog>
  );
}
