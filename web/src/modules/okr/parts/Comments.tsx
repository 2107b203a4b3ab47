/** The thread of an objective: what people say of it, and whom they ask. */
import { Check, MessageSquare } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useCan } from "~/api/session";
import type { KeyResultRow } from "~/api/types";
import { Confirm } from "~/ui/Confirm";
import { Segmented } from "~/ui/controls";
import { localDay, moment, name, relative } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { PersonTag } from "~/ui/marks";
import { useOnce } from "~/ui/once";
import { numberOf, useScope } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { type Comment, useCommentSteps, useComments } from "../queries_comment";
import { CommentBox } from "./CommentBox";
import { partsOf } from "./comment_text";
import styles from "./comments.module.css";

type Props = { objective: number; keyResults: KeyResultRow[] };

export default function Comments({ objective, keyResults }: Props) {
  const { t } = useWords();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const query = useComments(objective, open);
  const [search] = useScope();
  const asked = numberOf(search.comment);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const choices = [
    { value: "all" as const, label: t("okr.ui.comments_all") },
    { value: "open" as const, label: t("okr.ui.comments_open") },
  ];
  return (
    <section aria-labelledby="comments" className={styles.thread}>
      <div className={`row o-section ${styles.head}`}>
        <h3 id="comments" className="grow">
          {t("okr.ui.comments")}
        </h3>
        {items.length > 0 || open ? (
          <Segmented label={t("okr.ui.comments_which")} value={open ? "open" : "all"} choices={choices} onChange={(value) => setOpen(value === "open")} />
        ) : null}
      </div>
      {can("okr.comment") ? <Write objective={objective} keyResults={keyResults} /> : null}
      {query.isPending ? <Skeleton rows={2} /> : null}
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isSuccess && items.length === 0 ? (
        <p className="note">
          <MessageSquare size={13} strokeWidth={1.75} aria-hidden="true" /> {t(open ? "okr.ui.no_open_comments" : "okr.ui.no_comments")}
        </p>
      ) : null}
      <ol className={styles.list}>
        {items.map((comment) => (
          <One key={comment.id} comment={comment} asked={comment.id === asked} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <button type="button" className="btn sm" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("okr.ui.earlier_comments")}
        </button>
      ) : null}
    </section>
  );
}

function Write({ objective, keyResults }: Props) {
  const { t, language } = useWords();
  const steps = useCommentSteps(objective);
  const [about, setAbout] = useState("");
  const key = useRef(crypto.randomUUID());
  const save = async (text: string, mentions: number[]) => {
    await steps.add({ text, mentions, key_result: about ? Number(about) : null }, key.current);
    key.current = crypto.randomUUID();
    setAbout("");
    await steps.done();
  };
  return (
    <CommentBox objective={objective} label={t("okr.ui.write_comment")} send={t("okr.ui.send_comment")} save={save}>
      {keyResults.length ? (
        <select className="field" aria-label={t("okr.ui.comment_about")} value={about} onChange={(event) => setAbout(event.target.value)}>
          <option value="">{t("okr.ui.about_objective")}</option>
          {keyResults.map((kr) => (
            <option key={kr.id} value={kr.id}>
              {name(kr.title, language)}
            </option>
          ))}
        </select>
      ) : null}
    </CommentBox>
  );
}

function One({ comment, asked }: { comment: Comment; asked: boolean }) {
  const { t, language } = useWords();
  const line = useRef<HTMLLIElement>(null);
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    if (asked) line.current?.scrollIntoView({ block: "center" });
  }, [asked]);
  const day = localDay(comment.written_at);
  const state = asked ? styles.asked : comment.solved_at ? styles.solved : undefined;
  return (
    <li ref={line} className={state} aria-current={asked ? "true" : undefined}>
      <div className={styles.by}>
        <PersonTag name={comment.by_name} size={20} />
        <time dateTime={comment.written_at} title={moment(comment.written_at, language)} className="note">
          {relative(day, t, language)}
        </time>
        {comment.key_result_title ? <span className="tag ell">{name(comment.key_result_title, language)}</span> : null}
        {comment.solved_at ? (
          <span className="tag ok">
            <Check size={12} strokeWidth={2} aria-hidden="true" />
            {t("okr.ui.solved_by", { name: comment.solved_by_name ?? "" })}
          </span>
        ) : null}
      </div>
      {comment.removed ? <p className="note">{t("okr.ui.comment_removed")}</p> : editing ? <Edit comment={comment} onClose={() => setEditing(false)} /> : <Said comment={comment} />}
      {comment.removed || editing ? null : <Acts comment={comment} edit={() => setEditing(true)} />}
    </li>
  );
}

function Said({ comment }: { comment: Comment }) {
  const { t, language } = useWords();
  return (
    <>
      <p className={styles.text}>
        {partsOf(comment.text, comment.mentions).map((part, n) => (part.person === undefined ? part.text : <b key={n}>{part.text}</b>))}
      </p>
      {comment.before.length > 0 ? (
        <details className={styles.before}>
          <summary>{t("okr.ui.comment_edited", { at: comment.edited_at ? moment(comment.edited_at, language) : "" })}</summary>
          <ol>
            {comment.before.map((one) => (
              <li key={one.until}>
                <s>{one.text}</s> <span className="note">{t("okr.ui.comment_until", { at: moment(one.until, language) })}</span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </>
  );
}

function Edit({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const { t } = useWords();
  const steps = useCommentSteps(comment.objective);
  const save = async (text: string, mentions: number[]) => {
    await steps.change(comment, { text, mentions });
    await steps.done();
    onClose();
  };
  return (
    <CommentBox objective={comment.objective} first={comment} label={t("okr.ui.edit_comment")} send={t("ui.save")} save={save} focus>
      <button type="button" className="btn sm" onClick={onClose}>
        {t("ui.cancel")}
      </button>
    </CommentBox>
  );
}

function Acts({ comment, edit }: { comment: Comment; edit: () => void }) {
  const { t } = useWords();
  const steps = useCommentSteps(comment.objective);
  const [problem, setProblem] = useState<string | null>(null);
  const solved = comment.solved_at !== null;
  const { run: solve } = useOnce(async () => {
    try {
      await steps.change(comment, { solved: !solved });
      setProblem(null);
      await steps.done();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  });
  const of = { name: comment.by_name ?? "" };
  if (!comment.may_solve && !comment.may_edit && !comment.may_remove) return null;
  return (
    <p className={styles.acts}>
      {comment.may_solve ? (
        <button type="button" className="link-btn" aria-label={t(solved ? "okr.ui.reopen_of" : "okr.ui.solve_of", of)} onClick={() => void solve()}>
          {t(solved ? "okr.ui.reopen" : "okr.ui.solve")}
        </button>
      ) : null}
      {comment.may_edit ? (
        <button type="button" className="link-btn" onClick={edit}>
          {t("okr.ui.edit_comment")}
        </button>
      ) : null}
      {comment.may_remove ? <Confirm label={t("okr.ui.remove_comment")} question={t("okr.ui.remove_comment_ask")} act={() => steps.remove(comment)} done={() => void steps.done()} /> : null}
      {problem ? (
        <span className="problem" role="alert">
          {problem}
        </span>
      ) : null}
    </p>
  );
}
