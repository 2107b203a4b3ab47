/** What the form of an objective holds, and what of it is sent. */
import type { ChangeObjective, NewObjective, Objective } from "~/api/types";
import { editable, typed } from "~/ui/format";
import type { Translate } from "~/ui/i18n/words";

export type ObjectiveValues = {
  zh: string;
  en: string;
  why: string;
  type: NewObjective["type"];
  of: "unit" | "person";
  unit: number | null;
  person: number | null;
  owner: number | null;
  cycle: number | null;
  weight: string;
  parent: number | null;
  relation: "contributes" | "supports";
  share: string;
};

export const objectivePlaces = {
  zh: "/title",
  why: "/why",
  unit: "/org_unit",
  person: "/person",
  owner: "/owner",
  cycle: "/cycle",
  weight: "/weight",
  parent: "/parent",
  share: "/share",
} as const;

const positive = (text: string, unit: string) => {
  const value = typed(text, unit);
  return value !== null && Number(value) > 0;
};

export function checkObjective(values: ObjectiveValues, t: Translate) {
  return {
    zh: values.zh.trim() || values.en.trim() ? undefined : t("okr.title_required"),
    unit: values.of === "unit" && values.unit === null ? t("okr.ui.need_choice") : undefined,
    person: values.of === "person" && values.person === null ? t("okr.ui.need_choice") : undefined,
    cycle: values.cycle === null ? t("okr.ui.need_choice") : undefined,
    weight: positive(values.weight, "") ? undefined : t("okr.weight_not_positive"),
    share: values.parent === null || values.relation === "supports" || positive(values.share, "%") ? undefined : t("okr.ui.not_a_number"),
  };
}

export function newObjective(values: ObjectiveValues): NewObjective {
  return {
    cycle: values.cycle!,
    org_unit: values.unit!,
    title: { zh: values.zh.trim(), en: values.en.trim() },
    why: values.why.trim(),
    type: values.type,
    weight: typed(values.weight, "")!,
    owner: values.of === "person" ? values.person : values.owner,
    ...(values.of === "person" ? { person: values.person } : {}),
  };
}

export type ChangeValues = { zh: string; en: string; why: string; type: NewObjective["type"]; weight: string; owner: number | null };

export function valuesOf({ row, why }: Objective): ChangeValues {
  return { zh: row.title.zh, en: row.title.en, why, type: row.type, weight: editable(row.weight, ""), owner: row.owner };
}

export function changeObjective(values: ChangeValues): ChangeObjective {
  return {
    title: { zh: values.zh.trim(), en: values.en.trim() },
    why: values.why.trim(),
    type: values.type,
    weight: typed(values.weight, "")!,
    ...(values.owner === null ? {} : { owner: values.owner }),
  };
}
