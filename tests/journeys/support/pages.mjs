// A signed-in page of the client, and what the journeys ask of it.
import assert from "node:assert/strict";
import { openPage } from "../../support/browser.mjs";
import { password } from "./demo.mjs";

/** How long a page may take to show what it was asked for, on a busy machine. */
export const patienceMs = 20_000;

/** How a browser shows itself that prefers a language and a theme. */
export function wears({ language = "en", theme = "light", viewport }) {
  return {
    ...(viewport ? { viewport } : {}),
    locale: language === "zh" ? "zh-CN" : "en-GB",
    colorScheme: theme,
    patienceMs,
    stored: { "twinrail.theme": theme, "twinrail.language": language },
  };
}

/**
 * Opens a page of someone's own session in a language and a theme, signed in by the API.
 * @param {{url: string, login?: string, language?: "zh"|"en", theme?: "light"|"dark", viewport?: object}} asked
 */
export async function openAs(browser, { url, login = "executive", ...look }) {
  const session = await openPage(browser, { url, ...wears(look) });
  await becomes(session.page, url, login);
  return session;
}

/** Signs someone in; whoever was before is no longer. Many sign-ins in a row are told to wait, and wait. */
export async function becomes(page, url, login) {
  const signIn = () => page.request.post("/api/v1/session", { data: { login, password }, headers: { origin: url } });
  let reply = await signIn();
  for (let tries = 0; reply.status() === 429 && tries < 5; ++tries) {
    await page.waitForTimeout(1000 * Number(reply.headers()["retry-after"] ?? 1));
    reply = await signIn();
  }
  assert.equal(reply.status(), 200, `sign-in: ${await reply.text()}`);
}

/** Counts the documents that a page loads from now on: a live change must not load any. */
export function countLoads(page) {
  const counted = { loads: 0 };
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) counted.loads += 1;
  });
  return counted;
}

/** The trimmed text of the first place that a selector finds. */
export async function textOf(page, selector) {
  return (await page.locator(selector).first().innerText()).trim();
}

/** Waits until the text of a place is another than `before`, and gives it. */
export async function changedText(page, selector, before) {
  await page.waitForFunction(
    ([place, old]) => {
      const text = document.querySelector(place)?.innerText.trim();
      return text !== undefined && text !== old;
    },
    [selector, before],
    { timeout: patienceMs },
  );
  return textOf(page, selector);
}

/** Takes those mistakes out of a session's list that the journey has caused on purpose. */
export function forgive(session, pattern) {
  const kept = session.mistakes.filter((text) => !pattern.test(text));
  session.mistakes.splice(0, session.mistakes.length, ...kept);
}
