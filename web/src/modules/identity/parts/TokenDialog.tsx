import { Copy } from "lucide-react";
import dayjs from "dayjs";
import { useEffect, useId, useRef, useState } from "react";
import newToken from "schema:NewToken";
import { useMe } from "~/api/session";
import { Dialog } from "~/ui/Dialog";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { type Key, useT } from "~/ui/i18n/words";
import { type MadeToken, type NewToken, useAddToken } from "../queries";
import { Several } from "./Several";
import styles from "./access.module.css";

/** How long a token lasts unless somebody says otherwise. */
const usualDays = 90;

/** Makes a token, then shows its secret: this once, and nowhere else. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const me = useMe();
  const add = useAddToken();
  const [made, setMade] = useState<MadeToken | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  // The dialog opens with the focus on its first button; what is to be typed comes first.
  useEffect(() => frame.current?.querySelector("input")?.focus(), []);
  const choices = me.permissions.map((value) => ({ value, label: t(value as Key) }));
  return (
    <Dialog title={t("identity.ui.token_new")} width={560} onClose={onClose}>
      <div ref={frame}>
        {made ? (
          <Secret made={made} onClose={onClose} />
        ) : (
          <SchemaForm<NewToken>
            schema={newToken}
            words="identity.token."
            draft="token"
            groups={[{ fields: ["label", "expires_on", "scopes"] }]}
            first={{ label: "", expires_on: dayjs().add(usualDays, "day").format("YYYY-MM-DD"), scopes: [] }}
            fields={{
              expires_on: { from: dayjs().add(1, "day").format("YYYY-MM-DD") },
              scopes: {
                optional: true,
                check: ({ scopes }) => (scopes.length ? undefined : t("identity.ui.token_needs_scope")),
                view: (part) => <Several {...part} choices={choices} />,
              },
            }}
            submit={t("identity.ui.token_make")}
            save={async (body) => setMade(await add(body))}
            onDone={() => undefined}
            onCancel={onClose}
          />
        )}
      </div>
    </Dialog>
  );
}

function Secret({ made, onClose }: { made: MadeToken; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  /** Without TLS a browser has no clipboard for pages: the text is then marked, to be copied by hand. */
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(made.secret);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div className={styles.secret}>
      <p>{t("identity.ui.token_once", { name: made.token.label })}</p>
      <label className="label" htmlFor={id}>
        {t("identity.ui.token_secret")}
      </label>
      <div className="row">
        <input ref={field} id={id} className="field num" readOnly value={made.secret} autoFocus onFocus={(event) => event.target.select()} />
        <button type="button" className="btn" onClick={() => void copy()}>
          <Copy size={15} strokeWidth={1.75} aria-hidden="true" />
          {t("identity.ui.copy")}
        </button>
      </div>
      <div className={styles.foot}>
        <button type="button" className="btn primary" onClick={onClose}>
          {t("identity.ui.token_kept")}
        </button>
        <p className="note" role="status">
          {copied ? t("identity.ui.copied") : ""}
        </p>
      </div>
    </div>
  );
}
