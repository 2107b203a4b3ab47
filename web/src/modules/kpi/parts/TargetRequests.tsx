/** Targets that were asked for: the one that waits, and what became of those before. */
import { Crosshair } from "lucide-react";
import { dayInText, moment, name } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { type TargetProposal, useTargetProposals } from "../proposal_queries";
import styles from "./target_requests.module.css";

export default function TargetRequests({ assignment }: { assignment: number }) {
  const { t } = useWords();
  const query = useTargetProposals(assignment);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  return (
    <section className="card" aria-labelledby="target-requests">
      <header className="card-head">
        <h2 id="target-requests">{t("inbox.target_requests")}</h2>
      </header>
      <ol className={styles.list}>
        {items.map((one) => (
          <One key={one.approval} of={one} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <p className={styles.more}>
          <button type="button" className="link-btn" onClick={() => void query.fetchNextPage()}>
            {t("inbox.target_earlier")}
          </button>
        </p>
      ) : null}
    </section>
  );
}

function One({ of }: { of: TargetProposal }) {
  const { t, language } = useWords();
  const waits = of.state === "open";
  return (
    <li>
      <p className={styles.head}>
        <Crosshair size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className={`tag ${waits ? "watch" : ""}`}>{t(`inbox.state_${of.state}` as Key)}</span>
        <span className="note">
          {of.by_name} {moment(of.at, language)}
        </span>
        <span className="grow" />
        {waits ? <Link to={`/inbox/${of.approval}`}>{t("inbox.target_see")}</Link> : null}
      </p>
      <dl>
        {of.changes.map((change) => (
          <div key={change.what.en || change.what.zh}>
            <dt>{name(change.what, language)}</dt>
            <dd className="num">
              {name(change.before, language)} → <b>{name(change.after, language)}</b>
            </dd>
          </div>
        ))}
      </dl>
      <p className="note">
        {t("inbox.target_from", { day: dayInText(of.from, language) })} {of.reason}
      </p>
      {waits ? <p className="note">{t("inbox.target_until")}</p> : null}
    </li>
  );
}
