/** Language and theme: two of the six icons that stand without a word, labelled for readers. */
import { Languages, Moon, Sun } from "lucide-react";
import { type Language, setLanguage, useWords } from "./i18n/words";
import { setMode, useMode } from "./theme";

export function LanguageButton({ onChange }: { onChange?: (language: Language) => void }) {
  const { t, language } = useWords();
  const next = language === "zh" ? "en" : "zh";
  const change = async () => {
    await setLanguage(next);
    onChange?.(next);
  };
  return (
    <button type="button" className="icon-btn" aria-label={t("shell.language")} title={t("shell.language")} onClick={() => void change()}>
      <Languages size={17} strokeWidth={1.75} />
    </button>
  );
}

export function ThemeButton() {
  const { t } = useWords();
  const mode = useMode();
  const label = t(mode === "dark" ? "shell.theme_light" : "shell.theme_dark");
  const Icon = mode === "dark" ? Sun : Moon;
  return (
    <button type="button" className="icon-btn" aria-label={label} title={label} onClick={() => setMode(mode === "dark" ? "light" : "dark")}>
      <Icon size={17} strokeWidth={1.75} />
    </button>
  );
}
