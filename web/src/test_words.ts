/** The real words, all files at once, for tests of components. */
import { type Language, type Translate, giveWords, translate } from "~/ui/i18n/words";

type Dictionary = Record<string, string>;

const files = {
  zh: import.meta.glob<Dictionary>(["~/app/i18n/zh.json", "~/app/*/i18n/zh.json", "@words/*/i18n/zh.json"], { eager: true, import: "default" }),
  en: import.meta.glob<Dictionary>(["~/app/i18n/en.json", "~/app/*/i18n/en.json", "@words/*/i18n/en.json"], { eager: true, import: "default" }),
};

export function speak(language: Language): Translate {
  giveWords(language, Object.assign({}, ...Object.values(files[language])) as Dictionary);
  return translate;
}
