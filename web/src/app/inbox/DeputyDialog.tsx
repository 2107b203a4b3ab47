import { useRef, useState } from "react";
import newDelegation from "schema:NewApprovalDelegation";
import { Confirm } from "~/ui/Confirm";
import { Dialog } from "~/ui/Dialog";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { day, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Skeleton } from "~/ui/states";
import { type NewDelegation, useDelegationSteps, useDelegations } from "./queries";
import styles from "./inbox.module.css";

/** Who stands in for the reader, and from when to when. */
export default function DeputyDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useWords();
  const query = useDelegations();
  const steps = useDelegationSteps();
  const [round, setRound] = useState(0);
  const key = useRef(crypto.randomUUID());
  return (
    <Dialog title={t("inbox.deputy")} width={520} onClose={onClose}>
      <p className="note">{t("inbox.deputy_text")}</p>
      {query.isPending ? <Skeleton rows={2} /> : null}
      {query.data?.length === 0 ? <p className="note">{t("inbox.deputy_none")}</p> : null}
      <ul className={styles.deputies}>
        {query.data?.map((one) => (
          <li key={one.id}>
            <b className="grow">{one.deputy_name}</b>
            <span className="note num">
              {day(one.from, language)} – {day(one.to, language)}
            </span>
            <Confirm label={t("inbox.deputy_end")} question={t("inbox.deputy_end_of", { name: one.deputy_name })} act={() => steps.end(one.id, one.version)} done={steps.done} />
          </li>
        ))}
      </ul>
      <SchemaForm<NewDelegation>
        key={round}
        schema={newDelegation}
        words="inbox.deputy_form_"
        draft="deputy"
        groups={[{ fields: ["deputy", "from", "to"] }]}
        first={{ from: today(), to: today() }}
        submit={t("inbox.deputy_add")}
        save={async (body) => {
          await steps.add(body, key.current);
        }}
        onDone={() => {
          key.current = crypto.randomUUID();
          steps.done();
          setRound(round + 1);
        }}
        onCancel={onClose}
      />
    </Dialog>
  );
}
