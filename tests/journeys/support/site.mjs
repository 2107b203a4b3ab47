// An installation of a journey's own, empty at first, with a clock that the journey moves and a mail server; and the
// people who sit before its screens.
import assert from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { MailServer, freePort, mailSettings } from "../../support/mail_server.mjs";
import { desk, openPage, phone } from "../../support/browser.mjs";
import { Installation } from "../../support/installation.mjs";
import { forgive, patienceMs, wears } from "./pages.mjs";
import { wordsIn } from "./words.mjs";

const zone = "Asia/Shanghai";
/** How often it is looked whether the server has done what was due; nothing is asserted about how long it takes. */
const everyMs = 100;
const polls = 1200;

/** Nine in the morning of a day in Shanghai, in milliseconds. */
const morning = (day) => Date.parse(`${day}T09:00:00+08:00`);

export class Site {
  /** A started server without anybody in it. @param {{day: string}} asked the day that its clock begins at */
  static async empty({ day }) {
    const site = new Site();
    const port = await freePort();
    site.at = new Installation("journey", false, { TWINRAIL_INSTALLATION_KIND: "test", TWINRAIL_HTTP_METRICS_PORT: "0", ...mailSettings(port) });
    site.clock = join(site.at.folder, "clock");
    site.at.environment.TWINRAIL_CLOCK_FILE = site.clock;
    site.#set(day);
    site.mailServer = new MailServer(port, join(site.at.folder, "mails"));
    await site.mailServer.start();
    site.server = await site.at.serve();
    return site;
  }

  #set(day) {
    this.day = day;
    writeFileSync(`${this.clock}.new`, `${new Date(morning(day)).toISOString().replace(".000", "")}\n`);
    renameSync(`${this.clock}.new`, this.clock);
  }

  get url() {
    return this.server.url;
  }

  /** Another day begins: what is due by then is done before anybody works. */
  async wake(day) {
    this.#set(day);
    await this.#until(`the jobs of ${day}`, async () => {
      await this.server.status("main");
      const text = await (await fetch(this.server.metrics)).text();
      const metric = (name) => Number(new RegExp(`^twinrail_${name} (\\d+)`, "m").exec(text)?.[1] ?? -1);
      return metric("clock_seconds") === morning(day) / 1000 && metric("jobs_done_until_seconds") >= metric("clock_seconds");
    });
  }

  /** The first mail that fits, once it has arrived. */
  async mail(fits) {
    await this.#until("a mail", () => this.mailServer.mails().some(fits));
    return this.mailServer.mails().find(fits);
  }

  async #until(what, holds) {
    for (let poll = 0; poll < polls; ++poll) {
      if (await holds()) return;
      await pause(everyMs);
    }
    throw new Error(`waited too long for ${what}\n${this.server.log()}`);
  }

  /** Somebody before a screen, on this installation's day. @param {{language: "zh"|"en", theme?: string, hand?: boolean}} look */
  async seat(browser, { hand = false, ...look }) {
    const session = await openPage(browser, { url: this.url, ...wears({ ...look, viewport: hand ? phone : desk }), timezoneId: zone, now: morning(this.day) });
    return new Seat(session, wordsIn(look.language), look.language);
  }

  async stop() {
    await this.server?.stop();
    await this.mailServer?.stop();
    this.at.remove();
  }
}

/** A person's browser and what one does with it: everything by what stands on the screen. */
export class Seat {
  constructor(session, t, language) {
    Object.assign(this, { session, page: session.page, t, language });
  }

  /** Signs in on the screen, as whoever comes in the morning. */
  async enter(login, password) {
    await this.page.goto("/signin");
    await this.page.locator("[name=username]").fill(login);
    await this.page.locator("[name=password]").fill(password);
    await this.page.locator("form [type=submit]").click();
    await this.page.waitForURL((url) => url.pathname !== "/signin");
    await this.page.locator("h1").first().waitFor();
    forgive(this.session, /401/); // the page of the sign-in asks whether somebody is signed in already
    return this;
  }

  /** The button with the words of a key, wherever it stands. */
  button(key, places, within = this.page) {
    return within.getByRole("button", { name: this.t(key, places), exact: true });
  }

  link(key, places, within = this.page) {
    return within.getByRole("link", { name: this.t(key, places), exact: true });
  }

  /** Does `act` and gives what the server answers to the change that it causes; a refusal fails the journey. */
  async answered(end, act) {
    const fits = (reply) => reply.request().method() !== "GET" && (end instanceof RegExp ? end.test(new URL(reply.url()).pathname) : new URL(reply.url()).pathname.endsWith(end));
    const [reply] = await Promise.all([this.page.waitForResponse(fits, { timeout: patienceMs }), act()]);
    assert.ok(reply.ok(), `${end}: ${reply.status()} ${await reply.text()}`);
    return reply.status() === 204 ? null : reply.json();
  }

  /** Fills fields by their names. */
  async fill(fields, within = this.page) {
    for (const [name, text] of Object.entries(fields)) await within.locator(`[name=${name}]`).fill(text);
  }

  /** Types a day into a field, by its label, and takes it. */
  async day(label, day, within = this.page) {
    const field = within.getByLabel(label, { exact: true });
    await field.fill(day);
    await field.press("Enter");
  }

  /** Picks what a searched list offers for a text; the list is found by its label. */
  async choose(key, text, within = this.page) {
    // What may be left out says so behind its label.
    const list = within.getByRole("combobox", { name: new RegExp(`^${this.t(key)}(\\s|$)`) }).first();
    await list.click();
    await list.fill(text);
    await this.page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option", { hasText: text }).first().click();
  }

  /** Takes the main act of the form that is open. */
  async send(end, within = this.page) {
    return this.answered(end, () => within.locator("form [type=submit]").last().click());
  }

  async leave() {
    await this.session.close();
  }
}
