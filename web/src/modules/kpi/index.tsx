import type { ClientModule } from "~/app/module";

export const kpi: ClientModule = { name: "kpi", routes: [], menu: [] };
