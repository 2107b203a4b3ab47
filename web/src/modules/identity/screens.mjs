/** The screens before sign-in: they have no figures. */
export async function screens() {
  return [
    { name: "sign-in", path: "/signin", login: null, phone: true },
    { name: "first-start", path: "/start?token=none", login: null },
    { name: "start-without-token", path: "/start", login: null },
  ];
}
