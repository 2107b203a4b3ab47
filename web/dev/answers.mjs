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
  override_reason: null, source: "manual", progress: "0.5800",
});

function objective(id) {
  const row = c.objectives.find((one) => one.id === id);
  const second = row.key_results[1] ?? row.key_results[0];
  return {
    row, why: "老客复购一次的成本是拉新的六分之一，把体验做好比多投广告更划算。", children: [],
    guards: id === 2 ? [{ link: 5, assignment: 7, kpi_names: c.kpis[6].names, unit_names: c.units[4].names, light: "breach", actual: "0.089", limit: "0.07", limit_op: "gt", cap: "0.70", unit: "%", decimals: 1 }] : [],
    check_ins: [
      told(1, second.id, second.title, c.ago(0), "2.03", "0.8", "林晓雯", "生日礼包上线两周，退货多在「尺寸不符」，已改详情页。", "on_track"),
      told(2, second.id, second.title, c.ago(7), "2.11", "0.8", "林晓雯", "大促首日连带率 2.11，赠品拉动，预计回落。", "on_track"),
      told(3, second.id, second.title, c.ago(14), "1.92", "0.6", "许嘉", "沉睡会员唤醒短信到达率只有 61%，更换通道。", "at_risk", "短信通道"),
      told(4, second.id, second.title, c.ago(21), null, null, null, "基线冻结：1.8（9 月已结值，第 2 版）", null),
    ],
    forecast: { value: "0.91", status: "on_track" }, history: [],
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
