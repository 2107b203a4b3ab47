export async function screens() {
  return [
    { name: "day", path: "/", wait: "[data-testid=day-state]", login: "manager", phone: true },
    { name: "day-executive", path: "/", wait: "[data-testid=day-state]" },
    { name: "board", path: "/board", figure: "[data-testid=okr-progress]", phone: true },
    { name: "changes", path: "/board?changes=31", heading: "aside h2", wait: "aside li", figure: "[data-testid=okr-progress]" },
    { name: "weekly", path: "/board/weekly", wait: "[data-testid=week-state]" },
  ];
}
