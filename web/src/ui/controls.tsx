/** The few controls of the page frame. Forms with dates, trees and uploads use Ant Design. */
import { ChevronDown, Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useT } from "./i18n/words";
import "./controls.css";

export type Choice<T> = { value: T; label: string; note?: string; depth?: number };

type SegmentedProps<T> = { label: string; value: T; choices: Choice<T>[]; onChange: (value: T) => void };

export function Segmented<T extends string>({ label, value, choices, onChange }: SegmentedProps<T>) {
  return (
    <div className="seg" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

/** Closes on Esc and on a press outside; hands the focus back to the button. */
export function useDismiss(open: boolean, close: () => void) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const press = (event: PointerEvent) => {
      if (!frame.current?.contains(event.target as Node)) close();
    };
    const key = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
      frame.current?.querySelector<HTMLElement>("button")?.focus();
    };
    document.addEventListener("pointerdown", press);
    document.addEventListener("keydown", key, true);
    return () => {
      document.removeEventListener("pointerdown", press);
      document.removeEventListener("keydown", key, true);
    };
  }, [open, close]);
  return frame;
}

type ScopeChipProps<T> = {
  icon: ReactNode;
  label: string;
  note?: string;
  name: string;
  value: T;
  choices: Choice<T>[];
  onChange: (value: T) => void;
};

/** What the page is about (unit, cycle), with its small print; opens a list. */
export function ScopeChip<T extends string | number>(props: ScopeChipProps<T>) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const frame = useDismiss(open, close);
  return (
    <div className="chip-frame" ref={frame}>
      <button
        type="button"
        className="chip"
        aria-haspopup="listbox"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {props.icon}
        <span className="sr">{props.name}</span>
        <span className="ell">{props.label}</span>
        {props.note ? <span className="note chip-note">{props.note}</span> : null}
        <ChevronDown size={14} strokeWidth={2} aria-hidden="true" />
      </button>
      {open ? (
        <ChoiceList
          name={props.name}
          value={props.value}
          choices={props.choices}
          onPick={(value) => {
            close();
            props.onChange(value);
            frame.current?.querySelector("button")?.focus();
          }}
        />
      ) : null}
    </div>
  );
}

type ListProps<T> = { name: string; value: T; choices: Choice<T>[]; onPick: (value: T) => void };

const filterFrom = 10;

function ChoiceList<T extends string | number>({ name, value, choices, onPick }: ListProps<T>) {
  const t = useT();
  const id = useId();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = wanted ? choices.filter((choice) => choice.label.toLowerCase().includes(wanted)) : choices;
  const [at, setAt] = useState(Math.max(0, choices.findIndex((choice) => choice.value === value)));
  const list = useRef<HTMLUListElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  useEffect(() => (filter.current ?? list.current)?.focus(), []);
  useEffect(() => {
    void list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by) {
      event.preventDefault();
      setAt((now) => Math.min(shown.length - 1, Math.max(0, now + by)));
    }
    if (event.key === "Enter" && shown[at]) {
      event.preventDefault();
      onPick(shown[at].value);
    }
  };
  return (
    <div className="menu" onKeyDown={onKey}>
      {choices.length > filterFrom ? (
        <label className="menu-filter">
          <Search size={14} aria-hidden="true" />
          <input
            ref={filter}
            value={text}
            placeholder={t("ui.filter")}
            aria-label={t("ui.filter")}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
          />
        </label>
      ) : null}
      <ul ref={list} role="listbox" tabIndex={0} aria-label={name} aria-activedescendant={shown.length ? `${id}-${at}` : undefined}>
        {shown.map((choice, index) => (
          <li
            key={choice.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={choice.value === value}
            className={index === at ? "at" : undefined}
            style={{ paddingInlineStart: 10 + (wanted ? 0 : (choice.depth ?? 0) * 16) }}
            onClick={() => onPick(choice.value)}
          >
            <span className="ell grow">{choice.label}</span>
            {choice.note ? <span className="note">{choice.note}</span> : null}
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="note menu-none">{t("ui.nothing_found", { text })}</p> : null}
    </div>
  );
}

export function SearchField(props: { value: string; onChange: (value: string) => void; label: string; width?: number }) {
  return (
    <label className="search-field" style={props.width ? { width: props.width } : undefined}>
      <Search size={15} strokeWidth={1.75} aria-hidden="true" />
      <input
        type="search"
        value={props.value}
        placeholder={props.label}
        aria-label={props.label}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}
