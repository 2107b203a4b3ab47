import { useState } from "react";
import { Dialog } from "~/ui/Dialog";
import { Antd } from "~/ui/antd/Antd";
import { PersonChooser } from "~/ui/choosers/PersonChooser";
import { useT } from "~/ui/i18n/words";
import { type ApprovalDetail, useDecide } from "./queries";

/** Somebody else decides instead; the deputy of today is proposed. */
export default function PassOn({ of, word, onClose }: { of: ApprovalDetail; word: string; onClose: () => void }) {
  const t = useT();
  const decide = useDecide(of);
  const [to, setTo] = useState<number | null>(of.deputy);
  const known = of.deputy !== null && of.deputy_name !== null ? [{ id: of.deputy, name: of.deputy_name }] : [];
  const send = () => {
    decide.mutate({ act: "pass_on", word: word.trim() || null, to }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={t("inbox.pass_on_title")}
      onClose={onClose}
      foot={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("ui.cancel")}
          </button>
          <button type="button" className="btn primary" disabled={to === null || decide.isPending} onClick={send}>
            {t("inbox.pass_on")}
          </button>
        </>
      }
    >
      <p className="note">{t("inbox.pass_on_text")}</p>
      <Antd>
        <PersonChooser label={t("inbox.pass_on_who")} value={to} known={known} onChange={setTo} problem={decide.error?.message} />
      </Antd>
    </Dialog>
  );
}
