import { useState } from "react";
import { Dialog } from "~/ui/Dialog";
import { type Key, useT } from "~/ui/i18n/words";
import { letterKeysOn, setLetterKeys } from "~/ui/keys";
import type { MenuItem } from "./module";

type Shortcut = { keys: string[]; label: string };

const common: { keys: string[]; label: Key }[] = [
  { keys: ["Ctrl", "K"], label: "shell.key_search" },
  { keys: ["J"], label: "shell.key_next" },
  { keys: ["K"], label: "shell.key_previous" },
  { keys: ["Enter"], label: "shell.key_open" },
  { keys: ["Esc"], label: "shell.key_close" },
  { keys: ["A"], label: "shell.key_acknowledge" },
  { keys: ["U"], label: "shell.key_update" },
  { keys: ["F"], label: "shell.key_full" },
  { keys: ["?"], label: "shell.key_list" },
];

/** The pages in the menu's order, then what acts everywhere. */
function useShortcuts(menu: MenuItem[]): Shortcut[] {
  const t = useT();
  const pages = menu.flatMap(({ letter, label }) =>
    letter ? [{ keys: ["G", letter.toUpperCase()], label: t("shell.key_page", { page: t(label) }) }] : [],
  );
  return [...pages, ...common.map(({ keys, label }) => ({ keys, label: t(label) }))];
}

export default function KeysHelp({ menu, onClose }: { menu: MenuItem[]; onClose: () => void }) {
  const t = useT();
  const shortcuts = useShortcuts(menu);
  const [on, setOn] = useState(letterKeysOn());
  return (
    <Dialog title={t("shell.keys")} onClose={onClose}>
      <ul className="keys-list">
        {shortcuts.map(({ keys, label }) => (
          <li key={label}>
            <span>{label}</span>
            <span className="row">
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <label className="row keys-switch">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            setLetterKeys(event.target.checked);
            setOn(event.target.checked);
          }}
        />
        {t("shell.keys_on")}
      </label>
    </Dialog>
  );
}
