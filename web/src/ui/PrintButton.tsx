/** Asks the server for the PDF of what is shown and hands it to the browser as a download. */
import { FileDown } from "lucide-react";
import { useState } from "react";
import { download } from "~/api/client";
import type { Printed } from "./Print";
import { useT } from "./i18n/words";
import { useOnce } from "./once";

function asked(what: Printed): Promise<void> {
  switch (what.of) {
    case "board":
      return download("/board/pdf", { query: { unit: what.unit, cycle: what.cycle } });
    case "metric":
      return download("/kpi-assignments/{assignment}/pdf", { path: { assignment: what.assignment }, query: { from: what.from } });
    case "objective":
      return download("/objectives/{objective}/pdf", { path: { objective: what.objective } });
    case "review":
      return download("/objectives/{objective}/review/pdf", { path: { objective: what.objective } });
  }
}

export default function PrintButton({ what, small }: { what: Printed; small?: boolean }) {
  const t = useT();
  const [failed, setFailed] = useState<string | null>(null);
  const { busy: running, run: go } = useOnce(() => {
    setFailed(null);
    return asked(what).catch((error: unknown) => setFailed(error instanceof Error ? error.message : String(error)));
  });
  return (
    <>
      <button type="button" className={small ? "icon-btn" : "btn"} title={t("print.of")} aria-label={t("print.of")} aria-busy={running} onClick={() => void go()}>
        <FileDown size={15} strokeWidth={1.75} aria-hidden="true" />
        {small ? null : t(running ? "print.running" : "print.pdf")}
      </button>
      <span className="note" role="status">
        {failed !== null ? t("print.failed", { why: failed }) : small && running ? t("print.running") : ""}
      </span>
    </>
  );
}
