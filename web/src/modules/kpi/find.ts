import type { Find } from "~/app/module";
import { api } from "~/api/client";
import type { KpiRow, Page } from "~/api/types";
import { name } from "~/ui/format";

const hits = 6;

export const find: Find = async (text, language, signal) => {
  const list = await api.get<Page<KpiRow>>("/kpi-assignments", { limit: 200 }, signal);
  const wanted = text.toLowerCase();
  return list.items
    .filter((row) => [row.code, row.names.zh, row.names.en].some((one) => one.toLowerCase().includes(wanted)))
    .slice(0, hits)
    .map((row) => ({
      id: `k${row.assignment}`,
      label: name(row.names, language),
      note: `${row.code} · ${name(row.unit_names, language)}`,
      to: `/kpi/${row.assignment}`,
    }));
};
