import type { Find } from "~/app/module";
import { name } from "~/ui/format";
import { findPeople } from "./queries";

const hits = 6;

export const find: Find = async (q, language, signal) => {
  const found = await findPeople(q, hits, signal);
  return found.map((row) => ({
    id: `p${row.id}`,
    label: row.name,
    note: `${name(row.unit_names, language)} ${name(row.post, language)} ${row.employee_no}`,
    to: `/people/${row.id}`,
  }));
};
