import type { SlotProps } from "~/app/slots";
import { useWords } from "~/ui/i18n/words";
import { ObjectiveRows, ObjectiveTable } from "./ObjectiveRows";

/** The objectives of a page of another module. */
export default function ObjectiveRail(props: SlotProps["objective.rows"]) {
  const { t } = useWords();
  const { rows, links, tinted, open, openKeyResult } = props;
  const results = rows.reduce((sum, row) => sum + row.key_results.length, 0);
  return (
    <ObjectiveTable
      caption={t("ui.objectives")}
      note={t("okr.ui.objectives_note", { objectives: rows.length, key_results: results })}
    >
      {rows.map((row) => (
        <ObjectiveRows
          key={row.id}
          row={row}
          open={open(row.id)}
          krOpen={openKeyResult}
          tinted={tinted.has(row.id)}
          links={links}
        />
      ))}
    </ObjectiveTable>
  );
}
