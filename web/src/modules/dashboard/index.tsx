import { House, LayoutDashboard } from "lucide-react";
import type { ClientModule } from "~/app/module";

export default {
  order: 10,
  routes: [
    { path: "/", load: () => import("./pages/DayPage") },
    { path: "/board/weekly", load: () => import("./pages/WeekPage") },
    { path: "/board", load: () => import("./pages/BoardPage") },
  ],
  menu: [
    { group: "own", label: "dashboard.shell.day", path: "/", icon: House, letter: "d", needs: "dashboard.read" },
    { group: "dual", label: "dashboard.shell.menu", path: "/board", icon: LayoutDashboard, letter: "b", needs: "dashboard.read" },
  ],
  slots: { "twin.strip": () => import("./parts/TwinStrip") },
} satisfies ClientModule;
