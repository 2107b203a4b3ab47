// From an acknowledged reading to the changed figure on an open board, beside a bare echo in the same browser.
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { signIn, withToken } from "../../data/demo/client.mjs";
import { openBrowser, openPage } from "../support/browser.mjs";
import { demoPassword } from "./demo.mjs";
import { started } from "./server.mjs";

/** The same clock in the page and here: milliseconds since 1970. */
const now = () => performance.timeOrigin + performance.now();

/** Notes in the page when the text of `place` changed. */
function watch(page, place) {
  return page.evaluate((selector) => {
    let shown = document.querySelector(selector).textContent;
    window.changedAt = [];
    new MutationObserver(() => {
      const text = document.querySelector(selector)?.textContent;
      if (text === undefined || text === shown) return;
      shown = text;
      window.changedAt.push(performance.timeOrigin + performance.now());
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, place);
}

/** Sends one after the other; gives the 95th percentile of the milliseconds from answer to change. */
async function measured(page, times, send) {
  const took = [];
  for (let i = 0; i < times; ++i) {
    await send(i);
    const answered = now();
    await page.waitForFunction((wanted) => window.changedAt.length >= wanted, i + 1, { timeout: 20_000 });
    const changed = await page.evaluate((at) => window.changedAt[at], i);
    took.push(Math.max(0, changed - answered));
    await pause(30);
  }
  took.sort((a, b) => a - b);
  return took[Math.floor(took.length * 0.95)];
}

async function onBoard(browser, demo, times) {
  const server = await demo.serve();
  try {
    const executive = await signIn(server.url, "executive", demoPassword);
    const board = await executive.get("/board");
    const metric = board.kpis.find((row) => row.code === "attainment" && row.org_unit === board.unit.id);
    const feed = withToken(server.url, demo.token);
    const unit = (await feed.list("/units")).find(({ code }) => code === "SEW-01").id;
    const measure = (await feed.list("/measures")).find(({ code }) => code === "planned").id;
    const session = await openPage(browser, { url: server.url, locale: "en-GB" });
    await session.page.request.post("/api/v1/session", { data: { login: "executive", password: demoPassword } });
    await session.page.goto("/board");
    const place = `tr[data-node=k${metric.assignment}] [data-cell=actual]`;
    await session.page.locator(place).first().waitFor();
    await pause(1000);
    await watch(session.page, place);
    const run = String(Date.now());
    const p95 = await measured(session.page, times, (i) =>
      feed.post(`/measures/${measure}/readings`, {
        source: "mes",
        readings: [{ org_unit: unit, on: metric.period.start, amount: "25", source_key: `${run}-${i}` }],
      }),
    );
    await session.page.context().close();
    return p95;
  } finally {
    await server.stop();
  }
}

async function onEcho(browser, times) {
  const server = await started(process.execPath, [fileURLToPath(new URL("echo.mjs", import.meta.url))], {});
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await pause(500);
    await watch(page, "#shown");
    const p95 = await measured(page, times, (i) => fetch(`${server.url}/echo`, { method: "POST", body: `value ${i}` }).then((r) => r.text()));
    await page.close();
    return p95;
  } finally {
    await server.stop();
  }
}

/** Milliseconds at the 95th percentile, on the board and with the echo. */
export async function boardInBrowser(demo, times) {
  const browser = await openBrowser();
  try {
    return { ours: await onBoard(browser, demo, times), echo: await onEcho(browser, times) };
  } finally {
    await browser.close();
  }
}
