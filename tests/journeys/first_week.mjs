// A company begins: from an installation with nobody in it to the first quarter that is closed and carried over, by
// what stands on the screens alone; only the installation's clock is moved. In Chinese with one commit, in English
// with the next (support/turn.mjs). Then, in the company that stands: somebody and a unit move and the past stays, and
// a role of its own sees what it says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser } from "../support/browser.mjs";
import { forgive } from "./support/pages.mjs";
import { Site } from "./support/site.mjs";
import { turnOf } from "./support/turn.mjs";
import { Week, days, secret } from "./support/week.mjs";

const stories = [
  {
    language: "zh",
    theme: "light",
    file: "people-gb18030.csv",
    unit: "G1",
    names: { company: "北岸制衣", unit: "一车间", quarter: "2027 一季度" },
    words: { produced: "产量", rework: "返工", share: "返工占比", objective: "一次做对", keyResult: "首检合格班组数", why: "返工吃掉了一条线" },
    roles: { manager: "经理", operator: "一线员工" },
    lead: { number: "00004", name: "刘娜" },
    operator: { number: "00001", name: "王秀英" },
    visitor: "00007",
    mail: "liu.na@north.example",
  },
  {
    language: "en",
    theme: "dark",
    file: "people-libreoffice.xlsx",
    unit: "G2",
    names: { company: "North Shore Garments", unit: "Workshop 2", quarter: "2027 Q1" },
    words: { produced: "Pieces made", rework: "Pieces reworked", share: "Rework share", objective: "Right the first time", keyResult: "Teams that pass the first check", why: "Rework eats a whole line" },
    roles: { manager: "Manager", operator: "Shop-floor worker" },
    lead: { number: "010004", name: "刘娜" },
    operator: { number: "010001", name: "王秀英" },
    visitor: "010007",
    mail: "10004@north.example",
  },
];

let browser;
const weeks = [];
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  for (const { site } of weeks) await site.stop();
});

const turn = turnOf(stories.length);
for (const story of turn === "all" ? stories : [stories[turn]]) {
  test(`from an empty installation to the second quarter: ${story.language}`, async () => {
    const site = await Site.empty({ day: days.monday });
    const week = new Week(browser, site, story);
    weeks.push(week);
    await week.firstAdministrator();
    await week.company();
    await week.people();
    await week.head();
    await week.quarter();
    await week.metric();
    await week.targets();
    await week.duties();
    await week.objective();
    await week.reported();
    await week.warned();
    await week.checkIn();
    await week.weeklySheet();
    await week.closed();
  });
}

/** What the screens say of weeks that are over: each point of the metric, who was where, and the closed goals. */
async function pastOf({ page, t }, { metricPath, story }) {
  await page.goto(metricPath);
  await page.getByRole("button", { name: t("ui.table_view") }).click();
  const rows = page.getByRole("group", { name: t("ui.table_view") }).locator("tbody tr");
  await rows.first().waitFor();
  const points = await rows.allInnerTexts();
  assert.ok(points.some((text) => text.includes("12.0")), points.join("\n"));

  await page.goto(`/people?unit=2&as_of=${days.tuesday}`);
  await page.locator("tbody tr", { hasText: story.operator.name }).waitFor();
  const people = await page.locator("main tbody tr").allInnerTexts();

  await page.goto("/okr/cycles/1/close?unit=1");
  await page.locator("main tbody [data-row]").first().waitFor();
  return { points, people, goals: await page.locator("main tbody tr").allInnerTexts() };
}

test("somebody and a unit move, and the weeks before stay as they were", async () => {
  const week = weeks.at(-1);
  const { story } = week;
  const admin = await (await week.seat()).enter("shen", secret);
  week.admin = admin;
  const { page } = admin;
  const dialog = page.locator("dialog");
  const before_ = await pastOf(admin, week);
  assert.equal(before_.people.length, 20);

  await page.goto("/people?unit=1");
  await admin.button("people.ui.unit_add").click();
  const annex = await week.addUnit("X", "Annex");
  await page.goto(`/people?unit=1&q=${encodeURIComponent(story.operator.name)}`);
  await page.locator("tbody [data-row]").first().click();
  await admin.button("people.ui.move").click();
  await admin.choose("people.form.unit", "Annex", dialog);
  await admin.send("/posts", dialog);
  await dialog.waitFor({ state: "detached" });
  await page.goto("/people?unit=2");
  await admin.button("people.ui.unit_place").click();
  await admin.choose("people.unit_form.parent", "Annex", dialog);
  const moved = await admin.send("/units/2", dialog);
  assert.equal(moved.parent, annex);
  await dialog.waitFor({ state: "detached" });

  assert.deepEqual(await pastOf(admin, week), before_);
  await page.goto(`/people?unit=${annex}`);
  await page.locator("tbody tr", { hasText: story.operator.name }).waitFor();
  await admin.leave();
});

test("a role of its own sees exactly what it says", async () => {
  const week = weeks.at(-1);
  const { story } = week;
  const admin = await (await week.seat()).enter("shen", secret);
  week.admin = admin;
  const { page, t } = admin;
  await page.goto("/settings/roles");
  await admin.link("settings.ui.role_new").click();
  await page.locator("main input[type=checkbox]").first().waitFor();
  const ticked = page.locator("main input[type=checkbox]:checked:enabled");
  while ((await ticked.count()) > 0) await ticked.first().click();
  await page.getByLabel(`${t("people.read")}, ${t("settings.ui.through_company")}`).check();
  const named = page.getByLabel(t(`settings.ui.role_name_${story.language}`));
  await named.fill("Visitor");
  // Somebody presses twice: it is one role, and nothing is said to be wrong.
  await page.getByRole("button", { name: t("ui.save"), exact: true }).dblclick();
  await page.waitForURL("**/settings/roles/visitor");
  assert.equal(await page.locator("main [role=alert]").count(), 0);

  const code = await week.account({ number: story.visitor }, "Visitor");
  const { roles } = await (await page.request.get("/api/v1/roles")).json().then(({ items }) => ({ roles: items.map((one) => one.code) }));
  assert.equal(roles.filter((one) => one.startsWith("visitor")).length, 1);
  const visitor = await week.activate({ number: story.visitor }, code);
  await visitor.page.waitForURL("**/people");
  const menu = await visitor.page.locator(".rail a.rail-item").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
  assert.deepEqual(menu, ["/people"]);
  await visitor.page.locator("tbody [data-row]").first().waitFor();
  assert.equal(await visitor.page.locator(".page-head .btn.primary").count(), 0);

  const asked = async (path) => (await visitor.page.request.get(`/api/v1${path}`)).status();
  for (const path of ["/people", "/units", "/people/1"]) assert.equal(await asked(path), 200, path);
  const closed = ["/kpi-assignments", `${week.metricPath.replace("/kpi/", "/kpi-assignments/")}`, "/measures", "/board", "/my-day", "/objectives", `/objectives/${week.objectiveId}`, "/accounts", "/roles", "/trail", "/jobs", "/approval-chains"];
  for (const path of closed) assert.ok([403, 404].includes(await asked(path)), `${path}: ${await asked(path)}`);
  for (const path of ["/board", "/okr", "/kpi", "/accounts", "/settings/roles"]) {
    await visitor.page.goto(path);
    await visitor.page.locator(".state-title").first().waitFor();
  }
  forgive(visitor.session, /403/);
  await visitor.leave();
  await admin.leave();
});
