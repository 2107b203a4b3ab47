import * as c from "./company.mjs";

const page = (items) => ({ items, next: null });

export const answers = [
  ["GET", /^\/board$/, () => c.board],
  ["GET", /^\/units$/, () => ({ items: c.units })],
  ["PATCH", /^\/session$/, () => c.me],
  ["GET", /^\/cycles$/, () => ({ items: [c.cycle] })],
  ["GET", /^\/objectives$/, () => page(c.objectives)],
  ["GET", /^\/kpi-assignments$/, () => page(c.kpis)],
];

const told = (id, keyResult, title, on, value, confidence, by, text, reported, blocker = null) => ({
  id, key_result: keyResult, key_result_title: title, on, value, confidence, reported, text, blocker, by: 100, by_name: by, at: `${on}T02:20:00Z`, revision: 1,
  override_reason: null, reason: null, source: "manual", progress: "0.5800", before: [],
});

function objective(id) {
  const row = c.objectives.find((one) => one.id === id);
  const second = row.key_results[1] ?? row.key_results[0];
  return {
    row, may_write: true, version: row.version, why: "老客复购一次的成本是拉新的六分之一，把体验做好比多投广告更划算。", children: [],
    guards: id === 2 ? [{ link: 5, assignment: 7, kpi_names: c.kpis[6].names, unit_names: c.units[4].names, light: "breach", actual: "0.089", limit: "0.07", limit_op: ">", cap: "0.70", unit: "%", decimals: 1 }] : [],
    check_ins: [
      told(1, second.id, second.title, c.ago(0), "2.03", "0.8", "林晓雯", "生日礼包上线两周，退货多在「尺寸不符」，已改详情页。", "on_track"),
      told(2, second.id, second.title, c.ago(7), "2.11", "0.8", "林晓雯", "大促首日连带率 2.11，赠品拉动，预计回落。", "on_track"),
      told(3, second.id, second.title, c.ago(14), "1.92", "0.6", "许嘉", "沉睡会员唤醒短信到达率只有 61%，更换通道。", "at_risk", "短信通道"),
      told(4, second.id, second.title, c.ago(21), null, null, null, "基线冻结：1.8（9 月已结值，第 2 版）", null),
    ],
    forecast: { value: "0.91", status: "on_track" }, history: Array.from({ length: 7 }, (_, i) => ({ on: c.ago((6 - i) * 7), progress: (Number(row.progress) * ((i + 1) / 7)).toFixed(4), coverage: "1.0000" })),
  };
}

function keyResult(id) {
  const row = c.objectives.find((one) => one.key_results.some((kr) => kr.id === id));
  const kr = row.key_results.find((one) => one.id === id);
  return { row: kr, objective: row, check_ins: objective(row.id).check_ins.slice(1) };
}

answers.push(
  ["GET", /^\/objectives\/(\d+)$/, ([id]) => objective(Number(id))],
  ["GET", /^\/key-results\/(\d+)$/, ([id]) => keyResult(Number(id))],
  ["GET", /^\/key-results\/(\d+)\/preview$/, () => ({ progress: "0.5200", objective_progress: "0.4900", gap: "-0.0100", pace: "on_track" })],
  ["POST", /^\/key-results\/(\d+)\/check-ins$/, ([id]) => told(9, Number(id), c.n("x", "x"), c.asOf, "2.0", "0.6", "我", "", null)],
);

import * as metric from "./metric.mjs";

answers.push(
  ["GET", /^\/kpi-assignments\/(\d+)$/, ([id]) => metric.assignment(Number(id))],
  ["GET", /^\/kpi-assignments\/(\d+)\/points$/, () => metric.points()],
  ["GET", /^\/kpi-assignments\/(\d+)\/explanation$/, ([id], query) => metric.explanation(Number(id), query.get("start"))],
  ["GET", /^\/kpi-assignments\/(\d+)\/readings$/, () => page(metric.readings())],
  ["POST", /^\/breaches\/(\d+)\/acknowledgement$/, () => ({ status: 422, type: "about:blank", title: "还不能确认", detail: "接受的值比红线还好，不需要确认。" })],
  ["GET", /^\/measures$/, () => ({ items: metric.measureList })],
  ["GET", /^\/measures\/(\d+)\/readings$/, () => page(metric.readings())],
  ["GET", /^\/inlets$/, () => ({ items: metric.inlets })],
  ["POST", /^\/inlets\/[^/]+\/imports$/, (_, query) => metric.startImport(query.get("dry_run") === "true")],
  ["GET", /^\/imports\/(\d+)$/, ([id]) => metric.importOf(Number(id))],
);

const posts = [["马超群", "Ma Chaoqun", "线长", "Line lead"], ["周立新", "Zhou Lixin", "装配技师", "Fitter"], ["唐小燕", "Tang Xiaoyan", "装配工", "Assembler"], ["罗永胜", "Luo Yongsheng", "物料员", "Material handler"], ["田甜", "Tian Tian", "装配工", "Assembler"], ["冯国庆", "Feng Guoqing", "装配技师", "Fitter"], ["谭秋月", "Tan Qiuyue", "检验员", "Inspector"], ["彭飞", "Peng Fei", "装配工", "Assembler"]];

const people = posts.map(([name, latin_name, zh, en], index) => ({
  id: index + 1, employee_no: `M0${142 + index}`, name, latin_name, unit: 8, unit_names: c.units[7].names, post: c.n(zh, en), manager: index ? 1 : null, manager_name: index ? "马超群" : "陈国栋",
  employment_type: ["regular", "regular", "regular", "regular", "intern", "regular", "dispatched", "regular"][index], email: null,
}));

answers.push(
  ["GET", /^\/people$/, () => page(people)],
  ["GET", /^\/people\/(\d+)$/, ([id]) => ({
    ...people[Number(id) - 1], start: "2021-05-16", roles: ["manager"], version: 4,
    posts: [["2026-12-01", null, "总装一线 副线长"], ["2025-03-10", "2026-11-30", "线长"], ["2021-08-16", "2025-03-09", "装配技师"], ["2021-05-16", "2021-08-15", "操作工"]].map(([from, to, post]) => ({ unit: 8, unit_names: c.units[7].names, post: c.n(post, post), from, to, manager: 3, manager_name: "陈国栋" })),
  })],
);
