// What is measured. Each run gives lines of the table: what, where, the ratio, what it must reach, and the figures.
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { signIn } from "../../data/demo/client.mjs";
import { boardInBrowser } from "./browser.mjs";
import { password } from "./company.mjs";
import { Demo } from "./demo.mjs";
import { median } from "./ground.mjs";
import { bare, ioThreads, nginx, privateMemory, wrk } from "./server.mjs";

const fixed = (number, places = 2) => number.toFixed(places);
const count = (number) => Math.round(number).toLocaleString("en");

/** A line whose ratio must be at least, or at most, the goal. */
function line(what, where, ratio, goal, note) {
  const atLeast = goal.startsWith("≥");
  const limit = Number(goal.slice(2));
  return { what, where, ratio: fixed(ratio), goal, reached: atLeast ? ratio >= limit : ratio <= limit, note };
}

/** The jobs that a server begins with are over after that; they belong to no request. */
const startJobsMs = 6000;

const asExecutive = async (server) => (await signIn(server.url, "executive", password)).headers.cookie;

/** Serves a copy of the company, gives it to `work` and takes the copy away; `work` may keep what it found out. */
async function withCopy(ground, size, engine, work) {
  const copy = ground.copy(size, engine);
  const server = await copy.serve();
  await pause(startJobsMs);
  let running = true;
  const stop = async () => {
    if (running) await server.stop();
    running = false;
  };
  try {
    return await work(copy, server, stop);
  } finally {
    await stop();
    copy.remove();
  }
}

function replay(ground, size, engine, after, ...more) {
  const copy = ground.copy(size, engine);
  try {
    return bare("replay", "--before", ground.before(size), "--after", after, ...copy.target, ...more);
  } finally {
    copy.remove();
  }
}

/**
 * One writing benchmark: the product writes on SQLite and then on PostgreSQL; the yardstick writes the rows of the
 * first run on both.
 */
async function writing(ground, size, load, replayed) {
  const found = Object.fromEntries(ground.engines.map((engine) => [engine, { ours: [], bare: [] }]));
  for (let round = 0; round < ground.rounds; ++round) {
    await withCopy(ground, size, "SQLite", async (copy, server, stop) => {
      found.SQLite.ours.push(await load(copy, server, round));
      await stop();
      for (const engine of ground.engines) {
        if (engine !== "SQLite") {
          found[engine].ours.push(
            await withCopy(ground, size, engine, (other, theirs) => load(other, theirs, round)),
          );
        }
        found[engine].bare.push(replay(ground, size, engine, copy.file, ...replayed));
      }
    });
  }
  return found;
}

const rate = (one) => (one.requests ?? one.transactions) / one.seconds;
const ratioOf = (found, of) => median(found.ours.map((one, at) => of(one) / of(found.bare[at])));
const middle = (list, of) => median(list.map(of));

const rowsOf = ({ rows, transactions }) =>
  Object.entries(rows).map(([table, n]) => `${table} ${fixed(n / transactions, n % transactions === 0 ? 0 : 1)}`).join(", ");

function readings(ground, { batch, connections }) {
  return (copy, server, round) =>
    wrk(server.url, "readings.lua", {
      connections,
      seconds: ground.seconds,
      env: {
        LOAD_BATCH: String(batch),
        LOAD_RUN: `run-${batch}-${round}`,
        LOAD_DAY: copy.company.day,
        LOAD_UNITS: copy.company.reporting.join(","),
        LOAD_MEASURE: String(copy.company.measure),
        LOAD_TOKEN: copy.company.token,
      },
    });
}

async function batches(ground) {
  const found = await writing(ground, "full", readings(ground, { batch: 1000, connections: 2 }), []);
  return ground.engines.map((engine) =>
    line("readings in batches of 1,000, durable, points recomputed", engine, ratioOf(found[engine], rate), "≥ 0.5",
      `${count(middle(found[engine].ours, rate) * 1000)} readings/s; bare ${count(middle(found[engine].bare, rate) * 1000)}; ` +
        `a batch writes ${rowsOf(found[engine].bare[0])}`),
  );
}

async function singles(ground) {
  const found = await writing(ground, "full", readings(ground, { batch: 1, connections: 64 }), ["--threads", 64]);
  return ground.engines.map((engine) =>
    line("single durable readings, 64 connections", engine, ratioOf(found[engine], rate), "≥ 0.4",
      `${count(middle(found[engine].ours, rate))}/s; bare ${count(middle(found[engine].bare, rate))}/s; ` +
        `a reading writes ${rowsOf(found[engine].bare[0])}`),
  );
}

async function checkIns(ground) {
  const load = async (copy, server) =>
    wrk(server.url, "check_in.lua", {
      connections: 1,
      seconds: ground.seconds / 2,
      env: { LOAD_KEY_RESULT: String(copy.company.deepest), LOAD_COOKIE: await asExecutive(server) },
    });
  const full = await writing(ground, "full", load, []);
  const tenth = await writing(ground, "tenth", load, []);
  const took = (one) => one.p50_ms;
  return ground.engines.flatMap((engine) => {
    const ours = middle(full[engine].ours, took);
    const small = middle(tenth[engine].ours, took);
    return [
      line("check-in at the bottom of 8 levels to committed company progress", engine, ratioOf(full[engine], took),
        "≤ 3", `${fixed(ours)} ms; bare ${fixed(middle(full[engine].bare, took))} ms; it writes ${rowsOf(full[engine].bare[0])}`),
      line("the same, full size against a tenth", engine, ours / small, "≤ 1.5", `${fixed(small)} ms at a tenth`),
    ];
  });
}

async function board(ground) {
  const lines = [];
  for (const engine of ground.engines) {
    const found = { full: { ours: [], bare: [] }, tenth: { ours: [], bare: [] } };
    for (let round = 0; round < ground.rounds; ++round) {
      for (const size of ["full", "tenth"]) {
        await withCopy(ground, size, engine, async (copy, server, stop) => {
          const path = `/api/v1/board?unit=${copy.company.board}`;
          const env = { LOAD_COOKIE: await asExecutive(server) };
          await wrk(server.url + path, "get.lua", { connections: 16, seconds: 1, env });
          found[size].ours.push(await wrk(server.url + path, "get.lua", { connections: 16, seconds: ground.seconds, env }));
          await stop();
          found[size].bare.push(bare("board", ...copy.target, "--unit", copy.company.board, "--threads", 16, "--seconds", ground.seconds));
        });
      }
    }
    const slowest = (one) => one.p99_ms;
    const full = middle(found.full.ours, slowest);
    const tenth = middle(found.tenth.ours, slowest);
    lines.push(
      line("board of a unit, p99 at 16 connections", engine, ratioOf(found.full, slowest), "≤ 3",
        `p99 ${fixed(full)} ms, p50 ${fixed(middle(found.full.ours, (one) => one.p50_ms))} ms, ${count(middle(found.full.ours, rate))}/s; ` +
          `bare p99 ${fixed(middle(found.full.bare, slowest))} ms, ${found.full.bare[0].rows} rows`),
      line("the same, full size against a tenth", engine, full / tenth, "≤ 1.5", `p99 ${fixed(tenth)} ms at a tenth`),
    );
  }
  return lines;
}

/** Lists of people that fill a page of 80 in either company. */
const peopleLists = [
  ["page of 80 people by unit", ({ board }) => `unit=${board}`],
  ["search by name", () => `q=${encodeURIComponent("王")}`],
  ["search by initials", () => "q=zj"],
];

async function people(ground) {
  const lines = [];
  const cost = (one) => one.seconds / one.requests;
  for (const engine of ground.engines) {
    for (const [what, query] of peopleLists) {
      const found = { full: { ours: [], bare: [] }, tenth: { ours: [], bare: [] } };
      for (let round = 0; round < ground.rounds; ++round) {
        for (const size of ["full", "tenth"]) {
          await withCopy(ground, size, engine, async (copy, server, stop) => {
            const path = `/people?limit=80&${query(copy.company)}`;
            const api = await signIn(server.url, "executive", password);
            const { items } = await api.get(path);
            if (items.length !== 80) throw new Error(`${what}: a page of ${items.length}`);
            const env = { LOAD_COOKIE: api.headers.cookie };
            found[size].ours.push(
              await wrk(`${server.url}/api/v1${path}`, "get.lua", { connections: 16, seconds: ground.seconds, env }),
            );
            await stop();
            found[size].bare.push(bare("people", ...copy.target, "--people", items.map(({ id }) => id).join(","),
              "--threads", 16, "--seconds", ground.seconds));
          });
        }
      }
      const full = middle(found.full.ours, rate);
      const tenth = middle(found.tenth.ours, rate);
      lines.push(
        line(what, engine, ratioOf(found.full, cost), "≤ 3",
          `${count(full)}/s; bare ${count(middle(found.full.bare, rate))}/s`),
        line("the same, full size against a tenth", engine, tenth / full, "≤ 1.5", `${count(tenth)}/s at a tenth`),
      );
    }
  }
  return lines;
}

async function employee(ground) {
  const lines = [];
  for (const engine of ground.engines) {
    await withCopy(ground, "full", engine, async (copy, server) => {
      const api = await signIn(server.url, "executive", password);
      const [someone] = (await api.get("/people?limit=1")).items;
      const path = `/api/v1/people/${someone.id}`;
      const body = JSON.stringify(await api.get(`/people/${someone.id}`));
      const files = await nginx(join(ground.folder, "nginx"), body);
      const ours = [];
      const theirs = [];
      const env = { LOAD_COOKIE: api.headers.cookie };
      try {
        for (let round = 0; round < ground.rounds; ++round) {
          ours.push(await wrk(server.url + path, "get.lua", { connections: 64, seconds: ground.seconds, env }));
          theirs.push(await wrk(files.url, "get.lua", { connections: 64, seconds: ground.seconds, env: {} }));
        }
      } finally {
        await files.stop();
      }
      lines.push(
        line("GET of one employee, signed in, 64 connections", engine, ratioOf({ ours, bare: theirs }, rate), "≥ 0.2",
          `${count(middle(ours, rate))}/s; nginx with ${ioThreads} workers ${count(middle(theirs, rate))}/s, ${body.length} bytes`),
      );
    });
  }
  return lines;
}

async function memory(ground) {
  const demo = await Demo.load(join(ground.folder, "demo"));
  const starts = [];
  let used = 0;
  for (let round = 0; round < 5; ++round) {
    const began = performance.now();
    const server = await demo.serve();
    starts.push(performance.now() - began);
    if (round === 0) {
      await pause(3000);
      used = privateMemory(server.pid);
    }
    await server.stop();
  }
  return [
    line("idle private memory with the demo, MiB", "SQLite", used, "≤ 40", "3 s after the start"),
    { ...line("start to ready with the demo, s", "SQLite", median(starts) / 1e3, "≤ 1", `${fixed(median(starts), 0)} ms, the process's own start included`) },
  ];
}

async function browser(ground) {
  const demo = await Demo.load(join(ground.folder, "demo"));
  const { ours, echo } = await boardInBrowser(demo, ground.rounds * 30);
  return [
    line("acknowledged reading to changed DOM, p95", "SQLite", ours / echo, "≤ 5", `${fixed(ours)} ms; a bare SSE echo ${fixed(echo)} ms`),
  ];
}

export const measures = [
  { name: "batches", run: batches },
  { name: "singles", run: singles },
  { name: "check-ins", run: checkIns },
  { name: "board", run: board },
  { name: "people", run: people },
  { name: "employee", run: employee },
  { name: "memory", run: memory },
  { name: "browser", run: browser },
];
