import type { ReactNode } from "react";
import { LanguageButton, ThemeButton } from "~/ui/Switches";
import { Logo } from "~/ui/Logo";
import { useWords } from "~/ui/i18n/words";
import "./door.css";

/** The page before the shell: what this is on the left, the form on the right. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, language } = useWords();
  return (
    <div className="door">
      <header className="door-top">
        <Logo size={24} />
        <b>{t("shell.product_short")}</b>
        {language === "zh" ? <span lang="en" className="dim">Twinrail</span> : null}
        <span className="grow" />
        <LanguageButton />
        <ThemeButton />
      </header>
      <main className="door-main">
        <section className="door-claim">
          <Rails />
          <p className="door-line">{t("identity.ui.claim")}</p>
          <p className="door-text">{t("identity.ui.claim_text")}</p>
        </section>
        <section className="card door-card">
          <h1>{title}</h1>
          {children}
        </section>
      </main>
    </div>
  );
}

/** Two rails and what runs between them. */
function Rails() {
  return (
    <svg className="door-rails" viewBox="0 0 420 120" aria-hidden="true">
      <path className="tie" d="M30 22v76M110 22v76M190 22v76M270 22v76M350 22v76" />
      <path className="okr" d="M0 30H420" />
      <path className="kpi" d="M0 90H420" />
      <path className="wire" d="M110 30C150 30 150 90 190 90" />
      <path className="wire" d="M270 30C310 30 310 90 350 90" />
      <circle className="okr-end" cx="110" cy="30" r="5" />
      <circle className="kpi-end" cx="190" cy="90" r="5" />
      <circle className="okr-end" cx="270" cy="30" r="5" />
      <circle className="kpi-end" cx="350" cy="90" r="5" />
    </svg>
  );
}
