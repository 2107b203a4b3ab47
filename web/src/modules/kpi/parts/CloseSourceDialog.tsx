import { useState } from "react";
import { Dialog } from "~/ui/Dialog";
import { Antd, DayField } from "~/ui/form/choosers";
import { name, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { type Source, useSourceChanges } from "../source_queries";

/** Says first what becomes of what: from a day on nothing comes in under that name. */
export function CloseSourceDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t, language } = useWords();
  const { close } = useSourceChanges();
  const [from, setFrom] = useState<string | null>(today());
  const [refused, refuse] = useState("");
  const { busy, run: act } = useOnce(async () => {
    try {
      await close(source, from!);
      onClose();
    } catch (error) {
      refuse((error as Error).message);
    }
  });
  return (
    <Dialog
      title={t("sources.close_ask", { name: name(source.names, language) })}
      onClose={onClose}
      foot={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("ui.cancel")}
          </button>
          <button type="button" className="btn danger" disabled={busy || from === null} onClick={() => void act()}>
            {t("sources.close")}
          </button>
        </>
      }
    >
      <p>{t("sources.close_text")}</p>
      <Antd>
        <DayField label={t("sources.close_from")} value={from} onChange={setFrom} />
      </Antd>
      {refused ? (
        <p className="problem" role="alert">
          {refused}
        </p>
      ) : null}
    </Dialog>
  );
}
