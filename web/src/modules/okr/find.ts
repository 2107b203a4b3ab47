import type { Find } from "~/app/module";
import { api } from "~/api/client";
import type { ObjectiveRow, Page } from "~/api/types";
import { name } from "~/ui/format";

const hits = 6;

export const find: Find = async (q, language, signal) => {
  const list = await api.get<Page<ObjectiveRow>>("/objectives", { q, limit: hits }, signal);
  return list.items.map((row) => ({
    id: `o${row.id}`,
    label: name(row.title, language),
    note: name(row.unit_names, language),
    to: `/okr/${row.id}`,
  }));
};
