import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { ApiError } from "~/api/client";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { useOnce } from "~/ui/once";
import { type Mention, useReaders } from "../queries_comment";
import { stillNamed, typedName, withName } from "./comment_text";
import styles from "./comments.module.css";

type Props = {
  objective: number;
  first?: { text: string; mentions: Mention[] };
  label: string;
  send: string;
  save: (text: string, mentions: number[]) => Promise<unknown>;
  /** Beside the button: what the comment is about, or the way back. */
  children?: React.ReactNode;
  focus?: boolean;
};

/** What is typed, whom it names, and the people who are offered for the name behind the last "@". */
function useMentions(objective: number, first: Props["first"]) {
  const [text, setText] = useState(first?.text ?? "");
  const [named, setNamed] = useState<Mention[]>(first?.mentions ?? []);
  const [caret, setCaret] = useState(0);
  const [closed, close] = useState(false);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = closed ? null : typedName(text, caret);
  const found = useReaders(objective, typed ? typed.q : null);
  const options = typed ? (found.data ?? []) : [];
  const chosen = Math.min(at, options.length - 1);
  const nobody = Boolean(typed?.q) && found.isSuccess && !found.isPlaceholderData && options.length === 0;
  const write = (next: string, place: number) => {
    setText(next);
    setCaret(place);
    close(false);
    setAt(0);
  };
  const pick = ({ person, name: called }: { person: number; name: string }) => {
    const now = withName(text, typed!.at, caret, called);
    setNamed((old) => [...old.filter((one) => one.person !== person), { person, name: called }]);
    write(now.text, now.caret);
    close(true);
    requestAnimationFrame(() => field.current?.setSelectionRange(now.caret, now.caret));
    field.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (options.length === 0 || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") setAt((chosen + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length);
    else if (event.key === "Enter" || event.key === "Tab") pick(options[chosen]!);
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const clear = () => {
    setText("");
    setNamed([]);
  };
  return { text, named, field, options, chosen, nobody, write, pick, press, clear, setCaret, close: () => close(true) };
}

/** Saves what is written: one at a time, and what is refused stays to be put right. */
function useSend({ text, named, clear }: ReturnType<typeof useMentions>, save: Props["save"]) {
  const [problem, setProblem] = useState<string | null>(null);
  const { busy, run: send } = useOnce(async () => {
    if (!text.trim()) return;
    try {
      await save(text.trim(), stillNamed(text, named));
      clear();
      setProblem(null);
    } catch (error) {
      setProblem(said(error, named, stillNamed(text, named)));
    }
  });
  return { problem, busy, send, forget: () => setProblem(null) };
}

/** A text in which "@" finds people: only those who may see the objective. */
export function CommentBox({ objective, first, label, send: sendLabel, save, children, focus }: Props) {
  const { t } = useWords();
  const id = useId();
  const typing = useMentions(objective, first);
  const { text, options, chosen } = typing;
  const { problem, busy, send, forget } = useSend(typing, save);
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
    else typing.press(event);
  };
  return (
    <div className={styles.box}>
      <div className={styles.field}>
        <textarea
          ref={typing.field}
          className="field"
          rows={first ? 3 : 2}
          maxLength={4000}
          value={text}
          autoFocus={focus}
          aria-label={label}
          placeholder={t("okr.ui.comment_hint")}
          aria-autocomplete="list"
          aria-controls={options.length ? id : undefined}
          aria-activedescendant={options.length ? `${id}-${chosen}` : undefined}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={(event) => {
            typing.write(event.target.value, event.target.selectionStart);
            forget();
          }}
          onSelect={(event) => typing.setCaret(event.currentTarget.selectionStart)}
          onKeyDown={press}
          onBlur={typing.close}
        />
        {options.length ? <Options id={id} options={options} chosen={chosen} pick={typing.pick} /> : null}
        {typing.nobody ? (
          <p className={`${styles.options} note`} role="status">
            {t("okr.ui.nobody_to_mention")}
          </p>
        ) : null}
      </div>
      {problem ? (
        <p className="problem" role="alert" id={`${id}-problem`}>
          {problem}
        </p>
      ) : null}
      <div className={styles.foot}>
        {children}
        <button type="button" className="btn primary sm" disabled={!text.trim() || busy} onClick={() => void send()}>
          {sendLabel}
        </button>
      </div>
    </div>
  );
}

type OptionsProps = { id: string; options: { person: number; name: string; unit_names: { zh: string; en: string } | null }[]; chosen: number; pick: (option: { person: number; name: string }) => void };

function Options({ id, options, chosen, pick }: OptionsProps) {
  const { t, language } = useWords();
  const list = useRef<HTMLUListElement>(null);
  // In braces: newer browsers give a promise, and what an effect gives is called when it ends.
  useEffect(() => {
    void list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <ul ref={list} id={id} role="listbox" aria-label={t("okr.ui.mention")} className={styles.options}>
      {options.map((option, n) => (
        <li
          key={option.person}
          id={`${id}-${n}`}
          role="option"
          aria-selected={n === chosen}
          onPointerDown={(event) => {
            event.preventDefault();
            pick(option);
          }}
        >
          <Avatar name={option.name} size={20} />
          <span className="ell">{option.name}</span>
          {option.unit_names ? <span className="note ell">{name(option.unit_names, language)}</span> : null}
        </li>
      ))}
    </ul>
  );
}

/** A mention that is refused is said with the name that it is about. */
function said(error: unknown, named: Mention[], sent: number[]): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const place = error.problem.errors[0];
  const index = /^\/mentions\/(\d+)/.exec(place?.pointer ?? "")?.[1];
  const who = index === undefined ? undefined : named.find(({ person }) => person === sent[Number(index)]);
  return who ? `@${who.name} ${place!.detail}` : error.message;
}
