/** The screens of the shell itself. */
export async function screens() {
  return [
    { name: "mine", path: "/me" },
    { name: "settings", path: "/settings", wait: "[name=session_days]", figure: "summary .num", login: "admin", phone: true },
    { name: "inbox", path: "/inbox", wait: ".page h1", login: "manager", phone: true },
    { name: "notices", path: "/me?notices", heading: "aside h2", wait: "aside section li", figure: "aside li", login: "manager", phone: true },
    { name: "import", path: "/settings/import?inlet=people.person", wait: "main li.tag", login: "hr" },
    { name: "style", path: "/style", figure: ".style-type .num" },
  ];
}
