// The first quarter of a company, step by step: what each of its people does on the screens.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const files = fileURLToPath(new URL("../../files", import.meta.url));
export const secret = "a long enough password";

/** The days of the story: a Monday on which all is set up, the first figures, the meeting, and the quarter is over. */
export const days = { monday: "2027-01-04", tuesday: "2027-01-05", nextMonday: "2027-01-11", over: "2027-04-01" };

/** One company's story; each step is what somebody does on a screen. */
export class Week {
  constructor(browser, site, story) {
    Object.assign(this, { browser, site, story });
  }

  seat(look) {
    return this.site.seat(this.browser, { language: this.story.language, theme: this.story.theme, ...look });
  }

  async firstAdministrator() {
    const seat = await this.seat();
    await seat.page.goto(this.site.server.firstStart);
    await seat.fill({ name: "Shen Lan", username: "shen" });
    for (const field of await seat.page.locator("[autocomplete=new-password]").all()) await field.fill(secret);
    await seat.send("/first-start");
    await seat.page.waitForURL((url) => url.pathname !== "/start");
    this.admin = seat;
  }

  /** A name in the language of the story. */
  named(field, text) {
    return { [`${field}_${this.story.language}`]: text };
  }

  async company() {
    const { admin, story } = this;
    await admin.page.goto("/settings/general/company");
    await admin.fill(this.named("names", story.names.company));
    await admin.send("/company");
    await admin.page.goto("/people");
    await admin.button("people.ui.unit_first").click();
    await this.addUnit("G", story.names.company);
    await admin.button("people.ui.unit_add").click();
    await this.addUnit(story.unit, story.names.unit);
  }

  async addUnit(code, name) {
    const { admin } = this;
    const dialog = admin.page.locator("dialog");
    await admin.fill({ code, ...this.named("names", name) }, dialog);
    await admin.day(admin.t("people.unit_form.valid_from"), "2026-01-01", dialog);
    const made = await admin.send("/units", dialog);
    await dialog.waitFor({ state: "detached" });
    return made.id;
  }

  async people() {
    const { admin, story } = this;
    const { page } = admin;
    await admin.link("people.ui.import").click();
    await page.locator("input[type=file]").setInputFiles(join(files, story.file));
    await page.locator(".page-head .btn.primary", { hasText: "20" }).click();
    await page.locator("[data-written]").waitFor();
    assert.equal(await page.locator("[data-count=stored] dd.num").innerText(), "20");

    await page.goto(`/people?q=${encodeURIComponent(story.lead.name)}`);
    await page.locator("tbody [data-row]").first().click();
    await page.locator(".drawer h2", { hasText: story.lead.name }).waitFor();
    if (await page.locator(".drawer a[href^=mailto]").count()) return;
    await admin.button("people.ui.change").click();
    await admin.fill({ email: story.mail }, page.locator("dialog"));
    await admin.send("", page.locator("dialog"));
  }

  async head() {
    const { admin, story } = this;
    const { page } = admin;
    await page.goto("/people");
    await page.getByRole("treeitem", { name: story.names.unit }).click();
    await admin.button("people.ui.unit_head").click();
    const dialog = page.locator("dialog");
    await admin.choose("people.unit_form.head", story.lead.name, dialog);
    await admin.send("", dialog);
    await dialog.waitFor({ state: "detached" });
  }

  /** An account for an employee, and the code on its slip. */
  async account({ number }, role) {
    const { admin } = this;
    const { page } = admin;
    await page.goto("/accounts");
    await admin.button("identity.ui.give").click();
    const dialog = page.locator("dialog");
    await dialog.getByLabel(admin.t("identity.ui.give_numbers"), { exact: true }).fill(number);
    for (const box of await dialog.getByRole("checkbox", { checked: true }).all()) await box.uncheck();
    await dialog.getByLabel(role, { exact: true }).check();
    await admin.send("/accounts/together", dialog);
    await page.waitForURL("**/accounts/slips");
    return page.locator("main li dd").nth(1).innerText();
  }

  /** With the code somebody chooses a password and is in. */
  async activate({ number }, code, look) {
    const seat = await this.seat(look);
    await seat.page.goto("/activate");
    await seat.fill({ username: number, "one-time-code": code });
    for (const field of await seat.page.locator("[autocomplete=new-password]").all()) await field.fill(secret);
    await seat.send("/activation");
    await seat.page.waitForURL((url) => url.pathname !== "/activate");
    return seat;
  }

  async quarter() {
    const { admin, story } = this;
    await admin.page.goto("/okr");
    await admin.answered("/cycles", () => admin.button("okr.ui.create_quarter", { name: story.names.quarter }).click());
    await admin.link("okr.ui.new_objective").waitFor();
  }

  async measure(code, name) {
    const { admin } = this;
    await admin.page.goto("/kpi/measures");
    await admin.button("kpi.ui.new_measure").click();
    await admin.fill({ code, unit: "pcs", ...this.named("names", name) }, admin.page.locator(".drawer"));
    await admin.send("/measures", admin.page.locator(".drawer"));
    await admin.page.locator(".drawer").waitFor({ state: "detached" });
  }

  async metric() {
    const { admin, story } = this;
    const { page } = admin;
    await this.measure("produced", story.words.produced);
    await this.measure("rework", story.words.rework);
    await page.goto("/kpi/new");
    await admin.fill({ code: "rework_share", [story.language]: story.words.share, category: "Q", formula: "rework / produced" });
    await page.getByLabel(admin.t("kpi.ui.direction_lower"), { exact: true }).check();
    await admin.choose("kpi.ui.frequency", admin.t("kpi.ui.frequency_week"));
    await admin.send("/kpis");
    await page.waitForURL("**/kpi/assign?*");
    await admin.choose("ui.unit_scope", story.names.unit);
    await admin.choose("ui.owner", story.lead.name);
    await page.getByLabel(admin.t("kpi.ui.warns")).check();
    await admin.fill({ limit: "5", recover: "4", n: "1" });
    await admin.send("/kpi-assignments");
    await page.waitForURL(/\/kpi\/\d+$/);
    this.metricPath = new URL(page.url()).pathname;
  }

  /** Thirteen weeks of targets on the sheet: one is typed and drawn over the others. */
  async targets() {
    const { admin } = this;
    const { page } = admin;
    await page.goto(`${this.metricPath}/targets`);
    await page.locator('td[data-at="0/1"]').click();
    await page.keyboard.type("3");
    await page.keyboard.press("Enter");
    await page.locator('td[data-at="0/1"]').click();
    await page.locator('td[data-at="0/13"]').click({ modifiers: ["Shift"] });
    await page.keyboard.press("Control+r");
    await admin.answered("/targets", () => page.locator(".page-head .btn.primary", { hasText: "13" }).click());
    await page.locator('td[data-at="0/13"]', { hasText: "3" }).waitFor();
  }

  async duties() {
    const { admin, story } = this;
    const { page } = admin;
    for (const name of [story.words.produced, story.words.rework]) {
      await page.goto("/kpi/measures");
      await page.locator("tbody [data-row]", { hasText: name }).click();
      await admin.button("kpi.ui.duty_add").click();
      const drawer = page.locator(".drawer");
      await admin.choose("kpi.ui.entry_team", story.names.unit, drawer);
      await admin.choose("kpi.ui.duty_person", story.operator.name, drawer);
      await admin.send("/duties", drawer);
      await drawer.waitFor({ state: "detached" });
    }
  }

  /** The head of the workshop drafts its goal and starts it. */
  async objective() {
    const { story } = this;
    const code = await this.account(story.lead, story.roles.manager);
    const lead = await this.activate(story.lead, code);
    const { page } = lead;
    await page.goto("/okr");
    await lead.link("okr.ui.new_objective").click();
    await lead.fill({ [`title_${story.language}`]: story.words.objective, why: story.words.why });
    this.objectiveId = (await lead.send("/objectives")).row.id;
    const drawer = page.locator(".drawer");
    await lead.fill({ [`title_${story.language}`]: story.words.keyResult, start: "0", target: "10" }, drawer);
    await lead.send("/key-results", drawer);
    await lead.answered("/activation", () => drawer.locator(".drawer-foot .btn.primary").click());
    await drawer.locator(".o-kr", { hasText: story.words.keyResult }).waitFor();
    await lead.leave();
  }

  /** On the next day the operator takes the phone and reports two figures. */
  async reported() {
    const { story, site } = this;
    const code = await this.account(story.operator, story.roles.operator);
    await this.admin.leave();
    await site.wake(days.tuesday);
    const hand = await this.activate(story.operator, code, { hand: true });
    const { page } = hand;
    await page.waitForURL("**/entry");
    await page.getByLabel(story.words.produced).fill("1000");
    await page.getByLabel(story.words.rework).fill("120");
    await hand.answered("/entry", () => page.locator("form [type=submit]").click());
    await hand.leave();
  }

  /** The week is over: whoever leads the workshop gets a letter that leads to the metric. */
  async warned() {
    const { story, site } = this;
    await site.wake(days.nextMonday);
    const mail = await site.mail(({ to }) => to.includes(story.mail));
    assert.equal(mail.language, story.language);
    assert.ok(mail.text.includes(story.words.share), mail.text);
    assert.ok(mail.text.includes(`https://people.example.com${this.metricPath}`), mail.text);
    const lead = await this.seat();
    await lead.enter(story.lead.number, secret);
    await lead.page.goto(this.metricPath);
    await lead.page.locator(".metric-number", { hasText: "12" }).waitFor();
    await lead.leave();
  }

  /** On the phone the head tells how far the goal has come. */
  async checkIn() {
    const { story } = this;
    const lead = await this.seat({ hand: true });
    await lead.enter(story.lead.number, secret);
    const { page } = lead;
    await page.goto(`/okr/${this.objectiveId}`);
    await page.locator('.drawer a[href^="/check-in/"]').first().click();
    await page.locator(".ci-number input").fill("4");
    await page.locator(".ci-choice", { hasText: "0.8" }).click();
    await page.locator(".ci textarea").fill(story.words.why);
    await lead.answered("/check-ins", () => page.locator(".ci-foot [type=submit]").click());
    await lead.leave();
  }

  async weeklySheet() {
    const { story } = this;
    this.admin = await (await this.seat()).enter("shen", secret);
    const { page } = this.admin;
    await page.goto("/board");
    await this.admin.link("dashboard.ui.week_open").click();
    await page.locator("[data-testid=week-state]").waitFor();
    for (const text of [story.words.objective, story.words.share, "40%", "12.0%"]) await page.getByText(text).first().waitFor();
    const sheets = (await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b/g);
    assert.equal(sheets.length, 1, "the sheet is one of paper");
    await this.admin.leave();
  }

  /** The quarter is over: HR makes the next one, grades, and the head writes what was learned. */
  async closed() {
    const { story, site } = this;
    await site.wake(days.over);
    this.admin = await (await this.seat()).enter("shen", secret);
    const { admin } = this;
    const { page } = admin;
    await page.goto("/okr/cycles");
    // Somebody presses twice: there is one backlog, and nothing is refused.
    await admin.button("okr.ui.add_backlog").dblclick();
    await page.locator("tbody tr", { hasText: admin.t("okr.ui.kind_backlog") }).first().waitFor();
    await admin.button("okr.ui.new_cycle").click();
    const next = await admin.send("/cycles", page.locator(".drawer"));
    assert.equal(next.start, days.over);
    await page.locator("tbody tr", { hasText: story.names.quarter }).getByRole("link", { name: admin.t("okr.ui.close_cycle_page") }).click();
    await page.locator(`[data-row="${this.objectiveId}"]`).click();
    await page.locator("[name=score]").fill("0.4");
    await admin.answered("/scores", () => admin.button("okr.ui.give_score").click());
    await this.reviewed(admin);
    await page.keyboard.press("Escape");
    await this.met(admin);
    const cycle = await admin.answered(/\d+$/, () => admin.button("okr.ui.close_cycle").click());
    assert.equal(cycle.state, "closed");
    await page.goto(`/okr/${this.carried}`);
    await page.locator(".drawer .o-kr", { hasText: story.words.keyResult }).waitFor();
    assert.equal(await page.locator(".drawer h2").innerText(), story.words.objective);
    await admin.leave();
  }

  /** What was agreed in the meeting is written down, and saved by whoever presses twice. */
  async met(seat) {
    const dialog = seat.page.locator("dialog");
    await seat.button("okr.ui.meeting").click();
    await seat.fill({ attendees: this.story.lead.name, notes: this.story.words.why }, dialog);
    await seat.answered("/meeting", () => seat.button("ui.save", {}, dialog).dblclick());
    await dialog.waitFor({ state: "detached" });
  }

  async reviewed(seat) {
    const { page } = seat;
    await seat.fill({ cause: this.story.words.why, learned: this.story.words.why });
    await page.locator('.form-pick-one input[value="keep"]').check();
    await page.locator(".drawer .form-check input").last().check();
    const review = await seat.answered("/review", () => seat.button("okr.ui.hand_in").click());
    assert.deepEqual(review.row.lacks, []);
    this.carried = review.carried_to;
  }
}
