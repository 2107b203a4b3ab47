import { Target } from "lucide-react";
import { lazy } from "react";
import type { ClientModule } from "~/app/module";
import { loadWords } from "~/ui/i18n/words";
import { followLive } from "./live";

const ObjectiveDrawer = lazy(async () => {
  const [part] = await Promise.all([import("./parts/ObjectiveDrawer"), loadWords("okr")]);
  return part;
});

const MetricObjectives = lazy(async () => {
  const [part] = await Promise.all([import("./parts/MetricObjectives"), loadWords("okr")]);
  return part;
});

export const okr: ClientModule = {
  name: "okr",
  routes: [
    { path: "/okr/new", load: () => import("./pages/NewObjectivePage") },
    { path: "/okr/:objective?", load: () => import("./pages/ObjectivesPage") },
    { path: "/check-in/:keyResult", load: () => import("./pages/CheckInPage") },
  ],
  menu: [{ group: "dual", label: "shell.menu_okr", path: "/okr", icon: Target, letter: "o" }],
  slots: { "objective.drawer": ObjectiveDrawer, "metric.objectives": MetricObjectives },
  find: { label: "ui.objectives", load: () => import("./find") },
  live: followLive,
};
