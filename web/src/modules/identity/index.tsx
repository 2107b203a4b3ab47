import type { ClientModule } from "~/app/module";

export default {
  order: 0,
  routes: [
    { path: "/signin", load: () => import("./pages/SignInPage"), bare: true },
    { path: "/start", load: () => import("./pages/StartPage"), bare: true },
  ],
  menu: [],
} satisfies ClientModule;
