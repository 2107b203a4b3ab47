/** The first check-in that somebody typed, with its objective. */
async function toldByHand(get, objectives) {
  for (const { id } of objectives) {
    const { check_ins } = await get(`/objectives/${id}`);
    const checkIn = check_ins.find(({ source }) => source === "manual");
    if (checkIn) return { objective: id, checkIn: checkIn.id };
  }
  throw new Error("nobody has told anything");
}

/** A guarded objective, a key result that people update and one of their check-ins. */
export async function screens(get) {
  const cycles = (await get("/cycles")).items;
  const running = cycles.find((cycle) => cycle.state === "active").id;
  const close = `/okr/cycles/${running}/close`;
  const { objectives } = await get("/board");
  const guarded = (objectives.find((row) => row.cap !== null) ?? objectives[0]).id;
  const manual = objectives.flatMap((row) => row.key_results).filter((kr) => kr.value_mode === "manual");
  const keyResult = (manual.find((kr) => kr.kind === "move") ?? manual[0]).id;
  const told = await toldByHand(get, objectives);
  const drawer = { heading: ".drawer h2" };
  const edit = `/okr/${guarded}?edit=`;
  return [
    { name: "objectives", path: "/okr", figure: "[data-cell=progress] .num" },
    { name: "map", path: "/okr/map", figure: "a .num" },
    { name: "map-drawer", path: `/okr/map?objective=${guarded}`, figure: ".fact-number", ...drawer },
    { name: "cycles", path: "/okr/cycles", wait: "td .tag", login: "hr" },
    { name: "cycle-form", path: "/okr/cycles?open=new", wait: ".drawer .form-sheet", login: "hr", ...drawer },
    { name: "close", path: close, figure: "dd b", login: "hr" },
    { name: "close-review", path: `${close}?objective=${guarded}`, wait: ".drawer .form-sheet", login: "hr", ...drawer },
    { name: "objective", path: `/okr/${guarded}`, figure: ".fact-number", ...drawer },
    { name: "new-objective", path: "/okr/new", wait: ".chooser-unit", phone: true },
    { name: "key-result-form", path: `${edit}key-result`, wait: ".drawer .form-sheet", ...drawer },
    { name: "guard-form", path: `${edit}guard`, wait: ".drawer .chooser-metric", ...drawer },
    {
      name: "correction",
      path: `/okr/${told.objective}?edit=correct-${told.checkIn}`,
      wait: ".drawer .form-five",
      ...drawer,
    },
    { name: "check-in", path: `/check-in/${keyResult}`, figure: ".ci-bar b", phone: true },
  ];
}
