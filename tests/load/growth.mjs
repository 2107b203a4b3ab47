// What the company's having written more does to what is asked of it: processor time of the server a request, which says
// little of the machine's other work, on the demo as it is and with many more readings.
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { signIn, withToken } from "../../data/demo/client.mjs";
import { demoPassword } from "./demo.mjs";
import { median } from "./ground.mjs";
import { grown } from "./grown.mjs";
import { count, fixed, line } from "./lines.mjs";
import { commandLine, cpuOf, serve } from "./server.mjs";

/** Readings of the demo itself. */
const own = 4_400;
const someMore = 200_000;
const many = 2_000_000;
/** Requests of one kind that are measured at once, and how often. */
const together = 5;
const turns = 4;
const startJobsMs = 4000;

/** A served company and its people, by login. */
async function opened(data) {
  const server = await serve(data);
  const people = {};
  for (const login of ["executive", "hr", "admin"]) people[login] = await signIn(server.url, login, demoPassword);
  await pause(startJobsMs);
  return { ...server, people };
}

/** Milliseconds of processor time that a request takes of the server; throws where one is refused. */
async function costOf(server, login, path) {
  const began = cpuOf(server.pid);
  for (let i = 0; i < together; ++i) await server.people[login].get(path);
  return (cpuOf(server.pid) - began) / together;
}

/** The middle cost of each question on each of the servers, which take turns. */
async function costs(servers, questions) {
  const found = questions.map(() => servers.map(() => []));
  for (let turn = 0; turn <= turns; ++turn)
    for (const [at, { login, path }] of questions.entries())
      for (const [which, server] of servers.entries()) {
        const cost = await costOf(server, login, path);
        if (turn > 0) found[at][which].push(cost); // the first turn fills what is remembered
      }
  return found.map((each) => each.map(median));
}

/** Values for what a path of the document leaves open: of the company's own first things. */
async function ids({ people: { executive, hr, admin } }) {
  const first = async (who, path, key = "id") => (await who.get(path)).items[0]?.[key];
  const attainment = (await executive.list("/kpi-assignments?limit=200")).find(({ code }) => code === "attainment");
  const points = (await executive.get(`/kpi-assignments/${attainment.assignment}/points`)).items;
  const objective = (await executive.get("/objectives")).items.find(({ key_results }) => key_results.length > 0);
  return {
    account: await first(admin, "/accounts"), approval: await first(executive, "/approvals"),
    assignment: attainment.assignment, cycle: (await executive.get("/cycles")).items[0].id,
    import: await first(hr, "/imports"), inlet: "kpi.reading", key_result: objective.key_results[0].id, kpi: attainment.kpi,
    measure: (await executive.list("/measures")).find(({ code }) => code === "attained").id, objective: objective.id,
    person: await first(hr, "/people"), unit: attainment.org_unit,
    start: points.findLast(({ colour }) => colour !== null).start, value: "1", formula: "attained",
  };
}

/** Every route of the document that reads, as somebody who may ask; what the demo has nothing of is left out. */
async function questions(servers) {
  const known = await ids(servers[0]);
  const document = JSON.parse(readFileSync(new URL("../../web/src/api/openapi.json", import.meta.url), "utf8"));
  const found = [];
  const without = [];
  for (const [path, { get }] of Object.entries(document.paths)) {
    if (!get || !path.startsWith("/api/v1/") || path === "/api/v1/live") continue;
    const open = get.parameters?.filter(({ in: where, required }) => where === "query" && required).map(({ name }) => name) ?? [];
    const query = open.map((name) => `${name}=${encodeURIComponent(known[name])}`).join("&");
    const asked = path.slice("/api/v1".length).replace(/\{(\w+)\}/g, (_, name) => known[name]) + (query ? `?${query}` : "");
    const login = await whoMay(servers, asked);
    if (login) found.push({ path: asked, login });
    else without.push(asked);
  }
  if (without.length > found.length / 5) throw new Error(`too many routes have nothing to show: ${without.join(", ")}`);
  return found;
}

async function whoMay(servers, path) {
  const may = (server, login) => server.people[login].get(path).then(() => true, () => false);
  for (const login of Object.keys(servers[0].people))
    if ((await Promise.all(servers.map((server) => may(server, login)))).every(Boolean)) return login;
  return undefined;
}

/** Serves the demo and one with `more` readings, gives both to `work` and stops them. */
async function beside(ground, more, work) {
  const servers = [];
  try {
    for (const size of [0, more]) servers.push(await opened(await grown(ground, size)));
    return await work(servers);
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function dearest(ground) {
  return beside(ground, someMore, async (servers) => {
    const asked = await questions(servers);
    const found = (await costs(servers, asked)).map(([small, large], at) => ({ ...asked[at], small, large }));
    found.sort((a, b) => b.large - a.large);
    const [top] = found;
    const told = ({ path, small, large }) => `${path} ${fixed(small)} → ${fixed(large)} ms`;
    const most = found.reduce((a, b) => (b.large / b.small > a.large / a.small ? b : a));
    return [
      line(`processor time of the dearest of ${found.length} routes, ${count(own + someMore)} readings against ${count(own)}`, "SQLite",
        top.large / top.small, "≤ 1.5", `${told(top)}; then ${told(found[1])}, ${told(found[2])}; most grown: ${told(most)}`),
    ];
  });
}

async function pages(ground) {
  return beside(ground, many, async (servers) => {
    const known = await ids(servers[0]);
    const asked = [
      ["a page of 200 readings", `/measures/${known.measure}/readings?limit=200`],
      ["the explanation of a point", `/kpi-assignments/${known.assignment}/explanation?start=${known.start}`],
    ];
    const found = await costs(servers, asked.map(([, path]) => ({ path, login: "executive" })));
    return asked.map(([what], at) => {
      const [small, large] = found[at];
      return line(`processor time of ${what}, ${count(own + many)} readings against ${count(own)}`, "SQLite", large / small, "≤ 1.5",
        `${fixed(small)} → ${fixed(large)} ms`);
    });
  });
}

/** Milliseconds that `twinrail backup` takes. */
function backup(data, file) {
  rmSync(file, { recursive: true, force: true });
  const began = performance.now();
  return new Promise((done, failed) => {
    const { program, args, env } = commandLine(data, ["backup", file, "--tenant", "hengzhi"]);
    const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "inherit"] });
    child.once("exit", (code) => (code === 0 ? done(performance.now() - began) : failed(new Error(`backup ended with ${code}`))));
  });
}

/** A reading every ten milliseconds until it is told to stop; says how many came in. */
function writer(server, token, unit, measure, day) {
  const api = withToken(server.url, token);
  let going = true;
  const all = (async () => {
    let written = 0;
    while (going) {
      const next = performance.now() + 10;
      await api.post(`/measures/${measure}/readings`, {
        source: "beside", readings: [{ org_unit: unit, on: day, amount: "1", source_key: `${Date.now()}-${written}` }],
      });
      ++written;
      await pause(Math.max(0, next - performance.now()));
    }
    return written;
  })();
  return { stop: () => ((going = false), all) };
}

async function backups(ground) {
  const data = await grown(ground, many);
  const server = await opened(data);
  const idle = [];
  const busy = [];
  let written = 0;
  try {
    const token = readFileSync(join(ground.folder, "demo", "demo-token"), "utf8").trim();
    const known = await ids(server);
    const unit = (await server.people.executive.list("/units")).find(({ code }) => code === "SEW-01").id;
    const file = join(ground.folder, "beside.backup");
    for (let turn = 0; turn <= ground.rounds; ++turn) {
      const quiet = await backup(data, file);
      const writes = writer(server, token, unit, known.measure, known.start);
      const beside = await backup(data, file);
      written += await writes.stop();
      if (turn === 0) continue; // the file comes from the disk
      idle.push(quiet);
      busy.push(beside);
    }
  } finally {
    await server.stop();
  }
  return [
    line(`backup of ${count(own + many)} readings while one is written every 10 ms, against the same idle`, "SQLite",
      median(busy.map((one, at) => one / idle[at])), "≤ 2",
      `${fixed(median(busy) / 1e3)} s; idle ${fixed(median(idle) / 1e3)} s; ${count(written / busy.length)} readings came in meanwhile`),
  ];
}

export const growth = [
  { name: "dearest", run: dearest, needs: [] },
  { name: "pages", run: pages, needs: [] },
  { name: "backup", run: backups, needs: [] },
];
