/** The real words, all files at once, for tests of components. */
import dashboardEn from "@words/dashboard/i18n/en.json";
import dashboardZh from "@words/dashboard/i18n/zh.json";
import kpiEn from "@words/kpi/i18n/en.json";
import kpiZh from "@words/kpi/i18n/zh.json";
import okrEn from "@words/okr/i18n/en.json";
import okrZh from "@words/okr/i18n/zh.json";
import shellEn from "~/app/i18n/en.json";
import shellZh from "~/app/i18n/zh.json";
import { type Language, type Translate, giveWords, translate } from "~/ui/i18n/words";

export function speak(language: Language): Translate {
  const words = language === "zh" ? { ...shellZh, ...dashboardZh, ...kpiZh, ...okrZh } : { ...shellEn, ...dashboardEn, ...kpiEn, ...okrEn };
  giveWords(language, words);
  return translate;
}
