import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Reading } from "~/api/types";
import { day, exact, name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Revisions } from "./ReadingItem";

/** All readings of a measure; one that was corrected opens to its revisions. */
export function ReadingTable({ items, unit }: { items: Reading[]; unit: string }) {
  const { t } = useWords();
  return (
    <table className="table readings-table">
      <caption className="sr">{t("kpi.ui.readings")}</caption>
      <thead>
        <tr>
          <th>{t("kpi.ui.day")}</th>
          <th>{t("ui.unit_scope")}</th>
          <th className="r">{unit ? t("kpi.ui.amount_in", { unit }) : t("kpi.ui.amount")}</th>
          <th className="desk">{t("kpi.ui.source")}</th>
          <th className="desk">{t("kpi.ui.source_key")}</th>
          <th className="r">{t("kpi.ui.revision")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((reading) => (
          <Line key={reading.id} reading={reading} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ reading }: { reading: Reading }) {
  const { t, language } = useWords();
  const [open, setOpen] = useState(false);
  const corrected = reading.revisions.length > 1;
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <>
      <tr>
        <td className="num">{day(reading.on, language)}</td>
        <th scope="row">{name(reading.unit_names, language)}</th>
        <td className="r num">
          <b>{exact(reading.amount)}</b>
        </td>
        <td className="desk dim">{reading.source}</td>
        <td className="desk dim">{reading.source_key}</td>
        <td className="r">
          {corrected ? (
            <button type="button" className="link-btn revision-btn" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t("kpi.ui.revision_n", { n: reading.revision })}
              <Icon size={13} strokeWidth={2} aria-hidden="true" />
            </button>
          ) : (
            <span className="dim">{t("kpi.ui.revision_n", { n: reading.revision })}</span>
          )}
        </td>
      </tr>
      {open ? (
        <tr className="revision-row">
          <td colSpan={6}>
            <Revisions reading={reading} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
