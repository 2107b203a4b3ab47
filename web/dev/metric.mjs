// One metric in full, in the shape of the API; invented figures.
import * as c from "./company.mjs";

const weekly = [96.4, 96.1, 96.6, 96.0, 95.7, 96.2, 96.5, 96.1, 95.8, 96.3, 95.9, 96.2, 91.9, 95.9, 96.1, 95.6, 95.7, 95.2, 95.4, 95.1, 94.6, 93.4, null, 91.0, 90.2, 89.4];

const measures = [
  { id: 1, code: "otif_lines", names: c.n("准时足量订单行", "Lines on time in full"), unit: "", kind: "flow" },
  { id: 2, code: "order_lines", names: c.n("应交订单行", "Lines due"), unit: "", kind: "flow" },
];

const point = (value, index) => {
  const at = new Date(Date.UTC(2026, 4, 27) + index * 7 * 864e5);
  const start = at.toISOString().slice(0, 10);
  const end = new Date(at.getTime() + 6 * 864e5).toISOString().slice(0, 10);
  const ratio = value === null ? null : (value / 100).toFixed(6);
  const light = value === null ? "none" : value < 92 ? "breach" : value < 95 ? "watch" : "ok";
  return { start, end, label: `${start} 周`, value: ratio, achievement: ratio, colour: "green", light, state: "ok", no_data: value === null, coverage: "1.0000", target: "0.95", green: "0.95", amber: "0.92", limit: index < 8 ? "0.90" : "0.92", recover: "0.94", open: index === 25, null_reason: value === null ? "no_data" : null };
};

export function assignment(id) {
  const row = c.kpis.find((one) => one.assignment === id);
  return {
    row: { ...row, open: { start: "2026-11-18", end: "2026-11-24", value: "0.894000" } },
    kpi: { id, code: row.code, names: row.names, formula: "otif_lines / order_lines", unit: row.unit, decimals: row.decimals, direction: row.direction, frequency: "week", time_agg: "ratio_of_sums", org_agg: "ratio_of_sums", lead_lag: "lag", category: row.category, measures, assignments: 5, version: 3 },
    targets: [{ from: "2026-07-01", to: null, target: "0.95", lower: null, upper: null, tolerance: null, green: "0.95", amber: "0.92", green_to: null, amber_to: null }],
    breach_rule: { op: "<", value: "0.92", value_to: null, recover_op: ">=", recover_value: "0.94", recover_value_to: null, n: 2, m: 2, grace_days: 0 }, veto: false, weight: "30", valid_from: "2026-01-01", valid_to: null,
    story: row.breach ? [
      { on: "2026-11-06", kind: "fired", value: "0.92", until: null, reason: null, count: null, of: 2, op: "<" },
      ...(row.breach.acknowledged ? [{ on: "2026-11-10", kind: "acknowledged", value: "0.88", until: "2026-12-05", reason: "东线承运商换签", count: null, of: null, op: null }] : []),
      { on: null, kind: "condition", value: "0.94", until: null, reason: null, count: 0, of: 2, op: ">=" },
    ] : [],
    children: [["线下经销仓", "0.960000", "ok", "1.0100"], ["电商华东仓", "0.930000", "watch", "0.9790"], ["电商西南仓", "0.842000", "breach", "0.8863"], ["整机外贸", "0.760000", "breach", "0.8000"]].map(([zh, actual, light, achievement], index) => ({ ...row, assignment: 200 + index, unit_names: c.n(zh, zh), actual, light, achievement })),
    version: 3,
  };
}

export const points = () => ({ items: weekly.map(point) });

export function explanation(id, start) {
  return {
    assignment: id, start, end: "2026-11-18", label: "2026 第 47 周", value: "0.894361",
    read: {
      readings: 1259, units: 4, sources: [{ source: "erp", readings: 1259, last_recorded_at: "2026-11-18T06:10:00Z" }],
      measures: measures.map((measure, index) => ({ measure: measure.id, code: measure.code, names: measure.names, unit: "", amount: ["1126.000000", "1259.000000"][index], readings: [1131, 1259][index], revisions: [5, 2][index], last_recorded_at: "2026-11-18T06:10:00Z" })),
    },
    period: { zone: "Asia/Shanghai", grid: "week", start, end: "2026-11-18", open: false },
    compute: { formula: "otif_lines / order_lines", substituted: "1126 / 1259", value: "0.894361", exact: "1126/1259", null_reason: null, coverage: null, rows_used: 7, rows_seen: 7 },
    judge: { rule: "thresholds", target: "0.95", achievement: "0.9414", colour: "red", green: "0.95", amber: "0.92", state: "firing", count: 4, n: 2, m: 2, limit: "0.92", limit_op: "<" },
  };
}

const at = (days) => new Date(Date.UTC(2026, 10, 18, 6, 10) - days * 864e5).toISOString();

export function readings() {
  return Array.from({ length: 14 }, (_, index) => ({
    id: index + 1, org_unit: 4, unit_names: c.units[3].names, on: c.ago(index % 7), amount: String(150 + index * 7), source: "erp", source_key: `erp:otif-${4800 + index}`, revision: index % 5 === 1 ? 2 : 1,
    revisions: [
      ...(index % 5 === 1 ? [{ revision: 2, amount: String(150 + index * 7), on: c.ago(index % 7), recorded_at: at(0), recorded_by: 4, reason: "仓库补录晚到的 5 行" }] : []),
      { revision: 1, amount: String(145 + index * 7), on: c.ago(index % 7), recorded_at: at(1), recorded_by: 4, reason: null },
    ],
  }));
}

export const measureList = [
  ...measures.map((measure, index) => ({ ...measure, grain: "day", readings: 1259 + index * 4000, last_day: c.ago(0), version: 1 })),
  { id: 3, code: "attained", names: c.n("完成量", "Attained"), kind: "flow", unit: "pieces", grain: "day", readings: 823, last_day: c.ago(1), version: 1 },
  { id: 4, code: "headcount", names: c.n("在岗人数", "Headcount"), kind: "stock", unit: "people", grain: "month", readings: 24, last_day: c.ago(30), version: 1 },
];

const column = (name, required, zh, en) => ({ name, required, names: c.n(zh, en) });

export const inlets = [
  { code: "kpi.reading", names: c.n("上报数据", "Readings"), columns: [column("measure", true, "度量", "Measure"), column("unit", true, "单位", "Unit"), column("day", true, "日期", "Day"), column("amount", true, "数值", "Amount"), column("source", false, "来源", "Source"), column("source_key", true, "来源键", "Source key"), column("reason", false, "原因", "Reason")] },
  { code: "kpi.measure", names: c.n("度量", "Measures"), columns: [column("code", true, "编号", "Code"), column("name_zh", true, "中文名", "Chinese name")] },
];

let polls = 0;
export function startImport(dry) {
  polls = 0;
  return importOf(1, dry);
}

export function importOf(id, dry = true) {
  polls += 1;
  const bad = process.env.BAD_IMPORT === "1";
  const state = polls < 3 ? "checking" : bad ? "refused" : "done";
  return {
    id, inlet: "kpi.reading", dry_run: dry, state, rows: 4823, checked: polls < 3 ? polls * 1600 : 4823, stored: bad ? 0 : 4800, known: bad ? 0 : 20, corrected: bad ? 0 : 3, refused: bad ? 2 : 0,
    problems: bad ? [{ row: 14, column: "amount", key: "x", detail: "「12,5」不是数" }, { row: 208, column: "unit", key: "x", detail: "2026-11-03 没有单位 line9" }] : [], started_at: at(0), finished_at: null,
  };
}
