import { Confirm } from "~/ui/Confirm";
import { moment } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { ErrorState, Skeleton } from "~/ui/states";
import { type Session, useEndSessions, useMySessions } from "../queries";
import styles from "./access.module.css";

/** Where I am signed in: this place first, then what was used last. */
export function SessionLines() {
  const { t } = useWords();
  const query = useMySessions();
  const end = useEndSessions();
  if (!query.data) return query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={2} />;
  const sessions = query.data.toSorted((a, b) => Number(b.current) - Number(a.current) || b.used_at.localeCompare(a.used_at));
  const others = sessions.filter(({ current }) => !current).map(({ id }) => id);
  return (
    <>
      <ul className={styles.lines}>
        {sessions.map((session) => (
          <Line key={session.id} session={session} end={() => end([session.id])} />
        ))}
      </ul>
      {others.length > 1 ? (
        <div className={styles.all}>
          <Confirm label={t("identity.ui.end_others")} question={t("identity.ui.end_others_ask", { count: others.length })} act={() => end(others)} done={() => undefined} />
        </div>
      ) : null}
    </>
  );
}

function Line({ session, end }: { session: Session; end: () => Promise<unknown> }) {
  const { t, language } = useWords();
  const { client, current, created_at, used_at } = session;
  const place = client || t("identity.ui.session_nowhere");
  const used = current ? t("identity.ui.session_now") : t("identity.ui.session_used", { when: moment(used_at, language) });
  return (
    <li>
      <div className="grow">
        <p className={styles.title}>
          <b className="num">{place}</b>
          {current ? <span className="tag">{t("identity.ui.session_this")}</span> : null}
        </p>
        <p className="note">{t("identity.ui.session_facts", { since: moment(created_at, language), used })}</p>
      </div>
      {current ? null : <Confirm label={t("identity.ui.end")} question={t("identity.ui.end_ask", { place })} act={end} done={() => undefined} />}
    </li>
  );
}
