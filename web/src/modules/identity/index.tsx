import type { ClientModule } from "~/app/module";

export const identity: ClientModule = {
  name: "identity",
  routes: [
    { path: "/signin", load: () => import("./pages/SignInPage"), bare: true },
    { path: "/start", load: () => import("./pages/StartPage"), bare: true },
  ],
  menu: [],
};
