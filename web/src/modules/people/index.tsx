import type { ClientModule } from "~/app/module";

export const people: ClientModule = { name: "people", routes: [], menu: [] };
