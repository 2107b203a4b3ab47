// Every screen of the client: its address, and what proves that it shows what it should. Each module
// lists its own in screens.mjs; the pictures and the journeys open the same ones.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { moduleFolder, moduleNames } from "./folders.mjs";

/**
 * A screen: its address, the place whose text must hold a figure, what else must be there, who may
 * see it (an executive unless said; null: nobody is signed in), and whether there is a picture of
 * the phone.
 * @typedef {{name: string, path: string, figure?: string, heading?: string, wait?: string, login?: string | null, phone?: boolean}} Screen
 */

/** How long a screen may take on a busy machine. */
const patienceMs = 20_000;

/** Asks each address once, however many modules want it. */
function asked(get) {
  const known = new Map();
  return (path) => {
    if (!known.has(path)) known.set(path, get(path));
    return known.get(path);
  };
}

/**
 * All screens of the shell and of the modules: those that nobody is signed in for first, then those
 * of one login together, so that few sign-ins are needed.
 * @returns {Promise<Screen[]>}
 */
export async function allScreens(get) {
  const lists = ["../app", ...moduleNames]
    .map((folder) => join(moduleFolder, folder, "screens.mjs"))
    .filter((file) => existsSync(file));
  const ask = asked(get);
  const found = await Promise.all(lists.map(async (file) => (await import(pathToFileURL(file))).screens(ask)));
  const screens = found.flat().map((screen) => ({ login: "executive", ...screen }));
  const logins = [...new Set([null, ...screens.map(({ login }) => login)])];
  return logins.flatMap((login) => screens.filter((screen) => screen.login === login));
}

/** Waits for the heading and the figure of a screen; one that shows an error or nothing would prove nothing. */
export async function prove(page, screen) {
  const heading = page.locator(screen.heading ?? "h1").first();
  await heading.waitFor({ timeout: patienceMs });
  if (!(await heading.textContent()).trim()) throw new Error(`${screen.name}: no heading`);
  if (screen.figure) {
    const place = page.locator(screen.figure).filter({ hasText: /\d/ }).first();
    await place.waitFor({ state: "attached", timeout: patienceMs });
  }
  if (screen.wait) await page.locator(screen.wait).first().waitFor({ timeout: patienceMs });
  const alerts = page.locator("[role=alert]");
  if ((await alerts.count()) > 0 && screen.name !== "style") {
    throw new Error(`${screen.name}: ${await alerts.first().textContent()}`);
  }
}
