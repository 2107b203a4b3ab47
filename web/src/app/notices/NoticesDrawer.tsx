import { BellRing, CircleCheck, Gauge, PencilLine } from "lucide-react";
import { useState } from "react";
import { createPortal } from "react-dom";
import { Drawer } from "~/ui/Drawer";
import { Segmented } from "~/ui/controls";
import { clock, localDay, relative, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import { type Notice, type NoticeGroup, noticeGroups, useNotices, useReadMarks } from "./queries";
import styles from "./notices.module.css";

const icons = { update: PencilLine, alarm: Gauge, news: CircleCheck } as const;

/** What I was told, by what it asks of me. */
export default function NoticesDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [unread, setUnread] = useState(true);
  const query = useNotices(unread);
  const marks = useReadMarks();
  const notices = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const newest = notices.filter(({ read_at }) => read_at === null).map(({ id }) => id);
  const head = (
    <>
      <h2 className={styles.head}>{t("shell.notices")}</h2>
      <div className={styles.tools}>
        <Segmented
          label={t("notices.which")}
          value={unread ? "unread" : "all"}
          choices={[
            { value: "unread", label: t("notices.new") },
            { value: "all", label: t("notices.all") },
          ]}
          onChange={(next) => setUnread(next === "unread")}
        />
        <span className="grow" />
        <Export list={listOf("/notices", { unread: unread || undefined })} title={t("shell.notices")} />
        {newest.length > 0 ? (
          <button type="button" className="link-btn" onClick={() => void marks.all(Math.max(...newest))}>
            {t("notices.read_all")}
          </button>
        ) : null}
      </div>
    </>
  );
  return createPortal(
    <Drawer label={t("shell.notices")} rail="plain" head={head} onClose={onClose}>
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton rows={5} /> : null}
      {query.isSuccess && notices.length === 0 && !query.hasNextPage ? (
        <Empty title={t(unread ? "notices.none" : "notices.never")} text={t("notices.none_text")} />
      ) : null}
      {noticeGroups.map((group) => (
        <Group key={group} group={group} notices={notices.filter((notice) => notice.group === group)} read={marks.one} onClose={onClose} />
      ))}
      {query.hasNextPage ? (
        <button type="button" className={`btn ${styles.more}`} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("notices.more")}
        </button>
      ) : null}
    </Drawer>,
    document.body,
  );
}

type GroupProps = { group: NoticeGroup; notices: Notice[]; read: (notice: number) => Promise<void>; onClose: () => void };

function Group({ group, notices, read, onClose }: GroupProps) {
  const { t } = useWords();
  if (notices.length === 0) return null;
  return (
    <section className={styles.group} aria-labelledby={`notices-${group}`}>
      <h3 id={`notices-${group}`}>
        {t(`notices.${group}`)} <span className="num note">{notices.length}</span>
      </h3>
      <ul>
        {notices.map((notice) => (
          <Line key={notice.id} notice={notice} read={() => read(notice.id)} onClose={onClose} />
        ))}
      </ul>
    </section>
  );
}

/** Opening a notice reads it; why it came is said below it. */
function Line({ notice, read, onClose }: { notice: Notice; read: () => Promise<void>; onClose: () => void }) {
  const { t, language } = useWords();
  const Icon = notice.group === "alarm" ? BellRing : icons[notice.group];
  const isNew = notice.read_at === null;
  const day = localDay(notice.told_at);
  const open = () => {
    if (isNew) void read();
    onClose();
  };
  return (
    <li className={isNew ? styles.fresh : undefined}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className={notice.group === "alarm" ? styles.alarm : undefined} />
      <div className={styles.said}>
        <Link to={notice.link ?? "/"} className={styles.title} onClick={open}>
          {notice.title}
        </Link>
        <p>{notice.text}</p>
        <p className="note">{t("notices.why", { why: notice.why ?? "" })}</p>
      </div>
      <div className={styles.side}>
        <time dateTime={notice.told_at} className="num note">
          {day === today() ? clock(notice.told_at).slice(0, 5) : relative(day, t, language)}
        </time>
        {isNew ? (
          <button type="button" className="link-btn" onClick={() => void read()} aria-label={t("notices.read_one", { title: notice.title ?? "" })}>
            {t("notices.read")}
          </button>
        ) : null}
      </div>
    </li>
  );
}
