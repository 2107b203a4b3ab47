import { Users } from "lucide-react";
import type { ClientModule } from "~/app/module";
import { keys } from "~/api/keys";
import { refetchSoon } from "~/api/refetch";

export const people: ClientModule = {
  name: "people",
  routes: [
    { path: "/people/:person?", load: () => import("./pages/PeoplePage") },
  ],
  menu: [{ group: "people", label: "shell.menu_people", path: "/people", icon: Users, letter: "p" }],
  find: { label: "shell.found_people", load: () => import("./find") },
  live: (client, event) => {
    if (event.topic !== "people.changed") return;
    refetchSoon(client, keys.people.module);
  },
};
