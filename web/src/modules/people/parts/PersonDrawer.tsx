import { type ReactNode, Suspense, lazy } from "react";
import type { Person } from "~/api/types";
import { Confirm } from "~/ui/Confirm";
import { Detail, type Fact } from "~/ui/Detail";
import { day, name, today } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { useScope } from "~/ui/router";
import { usePeopleActs, usePerson } from "../queries";
import type { Act } from "./PersonActs";
import { StateTag } from "./StateTag";
import { employment } from "./employment";
import styles from "./people.module.css";

const PersonAct = lazy(() => import("./PersonActs"));

const acts: Act[] = ["move", "manager", "leave", "rehire", "change"];

/** Who has left comes back; everybody else moves or leaves. */
const offered = ({ state }: Person): Act[] => (state === "left" ? ["rehire", "change"] : ["move", "manager", "leave", "change"]);
const wordOf: Record<Act, Key> = {
  move: "people.ui.move",
  manager: "people.ui.change_manager",
  leave: "people.ui.leave",
  rehire: "people.ui.rehire",
  change: "people.ui.change",
};

type Props = { id: number; on?: string; writes: boolean; onClose: () => void };

export function PersonDrawer({ id, on, writes, onClose }: Props) {
  const { t, language } = useWords();
  const [search, setSearch] = useScope();
  const query = usePerson(id, on);
  const act = acts.find((one) => one === search.act);
  const facts = (person: Person): [Fact, Fact, Fact] => [
    { label: t("people.ui.employee_no"), value: <span className="num">{person.employee_no}</span> },
    { label: t("people.ui.employment"), value: employment(person.employment_type, t) },
    { label: t("people.ui.start"), value: <time className="num">{person.start}</time> },
  ];
  const email = ({ email: to }: Person): [] | [Fact] => (to ? [{ label: t("people.ui.email"), value: <a href={`mailto:${to}`}>{to}</a> }] : []);
  const stands = (person: Person) => [
    `${name(person.unit_names, language)} ${person.unit_code} ${name(person.post, language)}`,
    person.manager_name ? t("people.ui.reports_to", { name: person.manager_name }) : "",
    person.reports ? t("people.ui.reports", { people: person.reports }) : "",
  ];
  return (
    <>
      <Detail<Person>
        as="drawer"
        label={t("people.ui.person")}
        query={query}
        onClose={onClose}
        view={(person) => ({
          title: person.name,
          lead: <Avatar name={person.name} size={56} />,
          kind:
            person.latin_name || person.state !== "in_service" ? (
              <>
                <span className="note" lang="en">
                  {person.latin_name}
                </span>{" "}
                <StateTag person={person} />
              </>
            ) : null,
          note: stands(person).filter(Boolean).join(" · "),
          facts: [...facts(person), ...email(person)],
          sections: [
            { title: t("people.ui.posts"), note: t("people.ui.posts_text"), body: <Posts person={person} /> },
            ...(writes && person.last_day ? [{ body: <Stay person={person} /> }] : []),
          ],
          next: writes
            ? offered(person).map((one) => (
                <button key={one} type="button" className="btn" onClick={() => setSearch({ act: one }, true)}>
                  {t(wordOf[one])}
                </button>
              ))
            : undefined,
        })}
      />
      {writes && act && query.data ? (
        <Suspense fallback={null}>
          <PersonAct act={act} person={query.data} onClose={() => setSearch({ act: undefined })} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Takes back that somebody leaves. */
function Stay({ person }: { person: Person }) {
  const { t, language } = useWords();
  const { stay } = usePeopleActs();
  const question = t("people.ui.stay_question", { name: person.name, day: day(person.last_day, language) });
  return <Confirm label={t("people.ui.stay")} question={question} act={() => stay(person.id, person.version)} done={() => undefined} />;
}

type LineProps = { from: string; to: string | null; known_on: string; corrected: boolean; reason: string | null; title: string; children?: ReactNode };

/** A span of days: what is still to come is dashed, what was corrected says since when it is known. */
export function Line({ from, to, known_on, corrected, reason, title, children }: LineProps) {
  const { t } = useWords();
  const planned = from > today();
  return (
    <li className={planned ? styles.planned : undefined}>
      <time className="num" dateTime={from}>
        {from}
      </time>
      <i aria-hidden="true" />
      <div>
        <b>{title}</b>
        {planned ? <span className="tag rec">{t("people.ui.planned")}</span> : null}
        {corrected ? <span className="tag watch">{t("people.ui.corrected")}</span> : null}
        <p className="note">
          {to ? t("people.ui.until", { day: to }) : t("people.ui.until_now")}
          {children}
        </p>
        {corrected ? <p className="note">{t("people.ui.corrected_on", { known: known_on, from })}</p> : null}
        {reason ? <p className="note">{t("people.ui.reason", { reason })}</p> : null}
      </div>
    </li>
  );
}

/** Posts and the ends of employments, the newest first. */
function Posts({ person }: { person: Person }) {
  const { t, language } = useWords();
  return (
    <ol className={styles.timeline}>
      {person.employments
        .filter(({ last_day }) => last_day !== null)
        .map((job) => ({ at: job.last_day!, view: <Ended key={`end-${job.last_day}`} job={job} /> }))
        .concat(
          person.posts.map((post) => ({
            at: post.from,
            view: (
              <Line key={post.from} {...post} title={`${name(post.unit_names, language)} ${post.unit_code} ${name(post.post, language)}`}>
                {post.manager_name ? ` · ${t("people.ui.reports_to", { name: post.manager_name })}` : ""}
              </Line>
            ),
          })),
        )
        .toSorted((a, b) => b.at.localeCompare(a.at))
        .map(({ view }) => view)}
    </ol>
  );
}

function Ended({ job }: { job: Person["employments"][number] }) {
  const { t } = useWords();
  const planned = job.last_day! >= today();
  return (
    <li className={planned ? styles.planned : undefined}>
      <time className="num" dateTime={job.last_day!}>
        {job.last_day}
      </time>
      <i aria-hidden="true" />
      <div>
        <b>{t("people.ui.last_day")}</b>
        {planned ? <span className="tag rec">{t("people.ui.planned")}</span> : null}
        {job.leave_kind ? <p className="note">{t(`people.form.kind_${job.leave_kind}` as Key)}</p> : null}
        {job.leave_note ? <p className="note">{t("people.ui.reason", { reason: job.leave_note })}</p> : null}
      </div>
    </li>
  );
}
