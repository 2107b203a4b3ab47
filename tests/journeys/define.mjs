// Goals and targets are made in the browser: a manager drafts an objective, lets a metric drive its key
// result and starts it; a check-in is corrected and keeps its history; HR sets a target. No API is typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../support/browser.mjs";
import { forgive, openAs } from "./support/pages.mjs";
import { browser, demo, withDemo } from "./support/shared.mjs";

const people = {};
withDemo({
  prepare: async () => {
    for (const login of ["executive", "manager", "hr", "employee"]) people[login] = await demo.as(login);
  },
});

/** Picks an entry of a searched list by the words that it shows. */
async function choose(page, name, text) {
  await page.locator(`.chooser-${name}`).click();
  await page.keyboard.type(text);
  await page.locator(".ant-select-item-option", { hasText: text }).first().click();
}

/** A day is typed into its field and confirmed by the keyboard. */
async function typeDay(page, label, day) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(day);
  await field.press("Enter");
}

const answerTo = (page, end, method = "POST") =>
  page.waitForResponse((reply) => new URL(reply.url()).pathname.endsWith(end) && reply.request().method() === method);

async function accepted(answer) {
  const reply = await answer;
  assert.ok(reply.ok(), `${reply.status()} ${await reply.text()}`);
  return reply.json();
}

const looks = [
  { language: "zh", theme: "light", login: "manager", title: "让停工一小时内有人管", keyResult: "停工人数占比降到底" },
  { language: "en", theme: "dark", login: "executive", title: "Nobody waits for work", keyResult: "Idle share goes down" },
];

for (const look of looks) {
  test(`an objective from draft to the board: ${look.language}, ${look.theme}`, async () => {
    const { page, ...session } = await openAs(browser, { url: demo.url, ...look });
    const api = people[look.login];
    const board = await api.get("/board");
    const metric = board.kpis.find((row) => row.code === "idle_share") ?? board.kpis[0];
    await page.goto("/okr");
    await page.locator("a.btn.primary").click();
    await page.locator(".form-sheet").waitFor();
    await assertAccessible(page);

    // Nothing is sent while something is missing, and the place is marked and read out.
    await page.locator(".form-foot .btn.primary").click();
    const title = page.locator(`[name=title_${look.language}]`);
    assert.equal(await title.getAttribute("aria-invalid"), "true");
    assert.ok(await title.evaluate((field) => field === document.activeElement));
    await title.fill(look.title);
    await page.locator("[name=why]").fill("…");
    await page.reload();
    assert.equal(await title.inputValue(), look.title, "the draft is kept");
    const drafted = answerTo(page, "/objectives");
    await page.locator(".form-foot .btn.primary").click();
    const objective = (await accepted(drafted)).row.id;

    await page.waitForURL(new RegExp(`/okr/${objective}`));
    await page.locator(`.drawer [name=title_${look.language}]`).fill(look.keyResult);
    await page.locator('.form-pick-one input[value="kpi"]').check();
    await choose(page, "metric", metric.names[look.language]);
    await page.locator("[name=start]").fill("2");
    await page.locator("[name=target]").fill("0.5");
    await assertAccessible(page);
    const linked = answerTo(page, "/links");
    await page.locator(".drawer .form-foot .btn.primary").click();
    const link = await accepted(linked);
    assert.equal(link.kind, "drives");

    const started = answerTo(page, "/activation");
    await page.locator(".drawer-foot .btn.primary").click();
    await accepted(started);
    await page.locator(".drawer .o-kr", { hasText: look.keyResult }).waitFor();
    await assertAccessible(page);

    const { row } = await api.get(`/objectives/${objective}`);
    assert.equal(row.state, "active");
    assert.equal(row.key_results[0].value_mode, "kpi");
    await page.goto(`/board?unit=${row.org_unit}`);
    await page.locator(`tr[data-node=o${objective}]`, { hasText: look.title }).waitFor();
    await page.locator(`tr[data-node=r${row.key_results[0].id}]`, { hasText: look.keyResult }).waitFor();
    await session.close();
  });
}

/** A check-in that somebody has typed, with its objective and key result. */
async function toldByHand(api) {
  for (const { id } of (await api.get("/board")).objectives) {
    const { check_ins, row } = await api.get(`/objectives/${id}`);
    const checkIn = check_ins.find(({ source, value }) => source === "manual" && value !== null);
    if (checkIn) return { objective: id, checkIn, kr: row.key_results.find((one) => one.id === checkIn.key_result) };
  }
  throw new Error("nobody has told a value");
}

for (const [language, theme] of [["zh", "dark"], ["en", "light"]]) {
  test(`a check-in is corrected and what was said stays: ${language}, ${theme}`, async () => {
    const { page, ...session } = await openAs(browser, { url: demo.url, language, theme });
    const api = people.executive;
    const { objective, checkIn, kr } = await toldByHand(api);
    await page.goto(`/okr/${objective}?edit=correct-${checkIn.id}`);
    const value = page.locator("[name=value]");
    const typed = await value.inputValue();
    await value.fill(String(Number(typed) + 1));
    await page.locator(".drawer .form-foot .btn.primary").click();
    assert.equal(await page.locator("[name=reason]").getAttribute("aria-invalid"), "true");
    await page.locator("[name=reason]").fill("recount");
    await page.locator(".form-five label", { hasText: "0.6" }).click();
    await assertAccessible(page);
    const corrected = answerTo(page, "/corrections");
    await page.locator(".drawer .form-foot .btn.primary").click();
    const now = await accepted(corrected);
    assert.equal(now.revision, checkIn.revision + 1);

    const history = page.locator(".o-before").first();
    await history.locator("summary").click();
    await history.locator("s", { hasText: typed }).first().waitFor();
    await assertAccessible(page);
    const view = await api.get(`/key-results/${kr.id}`);
    assert.equal(view.check_ins.find(({ id }) => id === now.id).before[0].value, checkIn.value);
    await session.close();
  });
}

test("a change that came too late shows both versions", async () => {
  const { page, ...session } = await openAs(browser, { url: demo.url, language: "zh" });
  const api = people.executive;
  const board = await api.get("/board");
  const objective = board.objectives.find(({ state, key_results }) => state === "active" && key_results.some(({ kind }) => kind === "move"));
  const kr = objective.key_results.find(({ kind }) => kind === "move");
  await page.goto(`/okr/${objective.id}?edit=key-result-${kr.id}`);
  const title = page.locator("[name=title_zh]");
  await title.fill("我的写法");
  const other = await page.request.patch(`/api/v1/key-results/${kr.id}`, {
    data: { title: { zh: "别人的写法", en: kr.title.en } },
    headers: { "if-match": `"v${kr.version}"`, origin: demo.url },
  });
  assert.equal(other.status(), 200, await other.text());
  await page.locator(".drawer .form-foot .btn.primary").click();
  const stale = page.locator(".form-stale");
  await stale.locator("label", { hasText: "别人的写法" }).locator("input").check();
  assert.equal(await title.inputValue(), "别人的写法");
  await assertAccessible(page);
  await stale.locator("label", { hasText: "我的写法" }).locator("input").check();
  const saved = answerTo(page, `/key-results/${kr.id}`, "PATCH");
  await page.locator(".drawer .form-foot .btn.primary").click();
  assert.equal((await accepted(saved)).title.zh, "我的写法");
  forgive(session, /412/);
  await session.close();
});

for (const [language, theme] of [["zh", "light"], ["en", "dark"]]) {
  test(`HR sets a target: ${language}, ${theme}`, async () => {
    const { page, ...session } = await openAs(browser, { url: demo.url, login: "hr", language, theme });
    const api = people.hr;
    const { items } = await api.get("/kpi-assignments");
    const row = items.find(({ code, target }) => code === "attainment" && target !== null);
    await page.goto(`/kpi/${row.assignment}`);
    await page.locator("h1").waitFor();
    await page.locator(".page-end .btn", { hasText: language === "zh" ? "设目标" : "Set target" }).click();
    await page.locator(".drawer [name=target]").fill("abc");
    await page.locator(".drawer .form-foot .btn.primary").click();
    assert.equal(await page.locator(".drawer [name=target]").getAttribute("aria-invalid"), "true");
    const wanted = language === "zh" ? "101" : "102";
    await page.locator(".drawer [name=target]").fill(wanted);
    await typeDay(page, language === "zh" ? "从哪天起" : "From", language === "zh" ? "2027-01-01" : "2027-02-01");
    await assertAccessible(page);
    const set = answerTo(page, "/targets");
    await page.locator(".drawer .form-foot .btn.primary").click();
    const known = await accepted(set);
    assert.equal(Number(known.targets.at(-1).target), Number(wanted) / (row.unit === "%" ? 100 : 1));
    await session.close();
  });
}

test("HR defines a metric and gives it to a unit; a formula is checked while it is typed", async () => {
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "hr", language: "zh" });
  await page.goto("/kpi/assign");
  await page.locator('.form-sheet a[href="/kpi/new"]').click();
  await page.locator("[name=code]").fill("planned_share");
  await page.locator("[name=zh]").fill("计划占比");
  await page.locator("[name=category]").fill("交付");
  await page.locator("[name=formula]").fill("produced / / planned");
  await page.locator(".formula-help mark").waitFor();
  await page.locator("[name=formula]").fill("produced / nothing_of_this_name");
  await page.locator(".formula-help mark", { hasText: "nothing_of_this_name" }).waitFor();
  await assertAccessible(page);
  const measures = await people.hr.get("/measures");
  const [above, below] = measures.items.filter(({ kind }) => kind === "flow").map(({ code }) => code);
  await page.locator("[name=formula]").fill(`${above} / ${below}`);
  await page.locator(".formula-help.note").waitFor();
  const defined = answerTo(page, "/kpis");
  await page.locator(".form-foot .btn.primary").click();
  const kpi = await accepted(defined);
  await page.waitForURL(new RegExp(`kpi=${kpi.id}`));
  await choose(page, "unit", "车缝部");
  await page.locator("[name=target]").fill("95");
  await page.locator(".form-check", { hasText: "越线时告警" }).locator("input").check();
  await page.locator("[name=limit]").fill("90");
  await page.locator("[name=recover]").fill("95");
  await assertAccessible(page);
  const assigned = answerTo(page, "/kpi-assignments");
  await page.locator(".form-foot .btn.primary").click();
  const made = await accepted(assigned);
  assert.equal(made.breach_rule.op, "<");
  assert.equal(Number(made.targets[0].target), 0.95);
  await page.waitForURL(new RegExp(`/kpi/${made.row.assignment}$`));
  await session.close();
});

test("who may not write is not offered to", async () => {
  const { page, ...session } = await openAs(browser, { url: demo.url, login: "employee", language: "zh" });
  const api = people.employee;
  const board = await api.get("/board");
  const foreign = board.objectives.find(({ owner, person }) => owner !== null && person === null);
  await page.goto(`/okr/${foreign.id}?edit=key-result`);
  await page.locator(".drawer h2").waitFor();
  assert.equal(await page.locator(".drawer .form-sheet").count(), 0);
  await page.goto("/kpi");
  await page.locator("h1").waitFor();
  assert.equal(await page.locator('a[href^="/kpi/assign"]').count(), 0);
  await page.goto("/kpi/new");
  await page.locator(".state-title").waitFor();
  assert.equal(await page.locator("form").count(), 0);
  await session.close();
});
