// Every screen opens once a run, with its heading and a figure, and axe finds nothing wrong with it. Its
// look (language, theme, size) turns with the commit: each screen has had every look after eight commits.
// TWINRAIL_TEST_TURN=N repeats the run of a turn; =all opens every screen in every look (./run pictures).
import assert from "node:assert/strict";
import { test } from "node:test";
import { moduleNames } from "../../web/tools/folders.mjs";
import { allScreens, prove } from "../../web/tools/screens.mjs";
import { assertAccessible, desk, openPage, phone } from "../support/browser.mjs";
import { becomes, forgive, openAs, wears } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";
import { turnOf } from "./support/turn.mjs";

const looks = Object.entries({ desk, phone }).flatMap(([size, viewport]) =>
  ["zh", "en"].flatMap((language) => ["light", "dark"].map((theme) => ({ size, viewport, language, theme }))),
);

const turn = turnOf(looks.length);
console.log(`pages: TWINRAIL_TEST_TURN=${turn} repeats this run`);

let screens;
withDemo({
  prepare: async () => {
    const executive = await demo.as("executive");
    screens = await allScreens((path) => executive.get(path));
  },
});

/** The screens whose turn it is to be seen in a look. */
function screensIn(look) {
  if (turn === "all") return screens;
  return screens.filter((_, place) => (place + turn) % looks.length === looks.indexOf(look));
}

/** No page may be wider than its window: on a phone nobody scrolls sideways. Names what is too wide. */
async function assertFits(page, name) {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const past = [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > clientWidth);
    const words = past.slice(-6).map((node) => `${node.tagName}.${node.className} ${node.textContent.slice(0, 30)}`);
    return `${scrollWidth} px in a window of ${clientWidth}: ${words.join("; ")}`;
  });
  assert.equal(wide, null, name);
}

const keyInText = new RegExp(`\\b(?:ui|shell|style|${moduleNames.join("|")})\\.[a-z]+[._][a-z_.]+`);

/** Words that never reached the page stand there as their keys: `okr.ui.save`. */
async function assertWords(page, name) {
  const text = await page.locator("body").innerText();
  assert.equal(keyInText.exec(text)?.[0], undefined, `${name} shows a key for a text`);
}

async function assertGood(page, screen, { language }) {
  await page.goto(screen.path);
  await prove(page, screen);
  assert.equal(await page.evaluate(() => document.documentElement.lang.slice(0, 2)), language);
  await assertWords(page, screen.name);
  await assertFits(page, screen.name);
  await assertAccessible(page);
}

let visits = 0;

for (const look of looks) {
  test(`pages: ${look.size}, ${look.language}, ${look.theme}`, async (at) => {
    const session = await openPage(browser, { url: demo.url, ...wears(look) });
    let login = null;
    for (const screen of screensIn(look)) {
      await at.test(screen.name, async () => {
        if (screen.login !== login) await becomes(session.page, demo.url, screen.login);
        login = screen.login;
        visits += 1;
        await assertGood(session.page, screen, look);
      });
    }
    forgive(session, /401/); // Asked for its session before anybody has signed in.
    await session.close();
  });
}

test("every screen was opened", () => {
  console.log(`pages: ${visits} visits`);
  assert.equal(visits, screens.length * (turn === "all" ? looks.length : 1));
});

test("an address that does not exist says so", async () => {
  const session = await openAs(browser, { url: demo.url });
  await session.page.goto("/nowhere");
  await session.page.locator("main h1, main h2").first().waitFor();
  await assertAccessible(session.page);
  await session.close();
});
