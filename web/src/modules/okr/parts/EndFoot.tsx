/** How an objective ends: the review of its cycle, given up on the way, or thrown away as a draft. */
import { Flag } from "lucide-react";
import { useRef } from "react";
import { useCan } from "~/api/session";
import type { Objective } from "~/api/types";
import { Confirm } from "~/ui/Confirm";
import { dayInText, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { useCycles } from "../queries";
import { useCloseSteps } from "../queries_close";
import { hasEnded } from "./ended";

export function ReviewFoot({ objective, edit }: { objective: Objective; edit: (what: string) => void }) {
  const { t, language } = useWords();
  const can = useCan();
  const { row, may_write } = objective;
  const cycle = useCycles().data?.find((one) => one.id === row.cycle);
  if (!cycle || row.state === "withdrawn") return null;
  const reviews = row.state === "closed" || (row.state === "active" && cycle.state !== "planning");
  return (
    <>
      <Flag size={15} strokeWidth={1.75} aria-hidden="true" />
      {reviews ? (
        <Link to={`/okr/cycles/${cycle.id}/close`} search={{ objective: row.id }}>
          {t("okr.ui.write_review")}
        </Link>
      ) : (
        <b>{t("okr.ui.close")}</b>
      )}
      <span className="note grow">{row.state === "active" ? t("okr.ui.close_text", { day: dayInText(cycle.end, language) }) : ""}</span>
      {can("okr.write") ? (
        <button type="button" className="link-btn" onClick={() => edit("copy")}>
          {t("okr.ui.copy_objective")}
        </button>
      ) : null}
      {may_write && !hasEnded(row) && row.state === "active" && cycle.state !== "closed" ? (
        <button type="button" className="link-btn" onClick={() => edit("abandon")}>
          {t("okr.ui.abandon")}
        </button>
      ) : null}
    </>
  );
}

export function Withdraw({ objective, onClose }: { objective: Objective; onClose: () => void }) {
  const { t, language } = useWords();
  const steps = useCloseSteps();
  const key = useRef(crypto.randomUUID());
  const gone = () => {
    onClose();
    void steps.done();
  };
  return <Confirm label={t("okr.ui.withdraw_draft")} question={`${name(objective.row.title, language)}: ${t("okr.ui.withdraw_ask")}`} act={() => steps.withdraw(objective.row.id, objective.version, key.current)} done={gone} />;
}
