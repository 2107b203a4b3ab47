import { Users } from "lucide-react";
import type { ClientModule } from "~/app/module";
import { keys } from "~/api/keys";

export const people: ClientModule = {
  name: "people",
  routes: [
    { path: "/people/:person?", load: () => import("./pages/PeoplePage") },
  ],
  menu: [{ group: "people", label: "shell.menu_people", path: "/people", icon: Users, letter: "p" }],
  live: (client, event) => {
    if (event.topic !== "people.changed") return;
    void client.invalidateQueries({ queryKey: keys.units });
    void client.invalidateQueries({ queryKey: ["people"] });
  },
};
