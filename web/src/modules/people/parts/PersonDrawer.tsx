import type { Person } from "~/api/types";
import { Detail, type Fact } from "~/ui/Detail";
import { name, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { usePerson } from "../queries";
import { employment } from "./employment";
import styles from "./people.module.css";

export function PersonDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t, language } = useWords();
  const facts = (person: Person): [Fact, Fact, Fact] => [
    { label: t("people.ui.employee_no"), value: <span className="num">{person.employee_no}</span> },
    { label: t("people.ui.employment"), value: employment(person.employment_type, t) },
    { label: t("people.ui.start"), value: <time className="num">{person.start}</time> },
  ];
  const email = ({ email: to }: Person): [] | [Fact] => (to ? [{ label: t("people.ui.email"), value: <a href={`mailto:${to}`}>{to}</a> }] : []);
  return (
    <Detail<Person>
      as="drawer"
      label={t("people.ui.person")}
      query={usePerson(id)}
      onClose={onClose}
      view={(person) => ({
        title: person.name,
        lead: <Avatar name={person.name} size={56} />,
        kind: person.latin_name ? (
          <span className="note" lang="en">
            {person.latin_name}
          </span>
        ) : null,
        note: [`${name(person.unit_names, language)} ${name(person.post, language)}`, person.manager_name ? t("people.ui.reports_to", { name: person.manager_name }) : ""].filter(Boolean).join(" · "),
        facts: [...facts(person), ...email(person)],
        sections: [{ title: t("people.ui.posts"), note: t("people.ui.posts_text"), body: <Posts posts={person.posts} /> }],
      })}
    />
  );
}

function Posts({ posts }: Pick<Person, "posts">) {
  const { t, language } = useWords();
  return (
    <ol className={styles.timeline}>
      {posts
        .toSorted((a, b) => b.from.localeCompare(a.from))
        .map((post, index) => (
          <li key={`${post.from}-${index}`} className={post.from > today() ? styles.planned : undefined}>
            <time className="num" dateTime={post.from}>
              {post.from}
            </time>
            <i aria-hidden="true" />
            <div>
              <b>
                {name(post.unit_names, language)} {name(post.post, language)}
              </b>
              {post.from > today() ? <span className="tag rec">{t("people.ui.planned")}</span> : null}
              <p className="note">
                {post.to ? t("people.ui.until", { day: post.to }) : t("people.ui.until_now")}
                {post.manager_name ? ` · ${t("people.ui.reports_to", { name: post.manager_name })}` : ""}
              </p>
            </div>
          </li>
        ))}
    </ol>
  );
}
