import { useT } from "~/ui/i18n/words";
import { Export, listOf } from "~/ui/list/Export";
import { Card } from "./Card";
import { moduleName } from "./module_name";
import { useSwitch, useSwitches } from "./queries";
import styles from "./settings.module.css";

/** Which modules the company uses; those that all others need have no switch. */
export function ModulesCard() {
  const t = useT();
  const query = useSwitches();
  const change = useSwitch();
  return (
    <Card title={t("settings.ui.modules")} note={t("settings.ui.modules_note")} end={<Export list={listOf("/modules")} title={t("settings.ui.modules")} />} query={query}>
      {(modules) => (
        <>
          <ul className={styles.switches}>
            {modules.map(({ name, on, optional }) => (
              <li key={name}>
                <span id={`module-${name}`}>{moduleName(name, t)}</span>
                {optional ? (
                  <button
                    type="button"
                    role="switch"
                    className={styles.switch}
                    aria-checked={on}
                    aria-labelledby={`module-${name}`}
                    aria-disabled={change.isPending}
                    onClick={() => change.mutate({ name, on: !on })}
                  />
                ) : (
                  <span className="note">{t("settings.ui.always_on")}</span>
                )}
              </li>
            ))}
          </ul>
          {change.error ? (
            <p className={styles.refused} role="alert">
              {change.error.message}
            </p>
          ) : null}
        </>
      )}
    </Card>
  );
}
