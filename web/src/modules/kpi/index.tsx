import { Gauge } from "lucide-react";
import { lazy } from "react";
import type { ClientModule } from "~/app/module";
import { loadWords } from "~/ui/i18n/words";
import { followLive } from "./live";

const AcknowledgeSlot = lazy(async () => {
  const [part] = await Promise.all([import("./parts/AcknowledgeSlot"), loadWords("kpi")]);
  return part;
});

export const kpi: ClientModule = {
  name: "kpi",
  routes: [
    { path: "/kpi", load: () => import("./pages/MetricsPage") },
    { path: "/kpi/measures", load: () => import("./pages/MeasuresPage") },
    { path: "/kpi/measures/:measure", load: () => import("./pages/MeasurePage") },
    { path: "/kpi/import", load: () => import("./pages/ImportPage") },
    { path: "/kpi/new", load: () => import("./pages/NewMetricPage") },
    { path: "/kpi/assign", load: () => import("./pages/AssignPage") },
    { path: "/kpi/:assignment", load: () => import("./pages/MetricPage") },
  ],
  menu: [{ group: "dual", label: "shell.menu_kpi", path: "/kpi", icon: Gauge, letter: "k" }],
  slots: { "breach.acknowledge": AcknowledgeSlot },
  find: { label: "ui.metrics", load: () => import("./find") },
  live: followLive,
};
