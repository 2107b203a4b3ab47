import { Gauge } from "lucide-react";
import type { ClientModule } from "~/app/module";

export default {
  order: 30,
  routes: [
    { path: "/kpi", load: () => import("./pages/MetricsPage") },
    { path: "/kpi/measures", load: () => import("./pages/MeasuresPage") },
    { path: "/kpi/measures/:measure", load: () => import("./pages/MeasurePage") },
    { path: "/kpi/new", load: () => import("./pages/NewMetricPage") },
    { path: "/kpi/assign", load: () => import("./pages/AssignPage") },
    { path: "/kpi/:assignment", load: () => import("./pages/MetricPage") },
  ],
  menu: [{ group: "dual", label: "kpi.shell.menu", path: "/kpi", icon: Gauge, letter: "k" }],
  slots: {
    "metric.rows": () => import("./parts/MetricRail"),
    "breach.acknowledge": () => import("./parts/AcknowledgeSlot"),
  },
  find: { label: "ui.metrics", load: () => import("./find") },
} satisfies ClientModule;
