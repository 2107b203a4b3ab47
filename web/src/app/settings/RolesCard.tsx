import { name } from "~/ui/format";
import { type Key, type Translate, useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Export, listOf } from "~/ui/list/Export";
import { Card } from "./Card";
import { type Relation, type Role, useRoles } from "./queries";
import frame from "./frame.module.css";
import styles from "./settings.module.css";

/** From the widest to the nearest. */
const relations: Relation[] = ["company", "chain", "partner", "unit", "self"];

export function RolesCard() {
  const { t, language } = useWords();
  const query = useRoles();
  return (
    <Card title={t("settings.ui.roles")} note={t("settings.ui.roles_note")} end={<Export list={listOf("/roles")} title={t("settings.ui.roles")} />} query={query}>
      {(roles) => (
        <div className={styles.roles}>
          {roles.map((role) => (
            <details key={role.code}>
              <summary>
                <b>{name(role.names, language)}</b>
                <span className="tag">{t(role.built_in ? "settings.ui.built_in" : "settings.ui.own")}</span>
                <span className="grow" />
                <span className="note num">{t("settings.ui.rights", { count: role.rights.length })}</span>
              </summary>
              <RightsInWords role={role} />
              <p className={styles.open}>
                <Link to={`/settings/roles/${role.code}`}>{t(role.built_in ? "settings.ui.role_see" : "settings.ui.role_edit")}</Link>
              </p>
            </details>
          ))}
        </div>
      )}
    </Card>
  );
}

type Held = { through: Relation[] };

/** What is held through a relation, in words, one after another. */
function heldThrough<T extends Held>(held: T[], relation: Relation, word: (one: T) => string, t: Translate): string {
  const words = held.filter(({ through }) => through.includes(relation)).map(word);
  return words.length ? words.reduce((all, next) => t("settings.ui.and", { all, next })) : "—";
}

/** What a role holds in words, by whose data it is about. */
export function RightsInWords({ role }: { role: Role }) {
  const { t } = useWords();
  const some = relations.filter((relation) => [...role.rights, ...role.sees].some(({ through }) => through.includes(relation)));
  return (
    <div className={frame.sideways} tabIndex={0} role="group" aria-label={t("settings.ui.role_words")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("settings.ui.for_whom")}</th>
            <th scope="col">{t("settings.ui.may")}</th>
            <th scope="col">{t("settings.ui.sees")}</th>
          </tr>
        </thead>
        <tbody>
          {some.map((relation) => (
            <tr key={relation}>
              <th scope="row">{t(`settings.ui.through_${relation}`)}</th>
              <td>{heldThrough(role.rights, relation, ({ permission }) => t(permission as Key), t)}</td>
              <td>{heldThrough(role.sees, relation, ({ field_class }) => t(`settings.ui.class_${field_class}` as Key), t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
