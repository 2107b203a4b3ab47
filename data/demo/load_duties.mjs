// Has the demo's sewing teams report rework and scrap by hand, with the last days' figures.
//
// The figures are invented: they repeat by team and day, leave one gap, and one was corrected. Today is
// left to whoever opens the sheet.
const MEASURES = [
  { code: "rework_pieces", names: { zh: "返修件数", en: "Pieces reworked" }, base: 14 },
  { code: "scrap_pieces", names: { zh: "报废件数", en: "Pieces scrapped" }, base: 5 },
];
const WORKDAYS = ["monday", "tuesday", "wednesday", "thursday", "saturday", "sunday"];
const DAYS_BACK = 6;
/** Friday is the factory's rest day. */
const FRIDAY = 5;

const dayBefore = (today, days) => new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
const isRest = (day) => new Date(`${day}T00:00:00Z`).getUTCDay() === FRIDAY;

/** The days before today on which the teams worked, oldest first. */
function workingDays(today) {
  const days = Array.from({ length: DAYS_BACK }, (_, at) => dayBefore(today, DAYS_BACK - at));
  return days.filter((day) => !isRest(day));
}

function figures(measure, base, units, days) {
  const cells = units.flatMap((unit, row) =>
    days.map((day, column) => ({ measure, unit, day, amount: String(base + ((row * 7 + column * 3) % 9)), revision: 0 })),
  );
  // The tenth team has not reported the day before yesterday.
  return cells.filter(({ unit, day }) => unit !== units[9] || day !== days.at(-2));
}

/** As HR, who lets the teams report; the last days are typed at once. */
export async function giveDuties(api) {
  const units = (await api.list("/units")).filter(({ code }) => code.startsWith("SEW-")).map(({ id }) => id);
  const [clerk] = (await api.get("/people?q=HZ0013")).items;
  const { today } = await api.get("/entry");
  const days = workingDays(today);
  for (const { code, names, base } of MEASURES) {
    const { id } = await api.post("/measures", { code, names, kind: "flow", unit: "件", grain: "day" });
    await api.post(`/measures/${id}/duties`, {
      org_units: units,
      person: clerk.id,
      grain: "day",
      valid_from: dayBefore(today, DAYS_BACK),
      workdays: WORKDAYS,
      due_minute: 18 * 60 + 30,
    });
    await api.post("/entry", { cells: figures(id, base, units, days) });
    const cell = { measure: id, unit: units[10], day: days.at(-3), amount: String(base + 8), revision: 1, reason: "漏录返工" };
    await api.post("/entry", { cells: [cell] });
  }
}
