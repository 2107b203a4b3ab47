// Who must get which letter: of a breach whoever has an account and was told of it at once, and who leads above when
// nobody has acknowledged it for three days; of a request who is asked. At least once and, should the server not know that it was taken, once more.
import { join } from "node:path";
import { freePort, MailServer } from "../support/mail_server.mjs";
import { addressOf } from "./company.mjs";
import { daysBetween } from "./exact.mjs";

const link = "https://people.quarter.example";
const patienceDays = 3;
const copiesMost = 2;

/** The day of a letter's head in the company's zone. */
const dayOf = (date) => new Date(date).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });

export class Mailbox {
  #expected = new Map();
  #digests = new Map();

  static async open(folder) {
    const box = new Mailbox();
    box.port = await freePort();
    box.sink = new MailServer(box.port, join(folder, "mails"));
    await box.sink.start();
    return box;
  }

  get settings() {
    return { TWINRAIL_MAIL_HOST: "127.0.0.1", TWINRAIL_MAIL_PORT: String(this.port), TWINRAIL_MAIL_TLS: "none", TWINRAIL_MAIL_FROM: "no-reply@quarter.example", TWINRAIL_MAIL_LINK: link };
  }

  /** `readers`: the numbers of those who have an account. */
  follow(bell, readers, idOf) {
    Object.assign(this, { bell, idOf });
    this.readers = new Map(readers.map((number) => [addressOf(number), number]));
    this.#expect("P06", "request of", "the team"); // who leads the team is asked for its objective
  }

  #expect(person, kind, name) {
    if (![...this.readers.values()].includes(person)) return;
    const key = `${person} ${kind} ${name}`;
    this.#expected.set(key, (this.#expected.get(key) ?? 0) + 1);
  }

  /** After the bell's day: new breaches are written of, old ones to whoever leads above. */
  day(today) {
    for (const breach of this.bell.breaches) {
      if (breach.day === today) for (const person of breach.first) this.#expect(person, "breach", breach.name);
      if (breach.phase !== "firing" || breach.escalated || daysBetween(breach.day, today) <= patienceDays) continue;
      breach.escalated = true;
      const above = this.bell.chain(breach, today)[1];
      if (above) this.#expect(above, "unacknowledged", breach.name);
    }
  }

  get count() {
    return [...this.#expected.values()].reduce((sum, one) => sum + one, 0);
  }

  /** A letter of one breach, as "who kind KPI"; what it is told by its link and its sentence. */
  #subjectOf({ to, text }) {
    const person = this.readers.get(to.replace(/[<>]/g, ""));
    const name = this.bell.assignments.find((one) => text.includes(`${link}/kpi/${this.idOf(one.name)}\n`))?.name;
    if (text.includes(`${link}/inbox/`)) return `${person} request of the team`;
    return `${person} ${text.includes("无人确认") ? "unacknowledged" : "breach"} ${name}`;
  }

  wrong({ without } = {}) {
    const wrong = [];
    const copies = new Map();
    const seen = new Map();
    for (const mail of this.sink.mails()) {
      if (mail.id === without) continue;
      copies.set(mail.id, (copies.get(mail.id) ?? 0) + 1);
      if (copies.get(mail.id) > 1) continue;
      if (!this.readers.has(mail.to.replace(/[<>]/g, ""))) wrong.push(`a letter to ${mail.to}`);
      if (mail.id.includes("digest-")) this.#noteDigest(mail, wrong);
      else seen.set(this.#subjectOf(mail), (seen.get(this.#subjectOf(mail)) ?? 0) + 1);
    }
    for (const [id, count] of copies) if (count > copiesMost) wrong.push(`${id} came ${count} times`);
    for (const key of new Set([...seen.keys(), ...this.#expected.keys()]))
      if (seen.get(key) !== this.#expected.get(key)) wrong.push(`${seen.get(key) ?? 0} letters for ${this.#expected.get(key) ?? 0}: ${key}`);
    return { wrong, compared: copies.size + this.#expected.size };
  }

  /** One collected letter a reader and day; a letter is of the day on which it was written, not of that on which it came. */
  #noteDigest({ id, to, date }, wrong) {
    const key = `${to} ${dayOf(date)}`;
    const first = this.#digests.get(key) ?? id;
    this.#digests.set(key, first);
    if (first !== id) wrong.push(`two collected letters on a day: ${key}`);
  }

  /** A letter of a breach that came. */
  someLetter() {
    return this.sink.mails().find(({ id, text }) => !id.includes("digest-") && text.includes(`${link}/kpi/`)).id;
  }

  get digests() {
    return this.#digests.size;
  }

  close() {
    this.sink.stop();
  }
}
