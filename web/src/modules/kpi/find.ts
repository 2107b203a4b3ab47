import type { Find } from "~/app/module";
import { name } from "~/ui/format";
import { allMetrics } from "./queries";

const hits = 6;

export const find: Find = async (text, language, signal) => {
  const wanted = text.toLowerCase();
  return (await allMetrics(signal))
    .filter((row) => [row.code, row.names.zh, row.names.en].some((one) => one.toLowerCase().includes(wanted)))
    .slice(0, hits)
    .map((row) => ({
      id: `k${row.assignment}`,
      label: name(row.names, language),
      note: `${row.code} · ${name(row.unit_names, language)}`,
      to: `/kpi/${row.assignment}`,
    }));
};
