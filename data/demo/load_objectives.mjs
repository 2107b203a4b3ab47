// Loads the cycle, objectives, key results, links, contributions and check-ins of the demo through
// the public API:
//
//   node load_objectives.mjs --url URL --file objectives.json [--login NAME] [--phase PHASE]
//
// The phase `open` creates everything and activates it as of the day `active_on`, so that the
// baselines of driven key results come from the periods that are over by then; `check-in` adds the check-ins; `all` does both.
// `review` proposes an objective for the own unit and asks for its review.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { clientFor, run } from "./client.mjs";

/** What the file names by code and the API by id. */
async function directory(api) {
  const byKey = (rows, key) => new Map(rows.map((row) => [key(row), row.id ?? row.assignment]));
  const units = byKey(await api.list("/units"), (unit) => unit.code);
  const people = byKey(await api.list("/people?limit=100"), (person) => person.employee_no);
  const rows = await api.list(`/kpi-assignments?org_unit=${units.get("HZ")}&below=true&limit=100`);
  const codes = new Map([...units].map(([code, id]) => [id, code]));
  const assignments = byKey(rows, (row) => `${row.code}/${codes.get(row.org_unit)}`);
  return { units, people, assignments };
}

function find(map, key) {
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
  const { org_unit, owner, key_results, guards, contributions, why, ...body } = spec;
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

async function open(api, doc) {
  const known = await directory(api);
  const cycle = await api.post("/cycles", { ...doc.cycle, state: "active" });
  const ids = new Map();
  for (const spec of doc.objectives) {
    ids.set(spec.code, await createObjective(api, known, cycle.id, spec));
  }
  for (const { code, contributions } of doc.objectives) {
    for (const { parent, ...edge } of contributions) {
      const ends = { child: ids.get(code), parent: find(ids, parent) };
      await api.post("/contributions", { ...ends, ...edge });
    }
  }
  for (const id of ids.values()) {
    const { version } = await api.get(`/objectives/${id}`);
    await api.post(`/objectives/${id}/activation`, { on: doc.active_on }, { "if-match": `"v${version}"` });
  }
  console.log(`${ids.size} objectives are active`);
}

async function checkIn(api, doc) {
  const rows = await api.list("/objectives?limit=100");
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const all = doc.objectives.flatMap(({ code, key_results }) =>
    key_results.flatMap((spec, at) => {
      const row = byCode.get(code)?.key_results[at];
      if (!row) throw new Error(`not known to the server: key result ${at + 1} of ${code}`);
      return (spec.check_ins ?? []).map((one) => ({ row, one }));
    }),
  );
  all.sort((a, b) => (a.one.on < b.one.on ? -1 : a.one.on > b.one.on ? 1 : 0));
  for (const { row, one } of all) {
    const { milestone, ...body } = one;
    const step = milestone ? { milestone: row.milestones[milestone - 1].id } : {};
    await api.post(`/key-results/${row.id}/check-ins`, { ...body, ...step });
  }
  console.log(`${all.length} check-ins are in`);
}

/** An objective that somebody proposes for the own unit; it waits for the line manager. */
async function askForReview(api, { reason, key_results, ...body }) {
  const me = await api.get("/session");
  const cycle = (await api.get("/cycles")).items.find(({ state }) => state === "active");
  const made = await api.post("/objectives", { ...body, cycle: cycle.id, org_unit: me.home_unit, owner: me.person });
  for (const one of key_results) await api.post(`/objectives/${made.row.id}/key-results`, one);
  const { version } = await api.get(`/objectives/${made.row.id}`);
  await api.post(`/objectives/${made.row.id}/review`, { reason }, { "if-match": `"v${version}"` });
  console.log("1 objective waits for its review");
}

await run("load_objectives", async () => {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      file: { type: "string" },
      login: { type: "string" },
      phase: { type: "string", default: "all" },
    },
  });
  if (!values.url || !values.file) throw new Error("--url URL and --file FILE are needed");
  if (!["open", "check-in", "review", "all"].includes(values.phase)) {
    throw new Error(`unknown phase ${values.phase}`);
  }
  const api = await clientFor(values);
  const doc = JSON.parse(readFileSync(values.file, "utf8"));
  if (values.phase === "review") return askForReview(api, doc.proposal);
  if (values.phase !== "check-in") await open(api, doc);
  if (values.phase !== "open") await checkIn(api, doc);
});
