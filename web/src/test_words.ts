/** The real words, all files at once, for tests of components. */
import figuresEn from "~/app/figures/i18n/en.json";
import figuresZh from "~/app/figures/i18n/zh.json";
import exportsEn from "~/app/exports/i18n/en.json";
import exportsZh from "~/app/exports/i18n/zh.json";
import noticesEn from "~/app/notices/i18n/en.json";
import noticesZh from "~/app/notices/i18n/zh.json";
import shellEn from "~/app/i18n/en.json";
import shellZh from "~/app/i18n/zh.json";
import settingsEn from "~/app/settings/i18n/en.json";
import settingsZh from "~/app/settings/i18n/zh.json";
import sourcesEn from "~/app/sources/i18n/en.json";
import sourcesZh from "~/app/sources/i18n/zh.json";
import { type Language, type Translate, giveWords, translate } from "~/ui/i18n/words";

type Dictionary = Record<string, string>;

const files = {
  zh: import.meta.glob<Dictionary>("@words/*/i18n/zh.json", { eager: true, import: "default" }),
  en: import.meta.glob<Dictionary>("@words/*/i18n/en.json", { eager: true, import: "default" }),
};

export function speak(language: Language): Translate {
  const own = language === "zh" ? { ...shellZh, ...settingsZh, ...noticesZh, ...exportsZh, ...figuresZh, ...sourcesZh } : { ...shellEn, ...settingsEn, ...noticesEn, ...exportsEn, ...figuresEn, ...sourcesEn };
  giveWords(language, Object.assign({}, own, ...Object.values(files[language])) as Dictionary);
  return translate;
}
