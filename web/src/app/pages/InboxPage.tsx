import { ChevronRight, UserRoundCheck } from "lucide-react";
import { Suspense, lazy, useState } from "react";
import { Page } from "~/ui/Page";
import { Slot } from "~/ui/Slot";
import { Segmented } from "~/ui/controls";
import { daysBetween, localDay, today } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { Link, numberOf, useNavigate, useParams, useScope } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { ApprovalLine } from "../inbox/ApprovalLine";
import { ApprovalPane } from "../inbox/ApprovalPane";
import { type Approval, useBox, useDelegations, useWaiting } from "../inbox/queries";
import lines from "~/ui/inbox_lines.module.css";
import { Export, listOf } from "~/ui/list/Export";
import styles from "../inbox/inbox.module.css";

/** Days and people are chosen with what is loaded only then. */
const DeputyDialog = lazy(() => import("../inbox/DeputyDialog"));

const views = ["todo", "sent", "done"] as const;
type View = (typeof views)[number];

/** What waits for the reader, what the reader has asked for, and what is decided; one pane beside the list. */
export default function InboxPage() {
  const t = useT();
  const navigate = useNavigate();
  const [search, setSearch] = useScope();
  const asked = numberOf(useParams<{ approval?: string }>().approval);
  const waiting = useWaiting();
  const view: View = views.find((one) => one === search.box) ?? "todo";
  // Beside the list there is room for the first one; a phone shows it when it is asked for.
  const chosen = asked ?? (view === "todo" ? waiting.data?.items[0]?.id : undefined);
  const count = waiting.data?.items.length ?? 0;
  const choices = [
    { value: "todo" as const, label: count ? t("inbox.todo_n", { count }) : t("inbox.todo") },
    { value: "sent" as const, label: t("inbox.sent") },
    { value: "done" as const, label: t("inbox.done") },
  ];
  const show = (box: View) => navigate({ to: "/inbox", search: { box: box === "todo" ? undefined : box } });
  return (
    <Page
      title={t("inbox.title")}
      beside={<Segmented label={t("inbox.view")} value={view} choices={choices} onChange={show} />}
      scope={view === "todo" ? <Longest items={waiting.data?.items ?? []} /> : null}
      end={
        <>
          <Export list={listOf("/approvals", { box: view === "todo" ? "mine" : view })} title={t("inbox.title")} />
          <DeputyButton />
        </>
      }
    >
      <div className={`${styles.inbox} ${asked === undefined ? "" : styles.open}`}>
        <section className={`card ${styles.list}`} aria-label={choices.find(({ value }) => value === view)!.label}>
          {view === "todo" ? <Todo chosen={chosen} /> : <Kept box={view} chosen={chosen} />}
        </section>
        <section className={`card ${styles.pane}`}>
          {chosen === undefined ? (
            <p className={`note ${styles.choose}`}>{t("inbox.choose")}</p>
          ) : (
            <ApprovalPane key={chosen} id={chosen} onBack={() => setSearch({}, true, "/inbox")} />
          )}
        </section>
      </div>
    </Page>
  );
}

function Longest({ items }: { items: Approval[] }) {
  const t = useT();
  const ages = items.map(({ since, submitted_at }) => daysBetween(localDay(since ?? submitted_at), today()));
  if (Math.max(0, ...ages) === 0) return null;
  return <span className="note">{t("inbox.longest", { days: Math.max(...ages) })}</span>;
}

function Todo({ chosen }: { chosen?: number }) {
  const t = useT();
  const waiting = useWaiting();
  return (
    <>
      <h2 className={lines.group}>
        {t("inbox.for_me")} {waiting.data ? <span className="note num">{waiting.data.items.length}</span> : null}
      </h2>
      {waiting.isPending ? <Skeleton rows={4} /> : null}
      {waiting.isError ? <ErrorState error={waiting.error} retry={() => void waiting.refetch()} /> : null}
      {waiting.data?.items.length === 0 ? <Empty title={t("inbox.empty")} text={t("inbox.empty_text")} /> : null}
      <Lines items={waiting.data?.items ?? []} chosen={chosen} />
      <Slot name="inbox.update" />
      <Slot name="inbox.alarm" />
      <Link to="/inbox" search={{ box: "done" }} className={styles.kept}>
        <b>{t("inbox.done")}</b>
        <ChevronRight size={15} strokeWidth={1.75} aria-hidden="true" />
      </Link>
    </>
  );
}

function Kept({ box, chosen }: { box: "sent" | "done"; chosen?: number }) {
  const t = useT();
  const query = useBox(box, true);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const empty = box === "sent" ? (["inbox.sent_empty", "inbox.sent_empty_text"] as const) : (["inbox.done_empty", "inbox.done_empty_text"] as const);
  return (
    <>
      {query.isPending ? <Skeleton rows={6} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data && items.length === 0 ? <Empty title={t(empty[0])} text={t(empty[1])} /> : null}
      <Lines items={items} chosen={chosen} ended />
      {query.hasNextPage ? (
        <button type="button" className={`btn sm ${styles.more}`} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("inbox.more")}
        </button>
      ) : null}
    </>
  );
}

function Lines({ items, chosen, ended }: { items: Approval[]; chosen?: number; ended?: boolean }) {
  if (items.length === 0) return null;
  return (
    <ul className={lines.lines}>
      {items.map((row) => (
        <ApprovalLine key={row.id} row={row} chosen={row.id === chosen} ended={ended} />
      ))}
    </ul>
  );
}

function DeputyButton() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const now = today();
  const deputy = useDelegations().data?.find(({ from, to }) => from <= now && now <= to);
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        <UserRoundCheck size={15} strokeWidth={1.75} aria-hidden="true" />
        {deputy ? t("inbox.deputy_is", { name: deputy.deputy_name }) : t("inbox.deputy")}
      </button>
      {open ? (
        <Suspense>
          <DeputyDialog onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
