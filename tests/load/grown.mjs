// The demo company with more readings in it: what its figures cost is compared with what the demo's own cost.
import { closeSync, cpSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { signIn } from "../../data/demo/client.mjs";
import { Demo, demoPassword } from "./demo.mjs";
import { command, serve } from "./server.mjs";

/** Rows of one file: below what an inlet takes at once. */
const fileRows = 1_000_000;
/** Days over which the readings are spread, the newest last week: thirteen years of a factory that reports some figures a day and team. */
const days = 4_800;

const dayBefore = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** Writes readings of every measure and team in turn; each run through them is another day. */
function fileOf(path, { measures, units, from, to }) {
  const file = openSync(path, "w");
  let text = "measure,unit,day,amount,source,source_key\n";
  const cells = measures.length * units.length;
  for (let n = from; n < to; ++n) {
    const cell = n % cells;
    const day = dayBefore(7 + (Math.floor(n / cells) % days));
    text += `${measures[cell % measures.length]},${units[Math.floor(cell / measures.length)]},${day},1,bulk,${n}\n`;
    if (text.length < 1 << 20) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  closeSync(file);
}

async function codes(data) {
  const server = await serve(data);
  try {
    const api = await signIn(server.url, "executive", demoPassword);
    const assigned = new Set((await api.list("/kpi-assignments?limit=200")).map(({ org_unit }) => org_unit));
    const units = (await api.list("/units")).filter(({ id, code }) => assigned.has(id) && /-\d+$/.test(code));
    const measures = (await api.list("/measures")).filter(({ kind }) => kind === "flow");
    return { units: units.map(({ code }) => code), measures: measures.map(({ code }) => code) };
  } finally {
    await server.stop();
  }
}

/** The demo with so many readings beside its own, made once a run; 0: as it is. */
export async function grown(ground, more) {
  const folder = join(ground.folder, `demo-${more}`);
  const data = join(folder, "data");
  if (existsSync(join(folder, "loaded"))) return data;
  const demo = await Demo.load(join(ground.folder, "demo"));
  mkdirSync(folder, { mode: 0o700 });
  for (const name of ["data", "audit.key"]) cpSync(join(demo.folder, name), join(folder, name), { recursive: true });
  const began = Date.now();
  const among = await codes(data);
  for (let from = 0; from < more; from += fileRows) {
    const path = join(folder, "readings.csv");
    fileOf(path, { ...among, from, to: Math.min(from + fileRows, more) });
    command(data, ["import", "kpi.reading", path, "--tenant", "hengzhi"]);
    rmSync(path);
  }
  await counted(data);
  writeFileSync(join(folder, "loaded"), "");
  console.log(`made the demo with ${more.toLocaleString("en")} further readings in ${((Date.now() - began) / 1e3).toFixed(0)} s`);
  return data;
}

/** Serves it until its jobs have caught up with the file: the goals follow, and the measures are counted. */
async function counted(data) {
  const server = await serve(data);
  try {
    const api = await signIn(server.url, "executive", demoPassword);
    for (let same = 0, last = ""; same < 5;) {
      const now = JSON.stringify([await api.list("/measures"), (await api.get("/objectives")).items]);
      same = now === last ? same + 1 : 0;
      last = now;
      await new Promise((done) => setTimeout(done, 1000));
    }
  } finally {
    await server.stop();
  }
}
