// Takes a picture of every screen from a running server, each after its heading and a figure are there.
//
//   node tools/pictures.mjs --url http://127.0.0.1:8080 --login executive --password … [--out ../docs/pictures] [--only board]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values: given } = parseArgs({
  options: {
    url: { type: "string" },
    login: { type: "string", default: "executive" },
    password: { type: "string" },
    out: { type: "string", default: resolve(import.meta.dirname, "../../docs/pictures") },
    only: { type: "string", default: "" },
  },
});
if (!given.url || !given.password) {
  console.error("pictures: --url and --password are needed");
  process.exit(2);
}

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const figure = /\d/;

/** name, address, a place whose text must hold a figure, sizes. */
const screens = (ids) => [
  { name: "board", path: "/board", figure: ".band-number", phone: true },
  { name: "objectives", path: "/okr", figure: ".o-progress" },
  { name: "objective", path: `/okr/${ids.objective}`, figure: ".fact-number", heading: ".drawer h2" },
  { name: "check-in", path: `/check-in/${ids.keyResult}`, figure: ".ci-bar b", phone: true },
  { name: "metrics", path: "/kpi", figure: ".metric .actual" },
  { name: "metric", path: `/kpi/${ids.assignment}`, figure: ".metric-number", wait: ".chart svg", phone: true },
  { name: "readings", path: `/kpi/${ids.assignment}?readings=1`, figure: ".reading b.num", heading: ".drawer h2" },
  { name: "measures", path: "/kpi/measures", figure: ".measures td.num" },
  { name: "measure", path: `/kpi/measures/${ids.measure}`, figure: ".readings-table td.num" },
  { name: "import", path: "/kpi/import", figure: ".note" },
  { name: "people", path: "/people", figure: ".tree-line .num" },
  { name: "mine", path: "/me" },
  { name: "style", path: "/style", figure: ".style-type .num" },
];

async function signIn(context) {
  const reply = await context.request.post(`${given.url}/api/v1/session`, {
    data: { login: given.login, password: given.password },
    headers: { origin: given.url },
  });
  if (!reply.ok()) throw new Error(`sign-in: ${reply.status()} ${await reply.text()}`);
}

/** The ids of one worst metric, one guarded objective and one key result that people update. */
async function lookUp(context) {
  const get = async (path) => (await context.request.get(`${given.url}/api/v1${path}`)).json();
  const board = await get("/board");
  const measures = await get("/measures");
  const worst = board.kpis.find((row) => row.light === "breach") ?? board.kpis[0];
  const manual = board.objectives.flatMap((row) => row.key_results).find((kr) => kr.value_mode === "manual" && kr.kind === "move");
  const other = board.objectives.flatMap((row) => row.key_results).find((kr) => kr.value_mode === "manual");
  return {
    assignment: worst.assignment,
    objective: (board.objectives.find((row) => row.cap !== null) ?? board.objectives[0]).id,
    keyResult: (manual ?? other).id,
    measure: measures.items[0].id,
  };
}

async function open(browser, { size, language, theme }) {
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: size === phone ? 2 : 1, timezoneId: "Asia/Shanghai" });
  await context.addInitScript(
    ([wanted, words]) => {
      localStorage.setItem("twinrail.theme", wanted);
      localStorage.setItem("twinrail.language", words);
    },
    [theme, language],
  );
  await signIn(context);
  return context;
}

/** A picture of a page that shows an error or nothing would prove nothing. */
async function prove(page, screen) {
  const heading = page.locator(screen.heading ?? "h1").first();
  await heading.waitFor({ timeout: 15_000 });
  if (!(await heading.textContent()).trim()) throw new Error("no heading");
  if (screen.figure) {
    const place = page.locator(screen.figure).filter({ hasText: figure }).first();
    await place.waitFor({ state: "attached", timeout: 15_000 });
  }
  if (screen.wait) await page.locator(screen.wait).first().waitFor({ timeout: 15_000 });
  if ((await page.locator("[role=alert]").count()) > 0 && screen.name !== "style") throw new Error(await page.locator("[role=alert]").first().textContent());
}

async function take(context, screen, file) {
  const page = await context.newPage();
  try {
    await page.goto(`${given.url}${screen.path}`);
    await prove(page, screen);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(given.out, file) });
    return null;
  } catch (error) {
    return `${file}: ${error.message.split("\n")[0]}`;
  } finally {
    await page.close();
  }
}

async function main() {
  mkdirSync(given.out, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  const problems = [];
  let taken = 0;
  let ids;
  for (const language of ["zh", "en"]) {
    for (const theme of ["light", "dark"]) {
      for (const size of [desk, phone]) {
        const context = await open(browser, { size, language, theme });
        ids ??= await lookUp(context);
        for (const screen of screens(ids)) {
          if ((size === phone && !screen.phone) || !screen.name.includes(given.only)) continue;
          const file = `${screen.name}-${language}-${theme}${size === phone ? "-phone" : ""}.png`;
          const problem = await take(context, screen, file);
          if (problem) problems.push(problem);
          else taken += 1;
        }
        await context.close();
      }
    }
  }
  await browser.close();
  for (const problem of problems) console.error(problem);
  console.log(`${taken} pictures, ${problems.length} failed`);
  process.exit(problems.length ? 1 : 0);
}

await main();
