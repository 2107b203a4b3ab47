import { useEffect, useState } from "react";
import type { PersonRow } from "~/api/types";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { PersonTag } from "~/ui/marks";
import { Empty, ErrorState, Skeleton } from "~/ui/states";
import { usePeople } from "../queries";
import { employment } from "./employment";

/** Typing is followed after a pause, so that not every letter is a request. */
const typingMs = 250;

function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

type Props = { unit: number; text: string; chosen?: number; onOpen: (id: number) => void; onClear: () => void };

export function Roster({ unit, text, chosen, onOpen, onClear }: Props) {
  const { t } = useWords();
  const q = useSettled(text.trim());
  const query = usePeople({ unit, q: q || undefined });
  if (query.isPending) return <Skeleton rows={10} avatar />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return q ? (
      <Empty
        title={t("ui.nothing_found", { text: q })}
        action={
          <button type="button" className="btn" onClick={onClear}>
            {t("ui.clear_filter")}
          </button>
        }
      />
    ) : (
      <Empty title={t("people.ui.nobody")} text={t("people.ui.nobody_text")} />
    );
  }
  return (
    <>
      <table className="table roster">
        <caption className="sr">{t("people.ui.roster")}</caption>
        <thead>
          <tr>
            <th>{t("people.ui.person")}</th>
            <th>{t("people.ui.post")}</th>
            <th className="desk">{t("people.ui.unit")}</th>
            <th className="desk">{t("people.ui.employee_no")}</th>
            <th>{t("people.ui.employment")}</th>
            <th className="desk">{t("people.ui.manager")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.id} row={row} chosen={row.id === chosen} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage ? (
        <p className="roster-more">
          <button type="button" className="btn" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("ui.more")}
          </button>
        </p>
      ) : null}
    </>
  );
}

function Line({ row, chosen, onOpen }: { row: PersonRow; chosen: boolean; onOpen: (id: number) => void }) {
  const { t, language } = useWords();
  return (
    <tr className={chosen ? "chosen" : undefined}>
      <th scope="row">
        <button type="button" className="row-link" data-row={`p${row.id}`} onClick={() => onOpen(row.id)}>
          <PersonTag name={row.name} />
        </button>
      </th>
      <td>{name(row.post, language)}</td>
      <td className="desk">{name(row.unit_names, language)}</td>
      <td className="desk num">{row.employee_no}</td>
      <td>
        <span className="tag">{employment(row.employment_type, t)}</span>
      </td>
      <td className="desk dim">{row.manager_name ?? "—"}</td>
    </tr>
  );
}
