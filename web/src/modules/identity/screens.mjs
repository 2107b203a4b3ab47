/** The screens before sign-in, which have no figures; the administrator's accounts, and what opens one's own. */
export async function screens(get) {
  const one = `/accounts/${(await get("/session")).account}`;
  return [
    { name: "sign-in", path: "/signin", login: null, phone: true },
    { name: "first-start", path: "/start?token=none", login: null },
    { name: "start-without-token", path: "/start", login: null },
    { name: "accounts", path: "/accounts", figure: "[data-list=accounts] td.num", login: "admin", phone: true },
    { name: "account", path: one, heading: ".drawer h2", figure: ".drawer li .num", login: "admin", phone: true },
    { name: "account-roles", path: `${one}?edit=1`, heading: ".drawer h2", wait: ".drawer fieldset", figure: ".form-check .note", login: "admin" },
    { name: "access", path: "/me/access", figure: "main li .num", wait: "[autocomplete=new-password]", login: "hr", phone: true },
    { name: "token-form", path: "/me/access?edit=token", heading: "dialog h2", wait: "dialog fieldset", login: "hr", phone: true },
    { name: "activate", path: "/activate", login: null, phone: true },
    { name: "account-slips-none", path: "/accounts/slips", wait: ".state-title", login: "admin" },
    { name: "accounts-not-yours", path: "/accounts", wait: ".state-title", login: "employee" },
  ];
}
