import { useMe } from "~/api/session";
import { Dialog } from "~/ui/Dialog";
import { useT } from "~/ui/i18n/words";
import { type Account, useChangeState } from "../queries";
import styles from "./access.module.css";

/** Closing and opening say first what becomes of what: nothing here can be undone by a click beside it. */
export function StateDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useT();
  const me = useMe();
  const change = useChangeState(account);
  const closing = account.state === "active";
  const told = closing ? closeTells : openTells;
  return (
    <Dialog
      title={t(closing ? "identity.ui.close_ask" : "identity.ui.open_ask", { name: account.name })}
      onClose={onClose}
      foot={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("ui.cancel")}
          </button>
          <button
            type="button"
            className={closing ? "btn danger" : "btn primary"}
            disabled={change.isPending}
            onClick={() => change.mutate(closing ? "closed" : "active", { onSuccess: onClose })}
          >
            {t(closing ? "identity.ui.close_account" : "identity.ui.reopen")}
          </button>
        </>
      }
    >
      {closing && account.id === me.account ? <p className={styles.own}>{t("identity.ui.close_own")}</p> : null}
      <ul className={styles.told}>
        {told.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
      {change.error ? (
        <p className="problem" role="alert">
          {change.error.message}
        </p>
      ) : null}
    </Dialog>
  );
}

const closeTells = ["identity.ui.close_signed_out", "identity.ui.close_tokens", "identity.ui.close_kept"] as const;
const openTells = ["identity.ui.open_signs_in", "identity.ui.open_tokens"] as const;
