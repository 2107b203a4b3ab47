import { useState } from "react";
import { Dialog } from "~/ui/Dialog";
import { type Key, useT } from "~/ui/i18n/words";
import { letterKeysOn, setLetterKeys } from "~/ui/keys";

const keys: { keys: string[]; label: Key }[] = [
  { keys: ["G", "B"], label: "shell.key_board" },
  { keys: ["G", "O"], label: "shell.key_okr" },
  { keys: ["G", "K"], label: "shell.key_kpi" },
  { keys: ["G", "P"], label: "shell.key_people" },
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

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [on, setOn] = useState(letterKeysOn());
  return (
    <Dialog title={t("shell.keys")} onClose={onClose}>
      <ul className="keys-list">
        {keys.map(({ keys: sequence, label }) => (
          <li key={label}>
            <span>{t(label)}</span>
            <span className="row">
              {sequence.map((key) => (
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
