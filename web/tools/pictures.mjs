// Takes a picture of every screen from a running server, each after its heading and a figure are there.
//
//   tests/support/with_demo.sh node web/tools/pictures.mjs          beside a demo of its own (./run pictures)
//   node web/tools/pictures.mjs --url http://127.0.0.1:8080 --login executive --password … [--only board]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { allScreens, prove } from "./screens.mjs";

const { values: given } = parseArgs({
  options: {
    url: { type: "string", default: process.env.TWINRAIL_TEST_URL },
    login: { type: "string", default: process.env.TWINRAIL_LOGIN ?? "executive" },
    password: { type: "string", default: process.env.TWINRAIL_PASSWORD },
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

/** Many sign-ins in a row are told to wait, and wait. */
async function signIn(context, login) {
  const data = { login, password: given.password };
  const ask = () => context.request.post(`${given.url}/api/v1/session`, { data, headers: { origin: given.url } });
  let reply = await ask();
  for (let tries = 0; reply.status() === 429 && tries < 5; ++tries) {
    const seconds = Number(reply.headers()["retry-after"] ?? 1);
    await new Promise((done) => setTimeout(done, seconds * 1000));
    reply = await ask();
  }
  if (!reply.ok()) throw new Error(`sign-in: ${reply.status()} ${await reply.text()}`);
}

/** A window in a language and a theme, nobody signed in. */
async function open(browser, { size, language, theme }) {
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: size === phone ? 2 : 1, timezoneId: "Asia/Shanghai" });
  await context.addInitScript(
    ([wanted, words]) => {
      localStorage.setItem("twinrail.theme", wanted);
      localStorage.setItem("twinrail.language", words);
    },
    [theme, language],
  );
  return context;
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

/** All pictures of one language, theme and size; gives what went wrong and how many were taken. */
async function takeAll(browser, screens, look) {
  const context = await open(browser, look);
  const told = { taken: 0, problems: [] };
  let who = null;
  for (const screen of screens) {
    if ((look.size === phone && !screen.phone) || !screen.name.includes(given.only)) continue;
    if (screen.login !== who) await signIn(context, screen.login);
    who = screen.login;
    const end = look.size === phone ? "-phone" : "";
    const problem = await take(context, screen, `${screen.name}-${look.language}-${look.theme}${end}.png`);
    if (problem) told.problems.push(problem);
    else told.taken += 1;
  }
  await context.close();
  return told;
}

/** The screens with the ids of this company, as the given person sees it. */
async function lookUp(browser) {
  const context = await browser.newContext();
  await signIn(context, given.login);
  const get = async (path) => (await context.request.get(`${given.url}/api/v1${path}`)).json();
  const screens = await allScreens(get);
  await context.close();
  return screens;
}

async function main() {
  mkdirSync(given.out, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  const screens = await lookUp(browser);
  const problems = [];
  let taken = 0;
  for (const language of ["zh", "en"]) {
    for (const theme of ["light", "dark"]) {
      for (const size of [desk, phone]) {
        const told = await takeAll(browser, screens, { language, theme, size });
        problems.push(...told.problems);
        taken += told.taken;
      }
    }
  }
  await browser.close();
  for (const problem of problems) console.error(problem);
  console.log(`${taken} pictures, ${problems.length} failed`);
  process.exit(problems.length ? 1 : 0);
}

await main();
