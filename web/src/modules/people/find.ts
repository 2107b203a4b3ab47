import type { Find } from "~/app/module";
import { api } from "~/api/client";
import type { Page, PersonRow } from "~/api/types";
import { name } from "~/ui/format";

const hits = 6;

export const find: Find = async (q, language, signal) => {
  const list = await api.get<Page<PersonRow>>("/people", { q, limit: hits }, signal);
  return list.items.map((row) => ({
    id: `p${row.id}`,
    label: row.name,
    note: `${name(row.unit_names, language)} ${name(row.post, language)}`,
    to: `/people/${row.id}`,
  }));
};
