import type { ReactNode } from "react";
import { Confirm } from "~/ui/Confirm";
import { day, localDay, relative } from "~/ui/format";
import { type Key, type Translate, useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import type { Token } from "../queries";
import styles from "./access.module.css";

type Answer = { data: Token[] | undefined; error: unknown; refetch: () => unknown };
type Props = {
  query: Answer;
  /** One of them, or all. */
  revoke: (one?: number) => Promise<unknown>;
  /** Whether all can be revoked by one act. */
  all?: boolean;
  none: ReactNode;
};

/** API tokens: what each may do, until when, and when it was last used; each can be revoked. */
export function TokenLines({ query, revoke, all = false, none }: Props) {
  const { t } = useWords();
  const { data: tokens, error } = query;
  if (!tokens) return error ? <ErrorState error={error} retry={() => void query.refetch()} /> : <Skeleton rows={2} />;
  if (tokens.length === 0) return none;
  return (
    <>
      <ul className={styles.lines}>
        {tokens.map((token) => (
          <Line key={token.id} token={token} revoke={() => revoke(token.id)} />
        ))}
      </ul>
      {all && tokens.length > 1 ? (
        <div className={styles.all}>
          <Confirm label={t("identity.ui.revoke_all")} question={t("identity.ui.revoke_all_ask", { count: tokens.length })} act={() => revoke()} done={() => undefined} />
        </div>
      ) : null}
    </>
  );
}

export function scopeWords(scopes: string[], t: Translate): string {
  return scopes.map((scope) => t(scope as Key)).reduce((all, next) => t("identity.ui.and", { all, next }));
}

/** It ends with this day: the moment after it belongs to the next one. */
function lastDay(expires: Token["expires_at"]): string {
  return localDay(new Date(Date.parse(expires) - 1).toISOString());
}

function Line({ token, revoke }: { token: Token; revoke: () => Promise<unknown> }) {
  const { t, language } = useWords();
  const over = Date.parse(token.expires_at) <= Date.now();
  const until = day(lastDay(token.expires_at), language);
  const used = token.last_used_at ? t("identity.ui.token_used", { when: relative(localDay(token.last_used_at), t, language) }) : t("identity.ui.token_unused");
  return (
    <li>
      <div className="grow">
        <p className={styles.title}>
          <b>{token.label || t("identity.ui.token_nameless")}</b>
          {over ? <span className="tag watch">{t("identity.ui.token_over")}</span> : null}
        </p>
        {token.scopes.length ? <p>{scopeWords(token.scopes, t)}</p> : null}
        <p className="note">{t("identity.ui.token_facts", { until, used })}</p>
      </div>
      <Confirm label={t("identity.ui.revoke")} question={t("identity.ui.revoke_ask", { name: token.label })} act={revoke} done={() => undefined} />
    </li>
  );
}
