import { KeyRound } from "lucide-react";
import type { ClientModule } from "~/app/module";
import { loadWords, moduleWords } from "~/ui/i18n/words";

/** What a role or a token may do is said in the words of the module that it belongs to. */
async function withAllWords<Page>(load: () => Promise<Page>): Promise<Page> {
  const [page] = await Promise.all([load(), loadWords(...moduleWords)]);
  return page;
}

export default {
  order: 0,
  routes: [
    { path: "/signin", load: () => import("./pages/SignInPage"), bare: true },
    { path: "/activate", load: () => import("./pages/ActivatePage"), bare: true },
    { path: "/start", load: () => import("./pages/StartPage"), bare: true },
    { path: "/me/access", load: () => withAllWords(() => import("./pages/AccessPage")) },
    { path: "/accounts/slips", load: () => import("./pages/SlipsPage") },
    { path: "/accounts/:account?", load: () => withAllWords(() => import("./pages/AccountsPage")) },
  ],
  menu: [{ group: "platform", label: "identity.shell.menu", path: "/accounts", icon: KeyRound, needs: "identity.manage" }],
} satisfies ClientModule;
