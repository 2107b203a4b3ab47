import type { Find } from "~/app/module";
import { name } from "~/ui/format";
import { findObjectives } from "./queries";

const hits = 6;

export const find: Find = async (q, language, signal) => {
  const found = await findObjectives(q, hits, signal);
  return found.map((row) => ({
    id: `o${row.id}`,
    label: name(row.title, language),
    note: name(row.unit_names, language),
    to: `/okr/${row.id}`,
  }));
};
