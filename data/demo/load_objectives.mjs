// A cycle's objectives, key results, links, contributions and check-ins, told through the public API as
// objectives.json and last_quarter.json have them.

/** What the file names by code and the API by id. */
export async function directory(api) {
  const byKey = (rows, key) => new Map(rows.map((row) => [key(row), row.id ?? row.assignment]));
  const units = byKey(await api.list("/units"), (unit) => unit.code);
  const people = byKey(await api.list("/people?limit=100"), (person) => person.employee_no);
  const rows = await api.list(`/kpi-assignments?org_unit=${units.get("HZ")}&below=true&limit=100`);
  const codes = new Map([...units].map(([code, id]) => [id, code]));
  const assignments = byKey(rows, (row) => `${row.code}/${codes.get(row.org_unit)}`);
  return { units, people, assignments };
}

export function find(map, key) {
  const id = map.get(key);
  if (id === undefined) throw new Error(`not known to the server: ${key}`);
  return id;
}

async function createKeyResult(api, known, objective, spec) {
  const { drives, check_ins, ...body } = spec;
  const made = await api.post(`/objectives/${objective}/key-results`, body);
  if (!drives) return;
  const { kpi, org_unit, ...rule } = drives;
  const assignment = find(known.assignments, `${kpi}/${org_unit}`);
  await api.post("/links", { kind: "drives", assignment, key_result: made.id, ...rule });
}

async function createObjective(api, known, cycle, spec) {
  const { org_unit, owner, key_results, guards = [], contributions, why, score, review, ...body } = spec;
  const made = await api.post("/objectives", {
    ...body,
    // People write it once, in the language that they work in.
    why: why.zh,
    cycle,
    org_unit: find(known.units, org_unit),
    owner: find(known.people, owner),
  });
  const id = made.row.id;
  for (const one of key_results) await createKeyResult(api, known, id, one);
  for (const { kpi, org_unit: unit, cap } of guards) {
    const assignment = find(known.assignments, `${kpi}/${unit}`);
    await api.post("/links", { kind: "guards", assignment, objective: id, cap });
  }
  return id;
}

/**
 * Makes everything of a cycle and begins it as of the day `active_on`, so that the baselines of driven key results come
 * from the periods that are over by then. Gives the objectives' numbers by code, and the cycle.
 */
export async function open(api, doc, cycle) {
  const known = await directory(api);
  const ids = new Map();
  for (const spec of doc.objectives) {
    ids.set(spec.code, await createObjective(api, known, cycle, spec));
  }
  for (const { code, contributions } of doc.objectives) {
    for (const { parent, ...edge } of contributions) {
      const ends = { child: ids.get(code), parent: find(ids, parent) };
      await api.post("/contributions", { ...ends, ...edge });
    }
  }
  for (const id of ids.values()) await begin(api, id, doc.active_on);
  return ids;
}

export async function begin(api, id, on) {
  const { version } = await api.get(`/objectives/${id}`);
  await api.post(`/objectives/${id}/activation`, { on }, { "if-match": `"v${version}"` });
}

/** The check-ins after a day up to another one, oldest first; without days, all. */
export async function checkIn(api, doc, cycle, { after = "", to = "9999-12-31" } = {}) {
  const rows = await api.list(`/objectives?cycle=${cycle}&limit=100`);
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const all = doc.objectives.flatMap(({ code, key_results }) =>
    key_results.flatMap((spec, at) => {
      const row = byCode.get(code)?.key_results[at];
      if (!row) throw new Error(`not known to the server: key result ${at + 1} of ${code}`);
      return (spec.check_ins ?? []).map((one) => ({ row, one }));
    }),
  );
  all.sort((a, b) => (a.one.on < b.one.on ? -1 : a.one.on > b.one.on ? 1 : 0));
  for (const { row, one } of all.filter(({ one: { on } }) => on > after && on <= to)) {
    const { milestone, ...body } = one;
    const step = milestone ? { milestone: row.milestones[milestone - 1].id } : {};
    await api.post(`/key-results/${row.id}/check-ins`, { ...body, ...step });
  }
}

/** An objective that somebody proposes for the own unit; it waits for the line manager. */
export async function askForReview(api, { reason, key_results, ...body }) {
  const me = await api.get("/session");
  const cycle = (await api.get("/cycles")).items.find(({ state }) => state === "active");
  const made = await api.post("/objectives", { ...body, cycle: cycle.id, org_unit: me.home_unit, owner: me.person });
  for (const one of key_results) await api.post(`/objectives/${made.row.id}/key-results`, one);
  const { version } = await api.get(`/objectives/${made.row.id}`);
  await api.post(`/objectives/${made.row.id}/review`, { reason }, { "if-match": `"v${version}"` });
}
