/** The two controls that are hard to do well: a list that is searched, and a day. Ant Design under our tokens. */
import DatePicker from "antd/es/date-picker";
import Select from "antd/es/select";
import dayjs from "dayjs";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import type { Day } from "~/api/types";
import { Antd } from "../antd/Antd";
import { type FieldProps, FieldFrame, described } from "./Form";

export { Antd };

export type Option<T> = { value: T; label: string; note?: string; depth?: number };

type ChooserProps<T> = FieldProps & {
  value: T | null;
  options: Option<T>[];
  onChange: (value: T | null) => void;
  placeholder?: string;
  clear?: boolean;
  disabled?: boolean;
  loading?: boolean;
  /** Given where the server searches; otherwise the list itself is searched. */
  onSearch?: (text: string) => void;
  none?: ReactNode;
  name?: string;
};

/** Outside of `Antd` its icons write inline styles, which the browser refuses. */
export function Chooser<T extends string | number>(props: ChooserProps<T>) {
  return (
    <Antd>
      <List {...props} />
    </Antd>
  );
}

function List<T extends string | number>(props: ChooserProps<T>) {
  const { label, hint, problem, optional, value, options, onChange, onSearch, name } = props;
  const id = useId();
  const frame = { label, hint, problem, optional };
  const found = (text: string, option?: { search: string }) => option?.search.includes(text.trim().toLowerCase()) ?? false;
  return (
    <FieldFrame id={id} {...frame}>
      <Select
        id={id}
        {...described(id, frame)}
        className={`wide${name ? ` chooser-${name}` : ""}`}
        value={value}
        status={problem ? "error" : undefined}
        placeholder={props.placeholder}
        allowClear={props.clear}
        disabled={props.disabled}
        loading={props.loading}
        virtual={options.length > 100}
        showSearch={{ filterOption: onSearch ? false : found, onSearch }}
        notFoundContent={props.none}
        options={options.map((option) => ({
          value: option.value,
          search: `${option.label} ${option.note ?? ""}`.toLowerCase(),
          title: option.label,
          label: (
            <span className="chooser-option" data-depth={Math.min(option.depth ?? 0, 5)}>
              <span className="ell">{option.label}</span>
              {option.note ? <span className="note ell">{option.note}</span> : null}
            </span>
          ),
        }))}
        onChange={(next: T | undefined | null) => onChange(next ?? null)}
      />
    </FieldFrame>
  );
}

/** Enter takes the day that was typed; it does not send the form at the same time. */
function keepsEnter(event: KeyboardEvent) {
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
}

type DayProps = FieldProps & { value: Day | null; onChange: (day: Day | null) => void; from?: Day; to?: Day; clear?: boolean };

export function DayField(props: DayProps) {
  return (
    <Antd>
      <Calendar {...props} />
    </Antd>
  );
}

function Calendar({ label, hint, problem, optional, value, onChange, from, to, clear = false }: DayProps) {
  const id = useId();
  const frame = { label, hint, problem, optional };
  return (
    <FieldFrame id={id} {...frame}>
      <div onKeyDown={keepsEnter}>
        <DatePicker
          id={id}
          {...described(id, frame)}
          className="wide"
          value={value ? dayjs(value) : null}
          minDate={from ? dayjs(from) : undefined}
          maxDate={to ? dayjs(to) : undefined}
          allowClear={clear}
          status={problem ? "error" : undefined}
          onChange={(next) => onChange(next ? next.format("YYYY-MM-DD") : null)}
        />
      </div>
    </FieldFrame>
  );
}
