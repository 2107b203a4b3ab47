import type { Person } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { name, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { ErrorState, Skeleton } from "~/ui/states";
import { usePerson } from "../queries";
import { employment } from "./employment";

export function PersonDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useWords();
  const query = usePerson(id);
  return (
    <Drawer
      label={query.data?.name ?? t("people.ui.person")}
      rail="plain"
      onClose={onClose}
      head={query.data ? <Head person={query.data} /> : null}
    >
      {query.isPending ? <Skeleton rows={5} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Body person={query.data} /> : null}
    </Drawer>
  );
}

function Head({ person }: { person: Person }) {
  const { t, language } = useWords();
  return (
    <div className="person-head">
      <Avatar name={person.name} size={56} />
      <div>
        <p className="row">
          <b className="person-name">{person.name}</b>
          {person.latin_name ? (
            <span className="note" lang="en">
              {person.latin_name}
            </span>
          ) : null}
        </p>
        <p>
          {name(person.unit_names, language)} {name(person.post, language)}
        </p>
        <p className="note">
          {t("people.ui.no_of", { no: person.employee_no })}
          {person.manager_name ? ` · ${t("people.ui.reports_to", { name: person.manager_name })}` : ""}
        </p>
      </div>
    </div>
  );
}

function Body({ person }: { person: Person }) {
  const { t, language } = useWords();
  const posts = person.posts.toSorted((a, b) => b.from.localeCompare(a.from));
  return (
    <>
      <dl className="facts person-facts">
        <div>
          <dt>{t("people.ui.employment")}</dt>
          <dd>{employment(person.employment_type, t)}</dd>
        </div>
        <div>
          <dt>{t("people.ui.start")}</dt>
          <dd className="num">{person.start}</dd>
        </div>
        {person.email ? (
          <div>
            <dt>{t("people.ui.email")}</dt>
            <dd>
              <a href={`mailto:${person.email}`} className="ell">
                {person.email}
              </a>
            </dd>
          </div>
        ) : null}
      </dl>
      <h3 className="timeline-title">
        {t("people.ui.posts")} <span className="note">{t("people.ui.posts_text")}</span>
      </h3>
      <ol className="timeline">
        {posts.map((post, index) => (
          <li key={`${post.from}-${index}`} className={post.from > today() ? "planned" : undefined}>
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
    </>
  );
}
