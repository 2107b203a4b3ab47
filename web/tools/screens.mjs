// Every screen of the client: its address, and what proves that it shows what it should. The pictures
// and the journeys open the same ones.

/**
 * A screen: its address, the place whose text must hold a figure, what else must be there,
 * who may see it (an executive unless said).
 * @typedef {{name: string, path: string, figure?: string, heading?: string, wait?: string, login?: string, phone?: boolean}} Screen
 */

/** How long a screen may take on a busy machine. */
const patienceMs = 20_000;

/** All screens behind sign-in; `phone` marks those with a picture of the phone. */
export function screens(ids) {
  return [
    { name: "board", path: "/board", figure: ".band-number", phone: true },
    { name: "objectives", path: "/okr", figure: ".o-progress" },
    { name: "objective", path: `/okr/${ids.objective}`, figure: ".fact-number", heading: ".drawer h2" },
    { name: "new-objective", path: "/okr/new", wait: ".chooser-unit", phone: true },
    { name: "key-result-form", path: `/okr/${ids.objective}?edit=key-result`, wait: ".drawer .form-sheet", heading: ".drawer h2" },
    { name: "guard-form", path: `/okr/${ids.objective}?edit=guard`, wait: ".drawer .chooser-metric", heading: ".drawer h2" },
    { name: "correction", path: `/okr/${ids.told.objective}?edit=correct-${ids.told.checkIn}`, wait: ".drawer .form-five", heading: ".drawer h2" },
    { name: "check-in", path: `/check-in/${ids.keyResult}`, figure: ".ci-bar b", phone: true },
    { name: "metrics", path: "/kpi", figure: ".metric .actual" },
    { name: "metric", path: `/kpi/${ids.assignment}`, figure: ".metric-number", wait: ".chart svg", phone: true },
    { name: "readings", path: `/kpi/${ids.assignment}?readings=1`, figure: ".reading b.num", heading: ".drawer h2" },
    { name: "measures", path: "/kpi/measures", figure: ".measures td.num" },
    { name: "measure", path: `/kpi/measures/${ids.measure}`, figure: ".readings-table td.num" },
    { name: "target-form", path: `/kpi/${ids.assignment}?edit=target`, wait: ".drawer .form-sheet", heading: ".drawer h2", login: "hr" },
    { name: "add-metric", path: `/kpi/assign?kpi=${ids.kpi}`, wait: "[name=green]", login: "hr" },
    { name: "define-metric", path: "/kpi/new", wait: ".formula-field", login: "hr" },
    { name: "import", path: "/kpi/import", wait: ".import-columns .tag", login: "hr" },
    { name: "people", path: "/people", figure: ".tree-line .num" },
    { name: "mine", path: "/me" },
    { name: "style", path: "/style", figure: ".style-type .num" },
  ];
}

/** The screens before sign-in: they have no figures. */
export const doors = [
  { name: "sign-in", path: "/signin", phone: true },
  { name: "first-start", path: "/start?token=none" },
];

/** The first check-in that somebody typed. */
async function toldByHand(get, board) {
  for (const { id } of board.objectives) {
    const { check_ins } = await get(`/objectives/${id}`);
    const checkIn = check_ins.find(({ source }) => source === "manual");
    if (checkIn) return { objective: id, checkIn: checkIn.id };
  }
  throw new Error("nobody has told anything");
}

/** The ids of one worst metric, one guarded objective, one key result and one check-in that people update. */
export async function lookUp(get) {
  const board = await get("/board");
  const measures = await get("/measures");
  const worst = board.kpis.find((row) => row.light === "breach") ?? board.kpis[0];
  const manual = board.objectives.flatMap((row) => row.key_results).filter((kr) => kr.value_mode === "manual");
  return {
    assignment: worst.assignment,
    kpi: worst.kpi,
    told: await toldByHand(get, board),
    objective: (board.objectives.find((row) => row.cap !== null) ?? board.objectives[0]).id,
    keyResult: (manual.find((kr) => kr.kind === "move") ?? manual[0]).id,
    measure: measures.items[0].id,
  };
}

/** Waits for the heading and the figure of a screen; one that shows an error or nothing would prove nothing. */
export async function prove(page, screen) {
  const heading = page.locator(screen.heading ?? "h1").first();
  await heading.waitFor({ timeout: patienceMs });
  if (!(await heading.textContent()).trim()) throw new Error(`${screen.name}: no heading`);
  if (screen.figure) {
    const place = page.locator(screen.figure).filter({ hasText: /\d/ }).first();
    await place.waitFor({ state: "attached", timeout: patienceMs });
  }
  if (screen.wait) await page.locator(screen.wait).first().waitFor({ timeout: patienceMs });
  const alerts = page.locator("[role=alert]");
  if ((await alerts.count()) > 0 && screen.name !== "style") {
    throw new Error(`${screen.name}: ${await alerts.first().textContent()}`);
  }
}
