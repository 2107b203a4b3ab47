// What is measured. Each run gives lines of the table: what, where, the ratio, what it must reach, and the figures.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { signIn } from "../../data/demo/client.mjs";
import { boardInBrowser } from "./browser.mjs";
import { password } from "./company.mjs";
import { Demo } from "./demo.mjs";
import { median } from "./ground.mjs";
import { growth } from "./growth.mjs";
import { count, fixed, line, middle, ratioOf, rowsOf, withCopy, writing } from "./lines.mjs";
import { sheets } from "./sheets.mjs";
import { bare, ioThreads, nginx, privateMemory, wrk } from "./server.mjs";

const asExecutive = async (server) => (await signIn(server.url, "executive", password)).headers.cookie;

const rate = (one) => (one.requests ?? one.transactions) / one.seconds;
/** What a row of writes came to at the last closing: a change that slows it down shows here, whatever its goal is. */
const closing = JSON.parse(readFileSync(new URL("closing.json", import.meta.url), "utf8"));
const againstClosing = (name, engine, ratio) =>
  line(`the same, against what it was in ${closing.version}`, engine, ratio / closing.ratios[name][engine], "≥ 0.9",
    `${fixed(ratio)}, and ${fixed(closing.ratios[name][engine])} then`);

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
  return ground.engines.flatMap((engine) => [
    line("readings in batches of 1,000, durable, points recomputed", engine, ratioOf(found[engine], rate), "≥ 0.5",
      `${count(middle(found[engine].ours, rate) * 1000)} readings/s; bare ${count(middle(found[engine].bare, rate) * 1000)}; ` +
        `a batch writes ${rowsOf(found[engine].bare[0])}`),
    againstClosing("batches", engine, ratioOf(found[engine], rate)),
  ]);
}

async function singles(ground) {
  const found = await writing(ground, "full", readings(ground, { batch: 1, connections: 64 }), ["--threads", 64]);
  return ground.engines.flatMap((engine) => [
    line("single durable readings, 64 connections", engine, ratioOf(found[engine], rate), "≥ 0.4",
      `${count(middle(found[engine].ours, rate))}/s; bare ${count(middle(found[engine].bare, rate))}/s; ` +
        `a reading writes ${rowsOf(found[engine].bare[0])}`),
    againstClosing("singles", engine, ratioOf(found[engine], rate)),
  ]);
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

/** Each with the companies that it runs on: those that no chosen one needs are not made. */
export const measures = [
  { name: "batches", run: batches, needs: ["full"] },
  { name: "singles", run: singles, needs: ["full"] },
  { name: "check-ins", run: checkIns, needs: ["full", "tenth"] },
  { name: "board", run: board, needs: ["full", "tenth"] },
  { name: "people", run: people, needs: ["full", "tenth"] },
  { name: "employee", run: employee, needs: ["full"] },
  { name: "memory", run: memory, needs: [] },
  { name: "browser", run: browser, needs: [] },
  ...growth,
  ...sheets,
];
