/** What is done with a person: hire, move, another manager, leave, come back; each from a day on. */
import changePerson from "schema:ChangePerson";
import newDeparture from "schema:NewDeparture";
import newEmployment from "schema:NewEmployment";
import newPerson from "schema:NewPerson";
import newPost from "schema:NewPost";
import type { Person } from "~/api/types";
import { Dialog } from "~/ui/Dialog";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { dayAfter, today } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { type ChangePerson, type NewDeparture, type NewEmployment, type NewPerson, type NewPost, usePeopleActs } from "../queries";

const words = "people.form.";
const width = 560;

/** Later than today no reason is needed; before it nothing changes without one. */
const reasoned = (from: string | undefined, reason: unknown) => Boolean(reason) || !from || from >= today();

export function HireDialog({ unit, onClose, onHired }: { unit: number; onClose: () => void; onHired: (person: number, start: string) => void }) {
  const t = useT();
  const acts = usePeopleActs();
  return (
    <Dialog title={t("people.ui.hire")} width={width} onClose={onClose}>
      <SchemaForm<NewPerson>
        schema={newPerson}
        words={words}
        draft="people.hire"
        first={{ unit, start: today(), employment_type: "regular" }}
        groups={[{ fields: [["name", "latin_name"], ["employee_no", "email"], ["start", "employment_type"], "unit", "post", "manager"] }]}
        submit={t("people.ui.hire")}
        save={async (body, key) => {
          const hired = await acts.hire(body, key);
          onHired(hired.id, hired.start);
        }}
        onDone={() => undefined}
        onCancel={onClose}
      />
    </Dialog>
  );
}

export type Act = "move" | "manager" | "leave" | "rehire" | "change";
export type ActProps = { person: Person; onClose: () => void };

/** The post that stands now; of somebody who is to come, the first one. */
function held({ posts, unit, post }: Person) {
  const now = today();
  return posts.find(({ from, to }) => from <= now && (to === null || now <= to)) ?? posts.at(0) ?? { unit, post, manager: null, manager_name: null, from: now };
}

const knownOf = (post: { manager: number | null; manager_name: string | null }) =>
  post.manager !== null && post.manager_name !== null ? [{ id: post.manager, name: post.manager_name }] : undefined;

function MoveDialog({ person, onClose, only }: ActProps & { only?: "manager" }) {
  const t = useT();
  const acts = usePeopleActs();
  const post = held(person);
  const title = only ? t("people.ui.change_manager") : t("people.ui.move");
  return (
    <Dialog title={`${title} · ${person.name}`} width={width} onClose={onClose}>
      <SchemaForm<NewPost>
        schema={newPost}
        words={words}
        draft={`people.${only ?? "move"}.${person.id}`}
        first={{ valid_from: person.start > today() ? person.start : today(), unit: post.unit, post: post.post, manager: post.manager }}
        groups={[{ fields: only ? ["valid_from", "manager", "reason"] : ["valid_from", "unit", "post", "manager", "reason"] }]}
        fields={{
          manager: { known: knownOf(post) },
          reason: { check: ({ valid_from, reason }) => (reasoned(valid_from, reason) ? undefined : t("people.ui.reason_needed")) },
        }}
        submit={title}
        save={(body, key) => acts.move(person.id, body, person.version, key)}
        onDone={onClose}
        onCancel={onClose}
      />
    </Dialog>
  );
}

function LeaveDialog({ person, onClose }: ActProps) {
  const t = useT();
  const acts = usePeopleActs();
  const job = person.employments.at(0);
  return (
    <Dialog title={`${t("people.ui.leave")} · ${person.name}`} width={width} onClose={onClose}>
      <SchemaForm<NewDeparture>
        schema={newDeparture}
        words={words}
        draft={`people.leave.${person.id}`}
        first={{ last_day: person.last_day ?? today(), kind: job?.leave_kind ?? "resigned", note: job?.leave_note ?? "" }}
        groups={[{ fields: [["last_day", "kind"], "note", "successor"] }]}
        fields={{ successor: { hint: person.reports ? t("people.ui.reports_hint", { people: person.reports }) : t("people.form.successor_hint") } }}
        submit={t("people.ui.leave")}
        save={(body, key) => acts.leave(person.id, body, person.version, key)}
        onDone={onClose}
        onCancel={onClose}
      />
    </Dialog>
  );
}

function RehireDialog({ person, onClose }: ActProps) {
  const t = useT();
  const acts = usePeopleActs();
  const post = held(person);
  const next = person.last_day ? dayAfter(person.last_day, 1) : today();
  return (
    <Dialog title={`${t("people.ui.rehire")} · ${person.name}`} width={width} onClose={onClose}>
      <SchemaForm<NewEmployment>
        schema={newEmployment}
        words={words}
        draft={`people.rehire.${person.id}`}
        first={{ start: next > today() ? next : today(), unit: post.unit, post: post.post, employment_type: person.employment_type, employee_no: person.employee_no }}
        groups={[{ fields: [["start", "employment_type"], "employee_no", "unit", "post", "manager"] }]}
        fields={{ start: { from: next } }}
        submit={t("people.ui.rehire")}
        save={(body, key) => acts.rehire(person.id, body, person.version, key)}
        onDone={onClose}
        onCancel={onClose}
      />
    </Dialog>
  );
}

function ChangeDialog({ person, onClose }: ActProps) {
  const t = useT();
  const acts = usePeopleActs();
  return (
    <Dialog title={`${t("people.ui.change")} · ${person.name}`} width={width} onClose={onClose}>
      <SchemaForm<ChangePerson>
        schema={changePerson}
        words={words}
        draft={`people.change.${person.id}`}
        first={{ name: person.name, latin_name: person.latin_name, email: person.email ?? "", employment_type: person.employment_type }}
        groups={[{ fields: [["name", "latin_name"], "email", "employment_type"] }]}
        submit={t("people.ui.change")}
        save={(body) => acts.change(person.id, body, person.version)}
        onDone={onClose}
        onCancel={onClose}
      />
    </Dialog>
  );
}

export default function PersonAct({ act, ...props }: ActProps & { act: Act }) {
  if (act === "leave") return <LeaveDialog {...props} />;
  if (act === "rehire") return <RehireDialog {...props} />;
  if (act === "change") return <ChangeDialog {...props} />;
  return <MoveDialog {...props} only={act === "manager" ? "manager" : undefined} />;
}
