/** A rule of approvals in plain sentences, and the form that it is edited in. */
import type { Schemas } from "~/api/types";
import { name } from "~/ui/format";
import type { Key, Language, Translate } from "~/ui/i18n/words";

export type Chain = Schemas["ApprovalChainView"];
export type ChainList = Schemas["ApprovalChainList"];
export type Step = Pick<Schemas["ApprovalChainStepView"], "who" | "role" | "person" | "person_name" | "mode" | "escalate_days">;
export type SentStep = Schemas["ApprovalChainStep"];
export type Who = Step["who"];

/** Those that a rule may name; "stands in" is taken where nobody else is left. */
export const ways: Who[] = ["manager", "managers_manager", "unit_head", "role", "person"];

export const firstStep: Step = { who: "manager", role: null, person: null, person_name: null, mode: "any", escalate_days: null };

type Speech = { t: Translate; language: Language; roles: ChainList["roles"] };

/** Who agrees in one step: 直属上级; 人力资源角色的任一人. */
export function whoText(step: Step, { t, language, roles }: Speech): string {
  if (step.who === "person") return step.person_name || t("settings.chain.somebody");
  if (step.who !== "role") return t(`settings.chain.who_${step.who}` as Key);
  const role = roles.find(({ code }) => code === step.role);
  return t(step.mode === "all" ? "settings.chain.role_all" : "settings.chain.role_any", { role: role ? name(role.names, language) : (step.role ?? "") });
}

/** "先直属上级，再人力资源角色的任一人；3 天未处理上报一级". */
export function stepsText(steps: Step[], speech: Speech): string {
  const { t } = speech;
  return steps
    .map((step, n) => {
      const who = whoText(step, speech);
      const text = steps.length === 1 ? t("settings.chain.only", { who }) : t(n === 0 ? "settings.chain.first" : "settings.chain.then", { who });
      return step.escalate_days ? t("settings.chain.with_days", { text, days: step.escalate_days }) : text;
    })
    .join(t("settings.chain.join"));
}

/** For which requests a rule holds: 电商事业部及下级，金额达到 100. */
export function whenText(chain: Pick<Chain, "unit_names" | "at_least">, { t, language }: Speech): string {
  const unit = chain.unit_names ? t("settings.chain.in_unit", { unit: name(chain.unit_names, language) }) : t("settings.chain.everywhere");
  return chain.at_least ? t("settings.chain.from_amount", { unit, amount: chain.at_least.replace(/\.?0+$/, "") }) : unit;
}

/** Only what its way needs is sent: a role that was chosen before somebody was named says nothing any more. */
export function sentSteps(steps: Step[]): SentStep[] {
  return steps.map(({ who, role, person, mode, escalate_days }) => ({
    who,
    role: who === "role" ? role : null,
    person: who === "person" ? person : null,
    mode: who === "role" ? mode : "any",
    escalate_days,
  }));
}

export function moved<T>(list: T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
