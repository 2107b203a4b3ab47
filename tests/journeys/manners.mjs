// What holds on every screen: a list keeps its names however narrow the window, a thumb finds what it is
// meant for, a dialog puts the focus where one types and gives it back, paper has no navigation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allScreens, prove } from "../../web/tools/screens.mjs";
import { phone } from "../support/browser.mjs";
import { forgive, openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

let screens;
withDemo({
  prepare: async () => {
    const executive = await demo.as("executive");
    screens = await allScreens((path) => executive.get(path));
  },
});

const screen = (name) => screens.find((one) => one.name === name);
const open = (look = {}) => openAs(browser, { url: demo.url, language: "zh", ...look });

/** A name of six characters, or a day, fits in this many pixels. */
const nameMost = 100;

/** The narrowest first cell of the lists on a page; what spans a whole table is no name. */
function narrowestName(page) {
  return page.evaluate(() => {
    const names = [...document.querySelectorAll("main tbody th[scope=row], main tbody th[scope=rowgroup]")];
    const shown = names.filter((cell) => cell.colSpan < 5 && cell.getClientRects().length > 0);
    return Math.min(...shown.map((cell) => cell.getBoundingClientRect().width));
  });
}

test("a list keeps the names of its rows however narrow the window is", async () => {
  const session = await open();
  for (const name of ["board", "metrics", "objectives", "people", "measures"]) {
    await session.page.goto(screen(name).path);
    await prove(session.page, screen(name));
    for (const width of [1440, 1100, 1024, 900, 770]) {
      await session.page.setViewportSize({ width, height: 800 });
      const least = await narrowestName(session.page);
      assert.ok(least >= nameMost, `${name} at ${width}: a name has ${least} px`);
    }
  }
  await session.close();
});

test("a dialog has the focus where one types, and gives it back", async () => {
  const session = await open();
  const { page } = session;
  await page.goto("/board");
  await prove(page, screen("board"));
  await page.keyboard.press("Control+k");
  await page.locator("dialog").waitFor();
  await page.keyboard.type("kpi");
  assert.equal(await page.locator("dialog input").inputValue(), "kpi");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  const acknowledge = page.locator("main section.tinted button").first();
  await acknowledge.click();
  const form = page.locator("dialog form");
  await form.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.matches("dialog form input")), true);
  assert.equal(await page.evaluate(() => window.scrollY), 0, "the board has scrolled");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  assert.equal(await acknowledge.evaluate((button) => button === document.activeElement), true);
  await session.close();
});

test("every key result of the board opens, by mouse and by J", async () => {
  const session = await open();
  const { page } = session;
  await page.goto("/board");
  await prove(page, screen("board"));
  const rows = page.locator("tr[data-node^=r]");
  await rows.first().waitFor();
  assert.equal(await rows.count(), await rows.locator("a[data-row]").count());
  const { objectives } = await (await demo.as("executive")).get("/board");
  const manual = objectives.flatMap((row) => row.key_results).find((kr) => kr.value_mode === "manual");
  await page.locator(`tr[data-node=r${manual.id}]`).click();
  await page.locator(".drawer h2").waitFor();
  await session.close();
});

test("links keep their colour when a form has been opened", async () => {
  const session = await open({ login: "hr" });
  const { page } = session;
  const colour = () =>
    page.evaluate(() => {
      const link = document.createElement("a");
      document.querySelector("main").append(link);
      const { color } = getComputedStyle(link);
      link.remove();
      return color;
    });
  await page.goto("/kpi");
  const add = page.locator('a[href^="/kpi/assign"]').first();
  await add.waitFor();
  const before = await colour();
  await add.click();
  await page.locator(".ant-select").first().waitFor();
  assert.equal(await colour(), before);
  await session.close();
});

/** What can be pressed and is lower than a thumb needs; a control's own box counts, or the room made around it. */
function tooLow(page) {
  return page.evaluate(() => {
    const hidden = (at) => at.closest(".sr, .skip") !== null || at.getBoundingClientRect().width <= 1;
    const boxed = (at) => at.matches("input") && at.closest("label, [class*=ant-]") !== null;
    const height = (at) => {
      const around = getComputedStyle(at, "::after");
      const room = around.content !== "none" && around.position === "absolute" ? parseFloat(around.height) : 0;
      return Math.max(at.getBoundingClientRect().height, room || 0);
    };
    return [...document.querySelectorAll("a, button, input, select, summary")]
      .filter((at) => at.getClientRects().length > 0 && !hidden(at) && !boxed(at) && !at.matches("[class*=ant-], :disabled"))
      .filter((at) => height(at) < 43.5)
      .map((at) => `${at.tagName} ${at.textContent || at.getAttribute("aria-label") || at.name}`.slice(0, 60));
  });
}

test("on a phone everything that can be pressed is as high as a thumb needs", async () => {
  const session = await open({ viewport: phone });
  for (const one of screens.filter(({ login, name }) => login === "executive" && name !== "style")) {
    await session.page.goto(one.path);
    await prove(session.page, one);
    assert.deepEqual(await tooLow(session.page), [], one.name);
  }
  await session.close();
});

test("on paper there is no navigation, nothing to press, and nothing is cut", async () => {
  const session = await open();
  const { page } = session;
  for (const name of ["board", "metric", "objective"]) {
    await page.goto(screen(name).path);
    await prove(page, screen(name));
    await page.emulateMedia({ media: "print" });
    const shown = page.locator(".rail, .top, .tabs, .skip, .btn, .icon-btn").filter({ visible: true });
    assert.equal(await shown.count(), 0, name);
    // A sheet of A4, upright and lengthwise, less its edges.
    for (const width of [718, 1047]) {
      await page.setViewportSize({ width, height: 800 });
      const [content, sheet] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(content <= sheet, `${name}: ${content} px on a sheet of ${sheet}`);
    }
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  await session.close();
});

test("no text becomes a page or a program, and nobody makes a second policy", async () => {
  const session = await open();
  const { page } = session;
  await page.goto("/board");
  await prove(page, screen("board"));
  const refused = await page.evaluate(() => {
    const outcome = (act) => {
      try {
        act();
        return "done";
      } catch (error) {
        return error.name;
      }
    };
    const place = document.createElement("div");
    return [
      outcome(() => (place.innerHTML = "<img src=x onerror=alert(1)>")),
      outcome(() => place.insertAdjacentHTML("beforeend", "<b>x</b>")),
      outcome(() => (document.createElement("script").src = "/first-paint.js")),
      outcome(() => window.trustedTypes.createPolicy("other", {})),
      outcome(() => window.trustedTypes.createPolicy("default", {})),
      outcome(() => (place.innerHTML = "")),
    ];
  });
  assert.deepEqual(refused, [...Array(5).fill("TypeError"), "done"]);
  forgive(session, /Trusted|trusted-types/);
  await session.close();
});
