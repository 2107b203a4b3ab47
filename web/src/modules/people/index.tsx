import { Users } from "lucide-react";
import type { ClientModule } from "~/app/module";

export default {
  order: 40,
  routes: [
    { path: "/people/:person?", load: () => import("./pages/PeoplePage") },
  ],
  menu: [{ group: "people", label: "people.shell.menu", path: "/people", icon: Users, letter: "p", needs: "people.read" }],
  find: { label: "people.shell.found", load: () => import("./find") },
} satisfies ClientModule;
