import { useState } from "react";
import type { PersonRow } from "~/api/types";
import { name } from "../format";
import { useWords } from "../i18n/words";
import type { FieldProps } from "../form/Form";
import { Chooser, type Option } from "../form/choosers";
import { useFoundPeople } from "./queries";

type Props = FieldProps & {
  value: number | null;
  onChange: (person: number | null, row?: PersonRow) => void;
  /** Those that are shown by name although no search has found them. */
  known?: { id: number; name: string }[];
  clear?: boolean;
  field?: string;
};

/** The server searches: a company has more people than a list should hold. */
export function PersonChooser({ value, onChange, known = [], clear = true, field, ...frame }: Props) {
  const { language } = useWords();
  const [text, setText] = useState("");
  const found = useFoundPeople(text.trim());
  const [picked, setPicked] = useState<PersonRow>();
  const rows = found.data ?? [];
  const options: Option<number>[] = rows.map((row) => ({
    value: row.id,
    label: row.name,
    note: `${name(row.unit_names, language)} ${name(row.post, language)}`.trim(),
  }));
  for (const one of picked ? [...known, picked] : known) {
    if (one.id === value && !options.some((option) => option.value === value)) options.unshift({ value: one.id, label: one.name });
  }
  const choose = (id: number | null) => {
    const row = rows.find((one) => one.id === id);
    setPicked(row);
    onChange(id, row);
  };
  return <Chooser {...frame} value={value} options={options} onSearch={setText} onChange={choose} clear={clear} loading={found.isFetching} name={field} />;
}
