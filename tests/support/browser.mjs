// Debian's Chromium for the journeys, driven by the client's own playwright-core.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const { AxeBuilder } = require("@axe-core/playwright");

/** Sizes of the screens: a desk, and the narrowest phone we promise (ui.md). */
export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** Starts a browser that talks to nobody but the server under test. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/** Another time than the machine's for a page whose server has another, too; it goes on from there. */
function goesBy(ahead) {
  const Machine = Date;
  globalThis.Date = class extends Machine {
    constructor(...given) {
      super(...(given.length > 0 ? given : [Machine.now() + ahead]));
    }
    static now() {
      return Machine.now() + ahead;
    }
  };
}

/**
 * A page of its own session. What the page logs as an error, or throws, fails the journey in `close`.
 * `stored` is what the page finds in its local storage; `now` the moment that its clock begins at, in milliseconds.
 * @param {{url: string, viewport?: object, locale?: string, colorScheme?: "light" | "dark",
 *   patienceMs?: number, stored?: Record<string, string>, timezoneId?: string, now?: number}} options
 */
export async function openPage(browser, options) {
  const { url, viewport = desk, locale = "zh-CN", colorScheme = "light", patienceMs, stored = {}, timezoneId, now } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport,
    locale,
    timezoneId,
    colorScheme,
    isMobile: viewport.width < 600,
    hasTouch: viewport.width < 600,
  });
  const page = await context.newPage();
  if (now !== undefined) await context.addInitScript(goesBy, now - Date.now());
  if (patienceMs) page.setDefaultTimeout(patienceMs);
  await page.addInitScript(
    (entries) => Object.entries(entries).forEach(([key, value]) => localStorage.setItem(key, value)),
    stored,
  );
  const mistakes = [];
  page.on("pageerror", (error) => mistakes.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") mistakes.push(message.text());
  });
  return {
    page,
    mistakes,
    async close() {
      await context.close();
      assert.deepEqual(mistakes, [], "the page reported mistakes");
    },
  };
}

/** Asserts that axe finds nothing wrong with the page as it stands. */
export async function assertAccessible(page) {
  await closed(page);
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0].target})`);
  assert.deepEqual(found, []);
}

/** Waits for a drawer that slides in or a figure that fades: half-way its colours are nobody's. Endless ones count not. */
async function settled(page) {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? Infinity));
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** Waits for lists and calendars that are folding up: for a moment they are neither there nor gone. */
async function closed(page) {
  const popups = ".ant-select-dropdown, .ant-picker-dropdown";
  await page
    .waitForFunction(
      (selector) => [...document.querySelectorAll(selector)].every((one) => one.getClientRects().length === 0),
      popups,
      { timeout: 5000 },
    )
    .catch(() => undefined); // what stays open is looked at as it is
}
