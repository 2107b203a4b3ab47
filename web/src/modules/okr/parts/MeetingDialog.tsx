/** A unit's meeting about a cycle: what its objectives' reviews say, and what was agreed. */
import { useState } from "react";
import type { Cycle, Unit } from "~/api/types";
import { Dialog } from "~/ui/Dialog";
import { fixed } from "~/ui/decimal";
import { dayInText, name, today } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { ErrorState, Skeleton } from "~/ui/states";
import { type Meeting, useCloseSteps, useMeeting } from "../queries_close";
import css from "./close.module.css";

export function MeetingDialog({ cycle, unit, onClose }: { cycle: Cycle; unit: Unit; onClose: () => void }) {
  const { t, language } = useWords();
  const query = useMeeting(cycle.id, unit.id);
  return (
    <Dialog title={t("okr.ui.meeting_of", { unit: name(unit.names, language), cycle: name(cycle.names, language) })} width={720} onClose={onClose}>
      {query.isPending ? <Skeleton rows={6} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data ? <Record key={query.data.version} meeting={query.data} onClose={onClose} /> : null}
    </Dialog>
  );
}

function Record({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t } = useWords();
  const steps = useCloseSteps();
  const [held, setHeld] = useState(meeting.held_on ?? today());
  const [who, setWho] = useState(meeting.attendees);
  const [notes, setNotes] = useState(meeting.notes);
  const [problem, setProblem] = useState<string | null>(null);
  const { busy, run: save } = useOnce(async () => {
    try {
      await steps.meeting(meeting.cycle.id, meeting.unit, { held_on: held, attendees: who.trim(), notes: notes.trim() }, meeting.version);
      void steps.done();
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  });
  const off = !meeting.may_write;
  return (
    <div className={css.meeting}>
      <label className="label">
        {t("okr.ui.held_on")}
        <input type="date" className="field" value={held} max={today()} disabled={off} onChange={(event) => setHeld(event.target.value)} />
      </label>
      <label className="label">
        {t("okr.ui.attendees")}
        <input name="attendees" className="field" maxLength={1000} value={who} disabled={off} onChange={(event) => setWho(event.target.value)} />
      </label>
      <Items meeting={meeting} />
      <label className="label">
        {t("okr.ui.meeting_notes")}
        <textarea name="notes" className="field" rows={4} maxLength={8000} value={notes} disabled={off} onChange={(event) => setNotes(event.target.value)} />
      </label>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      {off ? null : (
        <button type="button" className="btn primary" disabled={busy} onClick={() => void save()}>
          {t("ui.save")}
        </button>
      )}
    </div>
  );
}

function Items({ meeting }: { meeting: Meeting }) {
  const { t, language } = useWords();
  if (meeting.items.length === 0) return <p className="note">{t("okr.ui.meeting_empty")}</p>;
  return (
    <ul className={css.items}>
      {meeting.items.map(({ row, learned, decision, steps }) => (
        <li key={row.id}>
          <p className="row">
            <b className="grow">{name(row.title, language)}</b>
            <span className="num">{row.grade === null ? t("okr.ui.lack_grade") : fixed(row.grade, 1)}</span>
            {decision ? <span className="tag">{t(`okr.ui.decision_${decision}`)}</span> : null}
          </p>
          {row.cause ? <p>{row.cause}</p> : null}
          {learned ? <p className="note">{learned}</p> : null}
          {steps.map((step) => (
            <p key={step.note} className="note">
              → {step.note} · {step.owner_name} {step.due ? dayInText(step.due, language) : ""}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}
