/** A list as a file: the same rows that the list's address gives, all pages, with its filters. One that is too long for one answer is made by a job. */
import { Download } from "lucide-react";
import { Suspense, lazy, useState } from "react";
import { download } from "~/api/client";
import { ScopeChip } from "../controls";
import { useT } from "../i18n/words";
import { useOnce } from "../once";
import { type ExportFile, askFile, isTooLong } from "./export_files";
import styles from "./long_export.module.css";

const LongExport = lazy(() => import("./LongExport"));

const formats = ["xlsx", "csv"] as const;
type Format = (typeof formats)[number];
type State = "none" | { failed: string } | { file: ExportFile };

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

export default function ExportButton({ list, title, label }: { list: string; title?: string; label?: string }) {
  const t = useT();
  const [state, setState] = useState<State>("none");
  const { busy: running, run: go } = useOnce(async (format: "" | Format) => {
    if (format === "") return;
    setState("none");
    try {
      await download("/exports", { query: { list, format } });
    } catch (error) {
      if (!isTooLong(error)) return setState({ failed: t("exports.failed", { why: said(error) }) });
      await askFile(list, format, title).then(
        (file) => setState({ file }),
        (refused: unknown) => setState({ failed: t("exports.not_begun", { why: said(refused) }) }),
      );
    }
  });
  return (
    <span className={styles.export}>
      <ScopeChip<"" | Format>
        icon={<Download size={15} strokeWidth={1.75} aria-hidden="true" />}
        name={t("exports.how")}
        label={running ? t("exports.running") : (label ?? t("exports.export"))}
        value=""
        choices={formats.map((format) => ({ value: format, label: t(`exports.${format}`) }))}
        onChange={(format) => void go(format)}
      />
      <span className="note" role="status">
        {typeof state === "object" && "failed" in state ? state.failed : ""}
      </span>
      {typeof state === "object" && "file" in state ? (
        <Suspense fallback={null}>
          <LongExport file={state.file} onClose={() => setState("none")} />
        </Suspense>
      ) : null}
    </span>
  );
}
