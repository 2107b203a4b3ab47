// What nearly every journey begins with: the demo company and a browser.
import { after, before } from "node:test";
import { openBrowser } from "../../support/browser.mjs";
import { Demo } from "./demo.mjs";

/** Both are there from the first test on; each journey runs in a process of its own. */
export let demo;
export let browser;

/**
 * Opens both before a journey's tests and closes them behind the last.
 * @param {{open?: () => Promise<Demo>, prepare?: () => Promise<void>}} asked `open` gives the company,
 *   `prepare` does what else the tests need, once both are there
 */
export function withDemo({ open = Demo.shared, prepare } = {}) {
  before(async () => {
    demo = await open();
    browser = await openBrowser();
    await prepare?.();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });
}
