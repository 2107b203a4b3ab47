// An invented company (云衡制造) in the shape of the API: for looking at pages without a server.
// A development tool: nothing of it is built or shipped.
const n = (zh, en) => ({ zh, en });
const start = new Date("2026-10-01T00:00:00Z");
const dayAt = (base, days) => new Date(base.getTime() + days * 864e5).toISOString().slice(0, 10);
const asOf = "2026-11-18";
const ago = (days) => dayAt(new Date(`${asOf}T00:00:00Z`), -days);

export const units = [
  ["yunheng", n("云衡制造", "Yunheng"), "company", null, "周明远", 300],
  ["rd", n("研发中心", "R&D"), "division", 1, "沈亦舟", 42],
  ["mfg", n("制造中心", "Manufacturing"), "division", 1, "陈国栋", 148],
  ["scm", n("供应链部", "Supply chain"), "department", 1, "何伟", 24],
  ["ec", n("电商事业部", "E-commerce"), "division", 1, "林晓雯", 36],
  ["qa", n("品质部", "Quality"), "department", 1, "王芳", 20],
  ["line1", n("总装一线", "Assembly 1"), "team", 3, "方建国", 46],
  ["line2", n("总装二线", "Assembly 2"), "team", 3, "马超群", 44],
  ["mould", n("注塑车间", "Moulding"), "team", 3, "孙丽", 38],
].map(([code, names, kind, parent, head_name, people], index) => ({
  id: index + 1, code, names, kind, parent, head: 100 + index, head_name, valid_from: "2024-01-01",
  valid_to: null, people, legal_entity: 1, version: 1,
}));

const cycle = { id: 1, names: n("2026 四季度", "2026 Q4"), start: "2026-10-01", end: "2026-12-31", state: "active", version: 1 };

const spark = (values, light, step = 7) =>
  values.map((value, index) => ({
    start: ago((values.length - index) * step),
    value: value === null ? null : String(value),
    light: index === values.length - 1 ? light : "ok",
  }));

let kpiId = 0;
function kpi(category, names, unit, decimals, direction, actual, target, light, values, more = {}) {
  const id = ++kpiId;
  const firing = light === "breach" || light === "rec";
  const period = { start: "2026-11-01", end: asOf, label: "2026-11" };
  return {
    assignment: id, kpi: id, code: more.code ?? `K${String(id).padStart(2, "0")}`, names, category, org_unit: more.unit ?? 1,
    unit_names: units[(more.unit ?? 1) - 1].names, owner: 100, owner_name: more.owner ?? "何伟", unit, decimals, direction,
    frequency: "week", period, actual, change: "-0.008000", achievement: "0.941000", colour: { ok: "green", watch: "amber", breach: "red", rec: "green", none: "no_data" }[light],
    light, target, lower: null, upper: null, limit: more.limit ?? null, limit_op: direction === "higher" ? "<" : ">",
    open: null, spark: spark(values, light), since: ago(more.days ?? 3), days: more.days ?? 3,
    breach: firing || more.pending ? {
      id: 50 + id, assignment: id, state: more.pending ? "pending" : light === "rec" ? "recovering" : "firing", fired_on: ago(more.days ?? 5), days: more.days ?? 5,
      count: 1, n: 2, m: 2, limit: more.limit ?? target, limit_op: direction === "higher" ? "<" : ">", recover: more.recover ?? target,
      recover_op: direction === "higher" ? ">=" : "<=", value: actual,
      acknowledged: more.acknowledged ? { by: 3, at: "2026-11-10T02:00:00Z", accepted_value: "0.88", last_day: "2026-12-05", reason: "东线承运商换签", state: "acknowledged" } : null,
    } : null,
  };
}

const quality = n("质量", "Quality");
const delivery = n("交付与安全", "Delivery & safety");
const customers = n("客户与收入", "Customers & revenue");
const finance = n("财务与人", "Finance & people");
const up = (from, to, wobble = 0.1) => Array.from({ length: 12 }, (_, i) => (from + ((to - from) * i) / 11 + (i % 2 ? wobble : -wobble) * (to - from)).toFixed(4));

export const kpis = [
  kpi(quality, n("一次合格率", "First pass yield"), "%", 1, "higher", "0.949000", "0.955", "watch", up(0.93, 0.949), { days: 9, pending: true }),
  kpi(quality, n("废品率", "Scrap rate"), "%", 2, "lower", "0.023100", "0.024", "ok", up(0.028, 0.0231)),
  kpi(quality, n("设备综合效率 OEE", "OEE"), "%", 1, "higher", "0.718000", "0.7", "ok", up(0.68, 0.718)),
  kpi(delivery, n("准时足量交付率", "On time in full"), "%", 1, "higher", "0.894000", "0.95", "breach", up(0.965, 0.894), { days: 12, limit: "0.92", recover: "0.94", acknowledged: true, unit: 4, code: "SCM01" }),
  kpi(delivery, n("生产计划达成率", "Schedule attainment"), "%", 1, "higher", "0.962000", "0.95", "ok", up(0.93, 0.962, 0.2)),
  kpi(delivery, n("百万工时损工事故率", "Lost-time injuries"), "times", 1, "lower", "0.8", "1.0", "ok", up(1.3, 0.8)),
  kpi(customers, n("退货率", "Return rate"), "%", 1, "lower", "0.089000", "0.07", "breach", up(0.06, 0.089), { days: 5, limit: "0.07", unit: 5, owner: "林晓雯" }),
  kpi(customers, n("会员复购率", "Repeat purchase rate"), "%", 1, "higher", "0.334000", "0.32", "ok", up(0.28, 0.334), { unit: 5, owner: "许嘉" }),
  kpi(customers, n("平均首次响应", "First response"), "min", 0, "lower", "18", "20", "rec", [19, 20, 23, 26, 29, 27, 24, 23, 21, 20, 19, 18], { days: 20, limit: "25" }),
  kpi(customers, n("新产品收入占比", "New product revenue"), "%", 1, "higher", "0.151000", "0.14", "ok", up(0.12, 0.151)),
  kpi(finance, n("应收账款周转天数", "Days sales outstanding"), "d", 0, "lower", null, "55", "none", [61, 60, 60, 58, 57, 58, 57, 56, 56, null, null, null], { days: 2 }),
  kpi(finance, n("人均加班时数", "Overtime per head"), "h", 1, "lower", "31.5", "28", "watch", up(24, 31.5), { days: 16 }),
  ...[["毛利率", "Gross margin", "0.412", "0.4"], ["库存周转", "Inventory turns", "0.61", "0.6"], ["离职率", "Turnover", "0.02", "0.03"], ["到岗及时率", "Time to fill", "0.93", "0.9"], ["培训覆盖", "Training coverage", "0.96", "0.9"], ["供应商合格率", "Supplier quality", "0.987", "0.98"]].map(
    ([zh, en, actual, target]) => kpi(finance, n(zh, en), "%", 1, zh === "离职率" ? "lower" : "higher", actual, target, "ok", up(Number(target), Number(actual))),
  ),
];

let krId = 0;
function kr(title, kind, from, to, current, progress, gap, pace, more = {}) {
  const id = ++krId;
  return {
    id, title, kind, unit: more.unit ?? "%", decimals: more.decimals ?? 1, start: from, target: to, lower: more.lower ?? null, upper: null, current, anchors: null,
    milestones: more.milestones ?? [], done_on: null, weight: "1", due: null, progress, raw: progress, coverage: "1.0000", state: "measured", flags: [], expected: pace === "too_early" ? null : "0.5300",
    gap, pace, score: null, zone: null, confidence: "0.6", last_check_in: ago(more.late ?? 2), owner: 100, owner_name: more.owner ?? "许嘉", value_mode: more.drives ? "kpi" : "manual",
    driven_by: more.drives ? { link: id, assignment: more.drives, kpi: more.drives, kpi_names: kpis[more.drives - 1].names, kpi_unit_names: units[0].names, baseline: from, value_rule: "period", updated_at: "2026-11-18T06:10:00Z" } : null,
    frozen: false, version: 1,
  };
}

let objectiveId = 0;
function objective(title, unit, owner, progress, gap, pace, confidence, seen, key_results, more = {}) {
  return {
    id: ++objectiveId, code: null, title, type: "aspirational", state: "active", org_unit: unit, unit_names: units[unit - 1].names, person: null, owner: 100, owner_name: owner, cycle: 1,
    weight: "1", progress, coverage: "1.0000", expected: pace === "too_early" ? null : "0.5300", gap, pace, reported: null, disagrees: false, confidence, last_check_in: ago(seen), days_late: 0,
    cap: null, capped_by: null, recovers: false, key_results, parents: [], guarded_by: [], version: 3, ...more,
  };
}

const stones = (done, all) => Array.from({ length: all }, (_, i) => ({ id: i + 1, title: n(`第 ${i + 1} 项`, `Step ${i + 1}`), weight: "1", done_on: i < done ? "2026-11-02" : null }));

export const objectives = [
  objective(n("一次做对成为常态", "Right first time becomes normal"), 3, "陈国栋", "0.4000", "-0.1300", "at_risk", "0.5", 2, [
    kr(n("一次合格率", "First pass yield"), "move", "0.93", "0.97", "0.949000", "0.4800", "-0.0500", "on_track", { drives: 1 }),
    kr(n("废品率", "Scrap rate"), "move", "0.028", "0.015", "0.023100", "0.3800", "-0.1500", "at_risk", { drives: 2, decimals: 2 }),
    kr(n("前三大缺陷根因闭环", "Top 3 defects"), "milestone", null, null, null, "0.3300", "-0.2000", "at_risk", { milestones: stones(1, 3) }),
  ]),
  objective(n("会员愿意再来", "Members come back"), 5, "林晓雯", "0.6300", "0.1000", "on_track", "0.8", 0, [
    kr(n("会员复购率", "Repeat purchase rate"), "move", "0.28", "0.36", "0.334000", "0.6800", "0.1500", "on_track", { drives: 8 }),
    kr(n("连带率", "Units per transaction"), "move", "1.8", "2.2", "2.03", "0.5800", "0.0500", "on_track", { unit: "", decimals: 2 }),
  ], { cap: "0.70", capped_by: n("退货率", "Return rate") }),
  objective(n("做出安静一代的电机平台", "A quiet new motor platform"), 2, "沈亦舟", "0.4800", "-0.0500", "on_track", "0.6", 5, [
    kr(n("样机噪声", "Prototype noise"), "move", "52", "44", "48.2", "0.4800", "-0.0500", "on_track", { unit: "dB" }),
    kr(n("试验一次通过率", "Test passes"), "move", "0.74", "0.88", "0.82", "0.5700", "0.0400", "outdated", { decimals: 0, late: 16 }),
    kr(n("新产品收入占比", "New product share"), "move", "0.12", "0.2", "0.151", "0.3900", "-0.1400", "at_risk", { drives: 10 }),
  ]),
  objective(n("让准时足量交付回到 95%", "Bring OTIF back to 95%"), 4, "何伟", "0.1500", null, "too_early", "0.6", 1, [
    kr(n("连续 3 期不低于 95%", "≥ 95% for 3 periods"), "keep", null, null, "0", "0.0000", null, "too_early", { lower: "0.95", unit: "%" }),
    kr(n("根因与纠正措施", "Root cause and fix"), "milestone", null, null, null, "0.3000", null, "too_early", { milestones: stones(1, 3) }),
  ], { recovers: true }),
];

const link = (id, kind, assignment, objective, key_result, light = "ok") => ({ id, kind, assignment, objective, key_result, light });

export const board = {
  unit: { id: 1, code: "yunheng", names: units[0].names, kind: "company", people: 300, parent: null },
  cycle: { ...cycle, week: 7, weeks: 13, day: 49, days: 92 },
  cycles: [cycle], as_of: asOf, updated_at: "2026-11-18T06:32:08Z", latest_closed: "2026-11-15",
  okr: { progress: "0.5000", expected: "0.5300", gap: "-0.0300", pace: "on_track", coverage: "1.0000", counted: 3, recovery: 1, recovery_progress: "0.1500", forecast: "0.8400", key_results: 10, covered: 10 },
  kpi: { total: 18, ok: 12, watch: 2, breach: 2, rec: 1, none: 1, plain: 0 },
  weeks: Array.from({ length: 13 }, (_, i) => ({
    index: i + 1, start: dayAt(start, i * 7), end: dayAt(start, i * 7 + 6), progress: i < 7 ? [0.04, 0.1, 0.16, 0.22, 0.31, 0.4, 0.5][i].toFixed(4) : null, expected: ((i + 1) / 13).toFixed(4),
    ...(i < 7 ? { ok: [16, 16, 15, 15, 14, 14, 12][i], watch: [1, 1, 2, 2, 2, 1, 2][i], breach: [0, 0, 1, 1, 1, 1, 2][i], rec: [0, 0, 0, 0, 1, 1, 1][i], none: [1, 1, 0, 0, 0, 1, 1][i] } : { ok: 0, watch: 0, breach: 0, rec: 0, none: 0 }), now: i === 6,
  })),
  warnings: [kpis[6], kpis[3]].map((row, index) => ({
    breach: row.breach, assignment: row.assignment, names: row.names, unit_names: row.unit_names, actual: row.actual, unit: row.unit, decimals: row.decimals, days: row.days, acknowledged: index === 1,
    guards: index === 0 ? [{ objective: 2, title: objectives[1].title, cap: "0.70" }] : [],
  })),
  objectives, kpis,
  links: [
    link(1, "drives", 1, 1, 1), link(2, "drives", 2, 1, 2), link(3, "guards", 5, 1, null), link(4, "guards", 6, 1, null), link(5, "guards", 7, 2, null, "breach"),
    link(6, "drives", 8, 2, 4), link(7, "drives", 10, 3, 8), link(8, "recovers", 4, 4, null, "breach"),
  ],
};

export const me = {
  account: 1, login: "zhou", person: 100, name: "周明远", roles: ["executive"], permissions: ["people.read", "kpi.read", "kpi.write_reading", "kpi.define", "kpi.acknowledge", "okr.read", "okr.check_in", "okr.write", "okr.define", "dashboard.read", "people.write"],
  locale: "zh", tenant: { code: "yunheng", name: n("云衡制造", "Yunheng Manufacturing") }, modules: ["identity", "people", "kpi", "okr", "dashboard"], home_unit: 1, demo: process.env.DEMO === "1", demo_source: "数据：UCI 597 服装厂生产率，CC BY 4.0；人名均为虚构。",
};

export { cycle, n, ago, asOf, dayAt };
