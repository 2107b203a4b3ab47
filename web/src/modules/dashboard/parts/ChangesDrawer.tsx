import { Drawer } from "~/ui/Drawer";
import { dayAfter, dayInText, name, today } from "~/ui/format";
import { Segmented } from "~/ui/controls";
import { useWords } from "~/ui/i18n/words";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { Export, listOf } from "~/ui/list/Export";
import type { Board } from "~/api/types";
import { useChanges } from "../queries";
import { ChangeLine } from "./ChangeLine";
import css from "./changes.module.css";

const spans = ["1", "7", "31"] as const;

type Props = { unit: Board["unit"]; days: number; onDays: (days: number) => void; onClose: () => void };

/** What moved in a unit and below: both rails in one list, newest first. */
export default function ChangesDrawer({ unit, days, onDays, onClose }: Props) {
  const { t, language } = useWords();
  const since = dayAfter(today(), -days);
  const query = useChanges(unit.id, since);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer
      label={t("dashboard.ui.changes")}
      rail="plain"
      onClose={onClose}
      head={
        <>
          <h2>{t("dashboard.ui.changes")}</h2>
          <p className="note">
            {name(unit.names, language)} · {t("dashboard.ui.changes_since", { day: dayInText(since, language) })}
          </p>
          <Segmented
            label={t("dashboard.ui.since")}
            value={String(days)}
            choices={spans.map((span) => ({ value: span as string, label: t("dashboard.ui.since_days", { days: Number(span) }) }))}
            onChange={(span) => onDays(Number(span))}
          />
          <Export list={listOf("/changes", { unit: unit.id, since })} title={t("dashboard.ui.changes")} />
        </>
      }
    >
      {query.isPending ? <Skeleton rows={8} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data && items.length === 0 ? <Empty title={t("dashboard.ui.changes_none")} text={t("dashboard.ui.changes_none_text")} /> : null}
      <ul className={css.lines}>
        {items.map((change) => (
          <ChangeLine key={`${change.kind}${change.id}${change.at}`} change={change} unitShown />
        ))}
      </ul>
      {query.hasNextPage ? (
        <button type="button" className="btn sm" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("dashboard.ui.changes_more")}
        </button>
      ) : null}
    </Drawer>
  );
}
