import { useT } from "~/ui/i18n/words";
import css from "../rail.module.css";
import { useWaiting } from "./queries";

/** How many requests wait for the reader; nothing when none does. */
export default function InboxCount() {
  const t = useT();
  const { data } = useWaiting();
  const count = data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <span className={`${css.count} num`} aria-label={t("shell.inbox_count", { count })}>
      {count}
      {data?.next ? "+" : ""}
    </span>
  );
}
