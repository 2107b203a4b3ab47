/** The screens of the shell itself. */
export async function screens() {
  return [
    { name: "mine", path: "/me" },
    { name: "settings", path: "/settings", wait: "td .light", figure: "td.num", login: "admin", phone: true },
    { name: "settings-general", path: "/settings/general", wait: "[name=session_days]", login: "admin" },
    { name: "settings-company", path: "/settings/general/company", wait: "[name=zone], select", login: "admin", phone: true },
    { name: "settings-calendars", path: "/settings/general/calendars?year=2026", wait: "[data-day]", figure: "[data-day]", login: "hr", phone: true },
    { name: "settings-rates", path: "/settings/general/rates", wait: ".state-title, [data-list=rates]", login: "hr" },
    { name: "settings-rate-add", path: "/settings/general/rates?act=add", heading: "dialog h2", wait: "dialog form", login: "hr" },
    { name: "settings-roles", path: "/settings/roles", wait: "summary", figure: "summary .num", login: "admin" },
    { name: "settings-role", path: "/settings/roles/hr", wait: "[type=checkbox]", login: "admin" },
    { name: "settings-role-new", path: "/settings/roles/new?from=employee", wait: "[type=checkbox]", login: "admin" },
    { name: "settings-approvals", path: "/settings/approvals", wait: "main li b", login: "hr" },
    { name: "settings-approval-rule", path: "/settings/approvals?rule=new", wait: ".drawer .form-sheet", heading: ".drawer h2", login: "hr" },
    { name: "settings-modules", path: "/settings/modules", wait: "[role=switch]", login: "admin" },
    { name: "settings-jobs", path: "/settings/jobs", wait: "tbody .btn", figure: "td.num", login: "admin" },
    { name: "settings-trail", path: "/settings/trail", wait: "tbody .link-btn", figure: "td.num", login: "admin" },
    { name: "inbox", path: "/inbox", wait: ".page h1", login: "manager", phone: true },
    { name: "notices", path: "/me?notices", heading: "aside h2", wait: "body:has(main h1) aside section li", figure: "aside li", login: "manager", phone: true },
    { name: "exports", path: "/exports", wait: ".state-title, [data-list=exports]", login: "hr", phone: true },
    { name: "import", path: "/settings/import?inlet=people.person", wait: "main li.tag", login: "hr" },
    { name: "style", path: "/style", figure: ".style-type .num" },
  ];
}
