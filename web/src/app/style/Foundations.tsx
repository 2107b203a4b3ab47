import { Check, Search } from "lucide-react";
import { Light, Shape, type Status } from "~/ui/Light";
import { Logo } from "~/ui/Logo";
import { type Key, useT } from "~/ui/i18n/words";
import { useMode, token } from "~/ui/theme";

const swatches = [
  ["canvas", "shell.colour_canvas"],
  ["surface", "shell.colour_surface"],
  ["sunken", "shell.colour_sunken"],
  ["line", "shell.colour_line"],
  ["ink", "shell.colour_ink"],
  ["ink3", "shell.colour_ink3"],
  ["okr", "shell.colour_okr"],
  ["okr-soft", "shell.colour_okr_soft"],
  ["kpi", "shell.colour_kpi"],
  ["kpi-soft", "shell.colour_kpi_soft"],
  ["focus", "shell.colour_focus"],
  ["primary", "shell.colour_primary"],
] as const;

const statuses: Status[] = ["ok", "watch", "breach", "rec", "none", "outdated", "early"];

export function Foundations() {
  const t = useT();
  return (
    <>
      <div className="style-two">
        <section className="card style-card" key={useMode()}>
          <h2 className="row">
            <Logo size={28} />
            <span className="style-name">{t("ui.product")}</span>
            <span className="dim">{t("shell.style_colours")}</span>
          </h2>
          <ul className="swatches">
            {swatches.map(([name, label]) => (
              <li key={name}>
                <i style={{ background: `var(--${name})` }} />
                <span>{t(label)}</span>
                <span className="note num">{token(name).toUpperCase()}</span>
              </li>
            ))}
          </ul>
        </section>
        <section className="card style-card">
          <h2>{t("shell.style_status")}</h2>
          <ul className="style-lights">
            {statuses.map((of) => (
              <li key={of}>
                <Light of={of} />
              </li>
            ))}
          </ul>
          <p className="row style-grey">
            {statuses.map((of) => (
              <Shape key={of} of={of} size={16} />
            ))}
            <span className="note">{t("shell.style_grey")}</span>
          </p>
        </section>
      </div>
      <div className="style-two">
        <Type />
        <Buttons />
      </div>
    </>
  );
}

const lines: [string, string, Key][] = [
  ["28 / 32", "t28", "shell.type_28"],
  ["20 / 28", "t20", "shell.type_20"],
  ["14 / 20", "t14", "shell.type_14"],
  ["13 / 20", "t13", "shell.type_13"],
  ["12 / 18", "t12", "shell.type_12"],
];

function Type() {
  const t = useT();
  return (
    <section className="card style-card">
      <h2>{t("shell.style_type")}</h2>
      <dl className="style-type">
        {lines.map(([size, name, key]) => (
          <div key={size}>
            <dt className="dim num">{size}</dt>
            <dd className={name}>{t(key)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Buttons() {
  const t = useT();
  return (
    <section className="card style-card">
      <h2>{t("shell.style_controls")}</h2>
      <p className="row style-wrap">
        <button type="button" className="btn primary">
          <Check size={15} strokeWidth={2} aria-hidden="true" />
          {t("shell.sample_primary")}
        </button>
        <button type="button" className="btn">
          {t("shell.sample_default")}
        </button>
        <button type="button" className="btn ghost">
          {t("shell.sample_ghost")}
        </button>
        <button type="button" className="btn danger">
          {t("shell.sample_danger")}
        </button>
        <button type="button" className="btn sm">
          {t("shell.sample_small")}
        </button>
        <button type="button" className="btn" disabled>
          {t("shell.sample_disabled")}
        </button>
      </p>
      <p className="row style-wrap">
        <span className="tag okr">{t("shell.tag_okr")}</span>
        <span className="tag kpi">SCM01</span>
        <span className="tag breach">{t("ui.day_n", { days: 12 })}</span>
        <span className="tag watch">{t("shell.tag_watch")}</span>
        <span className="tag ok">{t("shell.tag_ok")}</span>
        <span className="tag rec">{t("shell.tag_rec")}</span>
        <span className="tag">{t("shell.tag_plain")}</span>
      </p>
      <label className="search-field style-focus">
        <Search size={15} strokeWidth={1.75} aria-hidden="true" />
        <input type="search" placeholder={t("shell.sample_focus")} aria-label={t("shell.sample_focus")} />
      </label>
    </section>
  );
}
