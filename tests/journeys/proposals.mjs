// A manager links a goal to one of the company's: the other side is asked, answers in the browser, and only then
// does it count. What is declined says why, and what is asked can be taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/browser.mjs";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

let manager;
withDemo({
  prepare: async () => {
    manager = await demo.as("manager");
  },
});

/** A draft of the manager's own, asked to support the company's first goal that is not closed. */
async function asked(title, note) {
  const { objectives, cycle } = await manager.get("/board");
  const mine = objectives.find((row) => row.code === "SEW-PLAN");
  const above = (await manager.list("/objectives?limit=100")).find((row) => row.code === "HZ-CALM");
  const { row } = await manager.post("/objectives", {
    cycle: mine.cycle ?? cycle.id, org_unit: mine.org_unit, owner: mine.owner, title: { zh: title, en: title }, type: "committed",
  });
  const made = await manager.post("/contributions", { child: row.id, parent: above.id, relation: "contributes", share: "1", note });
  assert.equal(made.id, null);
  return { child: row.id, parent: above.id };
}

const looks = [
  { language: "zh", theme: "light", title: "换款不停线" },
  { language: "en", theme: "dark", title: "Lines change style without a stop" },
];

for (const look of looks) {
  test(`a connection is asked for, and accepted: ${look.language}, ${look.theme}`, async () => {
    const { child, parent } = await asked(look.title, "Takes idle time away");
    const session = await openAs(browser, { url: demo.url, ...look, login: "executive" });
    const { page } = session;
    await page.goto("/okr");
    await page.locator("a[href*='/okr/proposals']").click();
    const item = page.locator("li", { hasText: look.title });
    await item.getByText("Takes idle time away").waitFor();
    await assertAccessible(page);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/proposals-${look.language}-${look.theme}.png` });
    const said = page.waitForResponse((reply) => reply.url().endsWith("/acceptance"));
    await item.locator(".btn.primary").click();
    assert.equal((await said).status(), 200);
    await item.waitFor({ state: "detached" });
    assert.ok((await manager.get(`/objectives/${child}`)).row.parents.some(({ objective }) => objective === parent));
    await session.close();
  });

  test(`a connection is declined with a reason, and taken back: ${look.language}, ${look.theme}`, async () => {
    const { child } = await asked(`${look.title} 2`, "");
    const executive = await openAs(browser, { url: demo.url, ...look, login: "executive" });
    await executive.page.goto(`/okr/${child}`);
    const waiting = executive.page.locator(".drawer li", { has: executive.page.locator(".btn.primary.sm") });
    await waiting.locator(".btn.sm").first().click();
    await executive.page.locator(".drawer [name=reason]").fill("Not this quarter");
    await assertAccessible(executive.page);
    const said = executive.page.waitForResponse((reply) => reply.url().endsWith("/refusal"));
    await executive.page.locator(".drawer .btn.danger").click();
    assert.equal((await said).status(), 200);
    await executive.page.locator(".drawer .btn.danger").waitFor({ state: "detached" });
    await executive.close();

    const own = await openAs(browser, { url: demo.url, ...look, login: "manager" });
    await own.page.goto(`/okr/${child}`);
    await own.page.locator(".drawer").getByText("Not this quarter").waitFor();
    const { parent } = await asked(`${look.title} 3`, "");
    await own.page.goto("/okr/proposals?side=asked");
    const mine = own.page.locator("li", { hasText: `${look.title} 3` });
    await mine.locator(".confirm").click();
    if (process.env.PICTURES) await own.page.screenshot({ path: `${process.env.PICTURES}/asked-${look.language}-${look.theme}.png` });
    await mine.locator(".btn.danger").click();
    await mine.waitFor({ state: "detached" });
    assert.equal((await manager.get(`/objectives/${parent}`)).proposals.filter(({ state }) => state === "proposed").length, 0);
    await own.close();
  });
}
