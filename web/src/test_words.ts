/** The real words, all files at once, for tests of components. */
import shellEn from "~/app/i18n/en.json";
import shellZh from "~/app/i18n/zh.json";
import { type Language, type Translate, giveWords, translate } from "~/ui/i18n/words";

type Dictionary = Record<string, string>;

const files = {
  zh: import.meta.glob<Dictionary>("@words/*/i18n/zh.json", { eager: true, import: "default" }),
  en: import.meta.glob<Dictionary>("@words/*/i18n/en.json", { eager: true, import: "default" }),
};

export function speak(language: Language): Translate {
  const shell = language === "zh" ? shellZh : shellEn;
  giveWords(language, Object.assign({}, shell, ...Object.values(files[language])) as Dictionary);
  return translate;
}
