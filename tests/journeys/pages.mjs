// Every page opens in both languages, light and dark, on a desk and on a phone, with its heading and a
// figure; axe finds nothing wrong with any of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookUp, prove, screens } from "../../web/tools/screens.mjs";
import { assertAccessible, desk, openBrowser, openPage, phone } from "../support/browser.mjs";
import { Demo } from "./support/demo.mjs";
import { becomes, forgive, openAs } from "./support/pages.mjs";

let demo;
let browser;
let ids;
before(async () => {
  demo = await Demo.start();
  browser = await openBrowser();
  const executive = await demo.as("executive");
  ids = await lookUp((path) => executive.get(path));
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** No page may be wider than its window: on a phone nobody scrolls sideways. */
async function assertFits(page, name) {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= window, `${name}: ${content} px in a window of ${window}`);
}

/** Words that never reached the page stand there as their keys: `okr.ui.save`. */
async function assertWords(page, name) {
  const text = await page.locator("body").innerText();
  const key = /\b(?:ui|shell|okr|kpi|people|identity|dashboard|style)\.[a-z]+[._][a-z_.]+/.exec(text);
  assert.equal(key, null, `${name} shows a key for a text`);
}

for (const [size, viewport] of Object.entries({ desk, phone })) {
  for (const language of ["zh", "en"]) {
    for (const theme of ["light", "dark"]) {
      test(`every page: ${size}, ${language}, ${theme}`, async (at) => {
        const session = await openAs(browser, { url: demo.url, language, theme, viewport });
        const { page } = session;
        let login = "executive";
        for (const screen of screens(ids)) {
          await at.test(screen.name, async () => {
            const wanted = screen.login ?? "executive";
            if (wanted !== login) await becomes(page, demo.url, wanted);
            login = wanted;
            await page.goto(screen.path);
            await prove(page, screen);
            assert.equal(await page.evaluate(() => document.documentElement.lang.slice(0, 2)), language);
            await assertWords(page, screen.name);
            await assertFits(page, screen.name);
            await assertAccessible(page);
          });
        }
        await session.close();
      });
    }
  }
}

for (const path of ["/signin", "/start", "/start?token=none"]) {
  test(`before sign-in: ${path}`, async () => {
    for (const viewport of [desk, phone]) {
      for (const colorScheme of ["light", "dark"]) {
        const session = await openPage(browser, { url: demo.url, viewport, colorScheme });
        await session.page.goto(path);
        await session.page.locator("h1").first().waitFor();
        await assertFits(session.page, path);
        await assertAccessible(session.page);
        forgive(session, /401/); // Asked for its session before anybody has signed in.
        await session.close();
      }
    }
  });
}

test("an address that does not exist says so", async () => {
  const session = await openAs(browser, { url: demo.url });
  await session.page.goto("/nowhere");
  await session.page.locator("main h1, main h2").first().waitFor();
  await assertAccessible(session.page);
  await session.close();
});
