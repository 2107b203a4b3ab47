import { Target } from "lucide-react";
import type { ClientModule } from "~/app/module";

export default {
  order: 20,
  routes: [
    { path: "/okr/new", load: () => import("./pages/NewObjectivePage") },
    { path: "/okr/proposals", load: () => import("./pages/ProposalsPage") },
    { path: "/okr/cycles", load: () => import("./pages/CyclesPage") },
    { path: "/okr/cycles/:cycle/close", load: () => import("./pages/ClosePage") },
    { path: "/okr/map", load: () => import("./pages/MapPage") },
    { path: "/okr/:objective?", load: () => import("./pages/ObjectivesPage") },
    { path: "/check-in/:keyResult", load: () => import("./pages/CheckInPage"), quiet: true },
  ],
  menu: [{ group: "dual", label: "okr.shell.menu", path: "/okr", icon: Target, letter: "o", needs: "okr.read" }],
  slots: {
    "objective.drawer": () => import("./parts/ObjectiveDrawer"),
    "objective.rows": () => import("./parts/ObjectiveRail"),
    "inbox.update": () => import("./parts/InboxUpdates"),
    "metric.objectives": () => import("./parts/MetricObjectives"),
  },
  subjects: { "okr.objective_review": (objective) => `/okr/${objective}` },
  find: { label: "ui.objectives", load: () => import("./find") },
} satisfies ClientModule;
