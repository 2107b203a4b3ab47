import { LayoutDashboard } from "lucide-react";
import type { ClientModule } from "~/app/module";

export default {
  order: 10,
  routes: [{ path: "/board", load: () => import("./pages/BoardPage") }],
  menu: [{ group: "dual", label: "dashboard.shell.menu", path: "/board", icon: LayoutDashboard, letter: "b" }],
  slots: { "twin.strip": () => import("./parts/TwinStrip") },
} satisfies ClientModule;
