import { LayoutDashboard } from "lucide-react";
import type { ClientModule } from "~/app/module";
import { followLive } from "./live";

export const dashboard: ClientModule = {
  name: "dashboard",
  routes: [{ path: "/board", load: () => import("./pages/BoardPage") }],
  menu: [{ group: "dual", label: "shell.menu_board", path: "/board", icon: LayoutDashboard, letter: "b" }],
  live: followLive,
};
