// What a company sets for itself, and how people talk about a goal: a calendar of its own and who works by it, the
// chart of the organisation, who has to agree, exchange rates, a comment that names somebody.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/browser.mjs";
import { openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";
import { Seat } from "./support/site.mjs";
import { wordsIn } from "./support/words.mjs";

withDemo();

/** Somebody of the demo before a screen. */
async function seat({ language = "en", ...look }) {
  return new Seat(await openAs(browser, { url: demo.url, language, ...look }), wordsIn(language), language);
}

/** A field of a place by the beginning of its label: behind it may stand that it can be left out. */
const field = (place, label) => place.getByLabel(new RegExp(`^${label}`)).first();

test("a calendar of its own: a day of rest in it, and a unit that works by it", async () => {
  const hr = await seat({ login: "hr", theme: "dark" });
  const { page, t } = hr;
  const dialog = page.locator("dialog");
  const code = `six-${Date.now() % 100_000}`;
  await page.goto("/settings/general/calendars?year=2030");
  await page.locator("[data-day]").first().waitFor();
  await hr.button("settings.calendar.new").click();
  await field(dialog, t("settings.calendar.code")).fill(code);
  await field(dialog, t("settings.ui.role_name_en")).fill(code);
  await dialog.getByLabel(t("settings.company.week_start_saturday")).check();
  await assertAccessible(page);
  await hr.send("/work-calendars", dialog);
  await dialog.waitFor({ state: "detached" });
  await page.locator("select.field option:checked", { hasText: code }).waitFor({ state: "attached" });

  const day = page.locator('[data-day="2030-03-06"]');
  const workdays = async () => (await page.locator("section", { has: day }).last().locator("header .note").innerText()).match(/\d+/)[0];
  const before_ = Number(await workdays());
  await day.click();
  await field(dialog, t("settings.calendar.name")).fill("Founding day");
  await hr.send("/days", dialog);
  await dialog.waitFor({ state: "detached" });
  await page.locator('[data-day="2030-03-06"][title="Founding day"]').waitFor();
  assert.equal(Number(await workdays()), before_ - 1);

  await hr.button("settings.calendar.assign").click();
  await hr.choose("settings.calendar.unit", "SEW-02", dialog);
  await field(dialog, t("settings.calendar.from")).fill("2030-01-01");
  await assertAccessible(page);
  await hr.send("/work-calendar", dialog);
  await dialog.waitFor({ state: "detached" });
  await page.locator("main", { hasText: "2030" }).waitFor();
  await hr.leave();
});

test("a unit is found on the chart, and stands chosen beside its people", async () => {
  const hr = await seat({ login: "hr", language: "zh" });
  const { page, t } = hr;
  await page.goto("/people?view=chart");
  const find = page.getByPlaceholder(t("people.ui.chart_find"));
  await find.fill("SEW-02");
  await find.press("Enter");
  const chosen = page.locator("[data-unit][aria-current=true]");
  await chosen.waitFor();
  const unit = await chosen.getAttribute("data-unit");
  assert.equal(new URL(page.url()).searchParams.get("unit"), unit);
  await page.locator(".card h2", { hasText: await chosen.locator("b").innerText() }).waitFor();
  await assertAccessible(page);
  // By the keys to the unit above.
  await chosen.focus();
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction((was) => (document.activeElement?.dataset.unit ?? was) !== was, unit);
  await page.keyboard.press("Enter");
  await page.waitForFunction((was) => document.querySelector("[data-unit][aria-current=true]")?.dataset.unit !== was, unit);
  await hr.leave();
});

test("a rule says who agrees; it is tried out before it holds, and taken away again", async () => {
  const hr = await seat({ login: "hr" });
  const { page } = hr;
  await page.goto("/settings/approvals");
  await page.locator("main li b").first().waitFor();
  const rules = page.locator("main li");
  const before_ = await rules.count();
  await page.locator(".page-head .btn.primary").click();
  const drawer = page.locator(".drawer");
  await hr.choose("settings.chain.unit", "SEW-02", drawer);
  const { name } = await (await demo.as("employee")).get("/session");
  await hr.choose("settings.chain.requester", name, drawer);
  await hr.button("settings.chain.try", {}, drawer).click();
  await drawer.locator("[role=status] ol li b").first().waitFor();
  await assertAccessible(page);
  await hr.send("/approval-chains", drawer);
  await drawer.waitFor({ state: "detached" });
  await page.waitForFunction((count) => document.querySelectorAll("main li").length === count + 1, before_);

  await rules.filter({ has: page.getByRole("button") }).first().getByRole("button").click();
  await drawer.locator(".confirm").last().click();
  await hr.answered(/\/approval-chains\/\d+$/, () => drawer.locator(".confirm-ask .danger").click());
  await page.waitForFunction((count) => document.querySelectorAll("main li").length === count, before_);
  await hr.leave();
});

test("a rate is added once however often one presses, and corrected with a reason", async () => {
  const hr = await seat({ login: "hr", language: "zh", theme: "dark" });
  const { page, t } = hr;
  const dialog = page.locator("dialog");
  await page.goto("/settings/general/rates?act=add");
  await field(dialog, t("settings.rate.base")).fill("SEK");
  await field(dialog, t("settings.rate.day")).fill("2026-06-30");
  await field(dialog, t("settings.rate.closing")).fill("0.6712");
  await hr.answered("/exchange-rates", () => dialog.locator("form [type=submit]").dblclick());
  await dialog.waitFor({ state: "detached" });
  const row = page.locator("tbody tr", { hasText: "SEK" });
  await row.waitFor();
  assert.equal(await row.count(), 1);
  await row.getByRole("button", { name: t("settings.rate.correct") }).click();
  await field(dialog, t("settings.rate.closing")).fill("0.6721");
  await dialog.locator("form [type=submit]").click();
  await dialog.locator("[aria-invalid=true]").first().waitFor();
  await field(dialog, t("settings.rate.reason")).fill("抄错一位");
  await hr.send("", dialog);
  await dialog.waitFor({ state: "detached" });
  await row.getByText("0.6721").waitFor();
  await row.getByText("抄错一位").waitFor();
  await hr.leave();
});

test("a comment names somebody, whose bell leads to it", async () => {
  const api = await demo.as("manager");
  const me = await api.get("/session");
  const executive = await seat({ login: "executive" });
  const { page, t } = executive;
  const { objectives } = await (await demo.as("executive")).get("/board");
  const text = `What is missing, ${Date.now()}?`;
  await page.goto(`/okr/${objectives[0].id}?full=1`);
  const box = page.getByLabel(t("okr.ui.write_comment"));
  await box.fill(`${text} @${me.name.slice(0, 2)}`);
  await page.getByRole("option", { name: me.name }).first().click();
  await executive.answered("/comments", () => executive.button("okr.ui.send_comment").click());
  await page.locator("li b", { hasText: me.name }).first().waitFor();
  await page.reload();
  await page.getByText(text).first().waitFor();
  await executive.leave();

  const manager = await seat({ login: "manager", language: "zh" });
  await manager.page.goto("/me?notices");
  const { name } = await (await demo.as("executive")).get("/session");
  await manager.page.getByRole("link", { name: manager.t("notice.okr.mentioned", { author: name }) }).first().click();
  await manager.page.locator("li[aria-current=true]", { hasText: text }).waitFor();
  await manager.leave();
});
