import { useQueries } from "@tanstack/react-query";
import { ArrowRight, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { keys } from "~/api/keys";
import { useMe } from "~/api/session";
import { Dialog } from "~/ui/Dialog";
import { useNavigate } from "~/ui/router";
import { type Key, setLanguage, useWords } from "~/ui/i18n/words";
import { mode, setMode } from "~/ui/theme";
import type { Hit } from "./module";
import { menuOf, modulesOf } from "./modules";
import "./search.css";

type Found = { label: Key; hits: (Hit & { act?: () => void })[] };

const typingMs = 180;

function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What each switched-on module finds for the text. */
function useFound(text: string): { found: Found[]; busy: boolean } {
  const { language } = useWords();
  const me = useMe();
  const finders = modulesOf(me).filter((module) => module.find);
  const answers = useQueries({
    queries: finders.map(({ name, find }) => ({
      queryKey: keys.found(name, text, language),
      enabled: text !== "",
      staleTime: 30_000,
      queryFn: async ({ signal }: { signal: AbortSignal }) => (await find!.load()).find(text, language, signal),
    })),
  });
  const found = finders.map(({ find }, index) => ({ label: find!.label, hits: answers[index]?.data ?? [] }));
  return { found: found.filter(({ hits }) => hits.length > 0), busy: answers.some((answer) => answer.isFetching) };
}

/** Pages and switches: found by their words, offered at once. */
function useActions(text: string): Found {
  const { t, language } = useWords();
  const me = useMe();
  const actions = [
    ...menuOf(me).map((item) => ({ id: item.path, label: t(item.label), note: t("shell.go_to"), to: item.path })),
    { id: "theme", label: t(mode() === "dark" ? "shell.theme_light" : "shell.theme_dark"), note: "", to: "", act: () => setMode(mode() === "dark" ? "light" : "dark") },
    { id: "language", label: t("shell.language"), note: "", to: "", act: () => void setLanguage(language === "zh" ? "en" : "zh") },
  ];
  const wanted = text.toLowerCase();
  return { label: "shell.found_actions", hits: actions.filter(({ label }) => label.toLowerCase().includes(wanted)) };
}

export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const wanted = useSettled(text.trim());
  const { found, busy } = useFound(wanted);
  const actions = useActions(text.trim());
  const groups = actions.hits.length ? [...found, actions] : found;
  const all = groups.flatMap(({ hits }) => hits);
  const pick = (hit: Found["hits"][number] | undefined) => {
    if (!hit) return;
    onClose();
    if (hit.act) hit.act();
    else navigate({ to: hit.to });
  };
  const onKey = (event: KeyboardEvent) => {
    // A search field would take the first Esc to empty itself.
    if (event.key === "Escape") {
      event.preventDefault();
      onClose();
    }
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by) {
      event.preventDefault();
      setAt((now) => Math.min(all.length - 1, Math.max(0, now + by)));
    }
    if (event.key === "Enter") pick(all[at]);
  };
  return (
    <Dialog title={t("shell.search_title")} width={560} onClose={onClose}>
      <div onKeyDown={onKey}>
        <label className="search-field search-big">
          <Search size={16} strokeWidth={1.75} aria-hidden="true" />
          <input
            type="search"
            role="combobox"
            aria-expanded="true"
            aria-controls="found"
            aria-activedescendant={all[at] ? `found-${all[at].id}` : undefined}
            aria-label={t("shell.search")}
            placeholder={t("shell.search")}
            autoFocus
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
          />
        </label>
        <div id="found" role="listbox" aria-label={t("shell.search_title")} className="found">
          {groups.map((group) => (
            <div key={group.label} role="group" aria-label={t(group.label)}>
              <p className="note found-label" aria-hidden="true">
                {t(group.label)}
              </p>
              {group.hits.map((hit) => (
                <div
                  key={hit.id}
                  id={`found-${hit.id}`}
                  role="option"
                  aria-selected={all[at]?.id === hit.id}
                  className="found-hit"
                  onClick={() => pick(hit)}
                >
                  <span className="ell grow">{hit.label}</span>
                  <span className="note ell">{hit.note}</span>
                  <ArrowRight size={14} strokeWidth={1.75} aria-hidden="true" />
                </div>
              ))}
            </div>
          ))}
        </div>
        <p className="note" role="status">
          {busy ? t("ui.loading") : all.length === 0 ? t("ui.nothing_found", { text }) : ""}
        </p>
      </div>
    </Dialog>
  );
}
