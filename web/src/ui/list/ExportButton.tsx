/** A list as a file: the same rows that the list's address gives, all pages, with its filters. */
import { Download } from "lucide-react";
import { useState } from "react";
import { download } from "~/api/client";
import { ScopeChip } from "../controls";
import { useT } from "../i18n/words";

const formats = ["xlsx", "csv"] as const;

export default function ExportButton({ list }: { list: string }) {
  const t = useT();
  const [state, setState] = useState<"idle" | "running" | { failed: string }>("idle");
  const running = state === "running";
  const go = (format: "" | "xlsx" | "csv") => {
    if (running || format === "") return;
    setState("running");
    download("/exports", { query: { list, format } }).then(
      () => setState("idle"),
      (error: unknown) => setState({ failed: error instanceof Error ? error.message : String(error) }),
    );
  };
  return (
    <>
      <ScopeChip<"" | "xlsx" | "csv">
        icon={<Download size={15} strokeWidth={1.75} aria-hidden="true" />}
        name={t("exports.how")}
        label={t(running ? "exports.running" : "exports.export")}
        value=""
        choices={formats.map((format) => ({ value: format, label: t(`exports.${format}`) }))}
        onChange={go}
      />
      <span className="note" role="status">
        {typeof state === "object" ? t("exports.failed", { why: state.failed }) : ""}
      </span>
    </>
  );
}
