import { Gauge, Table2 } from "lucide-react";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { ClientModule } from "~/app/module";
import { loadWords } from "~/ui/i18n/words";

/** The sheet has its place in the menu for whoever has a figure to report. */
const entryWaits = {
  queryKey: keys.entryDue,
  queryFn: async () => {
    const { duties, missing } = await api.get("/entry/due");
    return { shown: duties > 0, count: missing };
  },
};

export default {
  order: 30,
  routes: [
    { path: "/kpi", load: () => import("./pages/MetricsPage") },
    { path: "/kpi/measures", load: async () => (await Promise.all([import("./pages/MeasuresPage"), loadWords("money")]))[0] },
    { path: "/kpi/measures/:measure", load: async () => (await Promise.all([import("./pages/MeasurePage"), loadWords("money")]))[0] },
    { path: "/kpi/sources/:source?", load: async () => (await Promise.all([import("./pages/SourcesPage"), loadWords("sources")]))[0] },
    { path: "/kpi/new", load: async () => (await Promise.all([import("./pages/NewMetricPage"), loadWords("money")]))[0] },
    { path: "/kpi/assign/many", load: () => import("./pages/AssignManyPage") },
    { path: "/kpi/assign", load: () => import("./pages/AssignPage") },
    { path: "/entry", load: () => import("./pages/EntryPage"), quiet: true },
    { path: "/kpi/:assignment/targets", load: () => import("./pages/TargetsPage") },
    { path: "/kpi/:assignment", load: () => import("./pages/MetricPage") },
  ],
  menu: [
    { group: "dual", label: "kpi.shell.menu", path: "/kpi", icon: Gauge, letter: "k" },
    { group: "dual", label: "kpi.shell.entry", path: "/entry", icon: Table2, letter: "e", needs: "kpi.enter", waits: entryWaits, landing: (me) => me.roles.every((role) => role === "operator") },
  ],
  slots: {
    "metric.rows": () => import("./parts/MetricRail"),
    "inbox.alarm": () => import("./parts/InboxAlarms"),
    "breach.acknowledge": () => import("./parts/AcknowledgeSlot"),
  },
  subjects: { "kpi.target_change": (assignment) => `/kpi/${assignment}` },
  find: { label: "ui.metrics", load: () => import("./find") },
} satisfies ClientModule;
