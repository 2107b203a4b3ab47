// Takes a picture of every screen from a running server, each after its heading and a figure are there.
//
//   node tools/pictures.mjs --url http://127.0.0.1:8080 --login executive --password … [--out ../docs/pictures] [--only board]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { lookUp, prove, screens } from "./screens.mjs";

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

async function signIn(context) {
  const reply = await context.request.post(`${given.url}/api/v1/session`, {
    data: { login: given.login, password: given.password },
    headers: { origin: given.url },
  });
  if (!reply.ok()) throw new Error(`sign-in: ${reply.status()} ${await reply.text()}`);
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
        ids ??= await lookUp(async (path) => (await context.request.get(`${given.url}/api/v1${path}`)).json());
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
