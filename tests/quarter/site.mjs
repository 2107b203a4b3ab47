// The installation that the quarter is lived in: its clock, its logins, and the ways in which figures come.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withToken } from "../../data/demo/client.mjs";
import { Clock } from "../../data/demo/clock.mjs";
import { workbook } from "../load/workbook.mjs";
import { Installation } from "../support/installation.mjs";
import { addressOf, assignments, kpis, leaders, measures, people, setUp, since, units } from "./company.mjs";

const company = "quarter";
export const password = "a long password 7";
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const csv = (head, rows) => `${head}\n${rows.map((row) => row.join(",")).join("\n")}\n`;

export class Site {
  constructor(postgres) {
    this.at = new Installation(company, postgres, {
      TWINRAIL_HTTP_RATE_LIMIT: "0",
      TWINRAIL_HTTP_COMPANY_RATE_LIMIT: "0",
      TWINRAIL_HTTP_METRICS_PORT: "0",
      TWINRAIL_INSTALLATION_KIND: "test",
    });
    this.clock = new Clock(join(this.at.folder, "clock"));
    this.at.environment.TWINRAIL_CLOCK_FILE = this.clock.file;
    this.clock.set(setUp);
  }

  get today() {
    return this.clock.day;
  }

  command(...args) {
    return this.at.command(...args, "--tenant", company);
  }

  /** A file through the command line. */
  take(inlet, head, rows) {
    const file = join(this.at.folder, `${inlet}.csv`);
    writeFileSync(file, csv(head, rows));
    this.command("import", inlet, file);
  }

  #login(name, role, employee) {
    const secret = join(this.at.folder, "password");
    writeFileSync(secret, `${password}\n`);
    this.command("user", "add", name, "--password-file", secret, "--role", role, ...(employee ? ["--employee", employee] : []));
  }

  #tokenOf(name, scopes) {
    const asked = scopes.flatMap((scope) => ["--scope", scope]);
    return this.command("user", "token", name, ...asked, "--days", "400").trim().split("\n").at(-1);
  }

  #organisation() {
    this.take("people.unit", "code,parent,name_zh,name_en,kind,valid_from", units.map(([code, parent, kind]) => [code, parent, code, code, kind, "2025-01-01"]));
    this.take("people.person", "employee_no,name,unit,manager_no,email,start", people().map(([number, unit, manager]) => [number, `Person ${number}`, unit, manager, addressOf(number), "2025-01-01"]));
  }

  #indicators() {
    this.take("kpi.source", "code,name_zh,name_en", [["mes", "线", "Line system"]]);
    this.take("kpi.measure", "code,name_zh,name_en,kind,unit,grain", measures.map(({ code, kind }) => [code, code, code, kind, "piece", "day"]));
    this.take(
      "kpi.kpi",
      "code,name_zh,name_en,formula,unit,decimals,direction,frequency,time_agg,org_agg",
      Object.entries(kpis).map(([code, k]) => [code, code, code, k.formula, "piece", 2, k.direction, k.frequency, ...(k.agg ?? ["ratio_of_sums", "ratio_of_sums"])]),
    );
    this.take(
      "kpi.assignment",
      "kpi,unit,owner_no,from,target,lower,upper,tolerance,green,amber,breach_op,breach_value,recover_op,recover_value,n,m,grace_days",
      assignments().map(({ code, unit, owner, targets: [t], breach: b, grace }) => [
        code, unit, owner, since, t.target, t.lower, t.upper, t.tolerance, t.green, t.amber,
        ...(b ? [">", b.value, "<=", b.recover, b.n, b.m, grace] : ["", "", "", "", "", "", ""]),
      ]),
    );
  }

  /** The company, its people and indicators, and the figures of the weeks before. */
  async make(history) {
    this.at.command("tenant", "create", company, "--name-en", "Quarter", "--name-zh", "一个季度", "--zone", "Asia/Shanghai", "--week-start", "monday");
    this.#organisation();
    this.#indicators();
    this.take("kpi.reading", "measure,unit,day,amount,source,source_key", history.map((r) => [r.measure, r.unit, r.day, r.amount, "mes", r.key]));
    for (const [name, role, employee] of [["hr", "hr"], ["executive", "executive", "P01"], ["manager", "manager", "P06"], ["production", "manager", "P02"], ["logistics", "manager", "P03"], ["employee", "employee", "P12"]]) this.#login(name, role, employee);
    const hr = this.#tokenOf("hr", ["kpi.write_reading", "kpi.read", "kpi.define", "people.read", "people.write"]);
    const executive = this.#tokenOf("executive", ["okr.read", "okr.define", "okr.write", "okr.check_in", "kpi.read", "kpi.acknowledge"]);
    const manager = this.#tokenOf("manager", ["kpi.read"]);
    this.server = await this.at.serve();
    this.hr = withToken(this.server.url, hr);
    this.executive = withToken(this.server.url, executive);
    this.manager = withToken(this.server.url, manager);
    await this.#directory();
    await this.#appoint();
  }

  async #directory() {
    const ids = async (path, key, id = "id") => new Map((await this.hr.list(path)).map((row) => [key(row), row[id]]));
    this.units = await ids("/units", (row) => row.code);
    this.measures = await ids("/measures", (row) => row.code);
    const codes = new Map([...this.units].map(([code, id]) => [id, code]));
    const below = `/kpi-assignments?org_unit=${this.units.get("C")}&below=true&limit=100`;
    this.assignments = await ids(below, (row) => `${row.code}/${codes.get(row.org_unit)}`, "assignment");
  }

  /** Each unit is led by somebody, whose rights reach what is below it. */
  async #appoint() {
    const ids = new Map((await this.hr.list("/people?limit=100")).map((row) => [row.employee_no, row.id]));
    for (const [unit, number] of Object.entries(leaders)) await this.#change(unit, { valid_from: "2025-01-01", head: ids.get(number) });
  }

  /** The next day begins. */
  wake(day) {
    return this.clock.wake(day, this.server.metrics, () => this.server.status(company));
  }

  /** Figures through the API, as a system sends them; a reason where they are other than before. */
  async send(readings, reason) {
    for (const [code, id] of this.measures) {
      const own = readings.filter(({ measure }) => measure === code);
      if (own.length === 0) continue;
      await this.hr.post(`/measures/${id}/readings`, {
        source: "mes",
        readings: own.map(({ unit, day, amount, key }) => ({ org_unit: this.units.get(unit), on: day, amount, source_key: key, ...(reason ? { reason } : {}) })),
      });
    }
  }

  /**
   * Figures in a file that somebody uploads: text, or a workbook with numbers in its cells. Gives its number.
   * @param {{workbook: boolean, ends?: "done"|"refused"}} form
   */
  async upload(readings, { workbook: asBook, ends = "done" }) {
    const head = ["measure", "unit", "day", "amount", "source", "source_key", "reason"];
    const rows = readings.map((r) => [r.measure, r.unit, r.day, r.amount, "mes", r.key, r.reason ?? ""]);
    const inCells = ([measure, unit, day, amount, ...rest]) => [measure, unit, day, Number.isNaN(Number(amount)) ? amount : Number(amount), ...rest];
    const { id, state, stored, corrected, refused } = await this.hr.upload("kpi.reading", asBook ? workbook([head, ...rows.map(inCells)]) : csv(head.join(), rows), asBook ? xlsx : "text/csv");
    if (state !== ends || (ends === "done" && stored + corrected !== readings.length)) throw new Error(`the file ended ${state}: ${stored} stored, ${corrected} corrected, ${refused} refused`);
    return id;
  }

  /** What a file brought is taken back. */
  async takeBack(id) {
    const { version } = await this.hr.get(`/imports/${id}`);
    await this.hr.post(`/imports/${id}/undo`, {}, { "if-match": `"v${version}"` });
    const { state } = await this.hr.ended(id);
    if (state !== "undone") throw new Error(`taking a file back ended ${state}`);
  }

  /** A unit stands below another one from a day on. */
  move(unit, parent, from) {
    return this.#change(unit, { valid_from: from, parent: this.units.get(parent) });
  }

  async #change(unit, change) {
    const id = this.units.get(unit);
    const { version } = await this.hr.get(`/units/${id}`);
    await this.hr.send("PATCH", `/units/${id}`, change, { "if-match": `"v${version}"` });
  }

  async aim(name, target) {
    const path = `/kpi-assignments/${this.assignments.get(name)}`;
    const { version } = await this.hr.get(path);
    await this.hr.post(`${path}/targets`, target, { "if-match": `"v${version}"` });
  }

  async points(name, from, to) {
    return (await this.hr.get(`/kpi-assignments/${this.assignments.get(name)}/points?from=${from}&to=${to}`)).items;
  }

  async end() {
    await this.server?.stop();
    this.at.remove();
  }
}
