/** The period that a page is about (a cycle, a quarter, a month); it lives in the address. */
import { CalendarRange } from "lucide-react";
import { type Choice, ScopeChip } from "../controls";

type PeriodPickerProps = {
  label: string;
  note?: string;
  name: string;
  value: number;
  choices: Choice<number>[];
  onChange: (value: number) => void;
};

export function PeriodPicker(props: PeriodPickerProps) {
  return <ScopeChip icon={<CalendarRange size={15} strokeWidth={1.75} aria-hidden="true" />} {...props} />;
}
