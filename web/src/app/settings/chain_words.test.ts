import { beforeEach, expect, test } from "vitest";
import { speak } from "~/test_words";
import type { Translate } from "~/ui/i18n/words";
import { type Step, firstStep, moved, sentSteps, stepsText, whenText } from "./chain_words";

const roles = [{ code: "hr", names: { zh: "人力资源", en: "HR" } }];
const byRole: Step = { ...firstStep, who: "role", role: "hr", mode: "all", escalate_days: 3 };
let t: Translate;

beforeEach(() => {
  t = speak("zh");
});

test("a rule reads as a sentence", () => {
  const speech = { t, language: "zh" as const, roles };
  expect(stepsText([firstStep], speech)).toBe("由直属上级同意");
  expect(stepsText([firstStep, byRole], speech)).toBe("先由直属上级同意，再由人力资源角色的所有人同意，3 天未处理上报一级");
  expect(whenText({ unit_names: null, at_least: null }, speech)).toBe("全公司");
  expect(whenText({ unit_names: { zh: "一组", en: "" }, at_least: "100.500000" }, speech)).toBe("一组及下级，数值达到 100.5");
  const english = { t: speak("en"), language: "en" as const, roles };
  expect(stepsText([firstStep, byRole], english)).toBe("First the line manager agrees, then everybody in the role HR agrees, going one up after 3 days");
});

test("what another way needed is not sent", () => {
  expect(sentSteps([{ ...byRole, who: "manager" }])).toEqual([{ who: "manager", role: null, person: null, mode: "any", escalate_days: 3 }]);
  expect(sentSteps([byRole])[0]).toMatchObject({ role: "hr", mode: "all" });
});

test("steps change places", () => {
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
});
