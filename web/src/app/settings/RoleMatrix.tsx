import { Fragment } from "react";
import type { Key } from "~/ui/i18n/words";
import { useT } from "~/ui/i18n/words";
import { moduleName } from "./module_name";
import type { Relation } from "./queries";
import { type RoleList, type Ticks, cellOf, columns, tickOf } from "./role_draft";
import styles from "./roles.module.css";

type Props = { list: RoleList; ticks: Ticks; changed: Ticks; turn?: (tick: string) => void };

/** Permission × relation, by module, then the classes of fields. Without `turn` it is only read. */
export function RoleMatrix(props: Props) {
  const t = useT();
  const modules = [...new Set(props.list.permissions.map(({ module }) => module))];
  return (
    <section className="card">
      <header className="card-head">
        <h2>{t("settings.ui.role_may")}</h2>
        <span className="note">{t("settings.ui.role_may_note")}</span>
      </header>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("settings.ui.role_may")}>
        <table className={`table ${styles.matrix}`}>
          <Head first={t("settings.ui.permission")} />
          <tbody>
            {modules.map((module) => (
              <Fragment key={module}>
                <tr className={styles.group}>
                  <th scope="rowgroup" colSpan={columns.length + 1}>
                    {moduleName(module, t)}
                  </th>
                </tr>
                {props.list.permissions
                  .filter((one) => one.module === module)
                  .map(({ permission, through }) => (
                    <Row key={permission} {...props} name={permission} label={t(permission as Key)} through={through} />
                  ))}
              </Fragment>
            ))}
            <tr className={styles.group}>
              <th scope="rowgroup" colSpan={columns.length + 1}>
                {t("settings.ui.role_fields")}
              </th>
            </tr>
            {props.list.field_classes.map((name) => (
              <Row key={name} {...props} name={name} label={t(`settings.ui.class_${name}` as Key)} through={columns} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Head({ first }: { first: string }) {
  const t = useT();
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {columns.map((relation) => (
          <th key={relation} scope="col" title={t(`settings.ui.through_${relation}`)}>
            {t(`settings.ui.column_${relation}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type RowProps = Props & { name: string; label: string; through: Relation[] };

function Row({ name, label, through, ticks, changed, turn }: RowProps) {
  const t = useT();
  const isChanged = columns.some((relation) => changed.has(tickOf(name, relation)));
  return (
    <tr className={isChanged ? styles.changed : undefined}>
      <th scope="row">{label}</th>
      {columns.map((relation) => {
        const cell = cellOf(ticks, name, relation, through);
        const tick = tickOf(name, relation);
        if (cell === "none") return <td key={relation}>—</td>;
        return (
          <td key={relation}>
            <input
              type="checkbox"
              className={changed.has(tick) ? styles.fresh : undefined}
              checked={cell !== "open"}
              disabled={!turn || cell === "contained"}
              aria-label={`${label}, ${t(`settings.ui.through_${relation}`)}`}
              onChange={() => turn?.(tick)}
            />
          </td>
        );
      })}
    </tr>
  );
}
