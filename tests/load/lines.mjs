// How a figure becomes a line of the table, and how the product and the yardstick take turns.
import { setTimeout as pause } from "node:timers/promises";
import { median } from "./ground.mjs";
import { bare } from "./server.mjs";

export const fixed = (number, places = 2) => number.toFixed(places);
export const count = (number) => Math.round(number).toLocaleString("en");

/** A line whose ratio must be at least, or at most, the goal. */
export function line(what, where, ratio, goal, note) {
  const atLeast = goal.startsWith("≥");
  const limit = Number(goal.slice(2));
  return { what, where, ratio: fixed(ratio), goal, reached: atLeast ? ratio >= limit : ratio <= limit, note };
}

/** The jobs that a server begins with are over after that; they belong to no request. */
const startJobsMs = 6000;

/** Serves a copy of the company, gives it to `work` and takes the copy away; `work` may keep what it found out. */
export async function withCopy(ground, size, engine, work) {
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

/** The bare engine writes what was written between the company as it is and the file `after`; `how` says in which pieces. */
function replay(ground, size, engine, after, how, more) {
  const copy = ground.copy(size, engine);
  try {
    return bare(how, "--before", ground.before(size), "--after", after, ...copy.target, ...more);
  } finally {
    copy.remove();
  }
}

/**
 * One writing benchmark: the product writes on SQLite and then on PostgreSQL; the yardstick writes the rows of the
 * first run on both.
 */
export async function writing(ground, size, load, replayed = [], how = "replay") {
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
        found[engine].bare.push(replay(ground, size, engine, copy.file, how, replayed));
      }
    });
  }
  return found;
}

export const ratioOf = (found, of) => median(found.ours.map((one, at) => of(one) / of(found.bare[at])));
export const middle = (list, of) => median(list.map(of));

export const rowsOf = ({ rows, transactions }) =>
  Object.entries(rows).map(([table, n]) => `${table} ${fixed(n / transactions, n % transactions === 0 ? 0 : 1)}`).join(", ");
