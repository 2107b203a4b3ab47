import { useWords } from "../i18n/words";
import type { FieldProps } from "../form/Form";
import { Chooser } from "../form/choosers";
import { unitChoices } from "./UnitChip";
import { useUnits } from "./queries";

type Props = FieldProps & { value: number | null; onChange: (unit: number | null) => void; clear?: boolean; field?: string };

/** A unit of the tree that the reader may see, as a field of a form. */
export function UnitChooser({ field = "unit", ...props }: Props) {
  const { language } = useWords();
  const units = useUnits();
  return <Chooser {...props} name={field} options={unitChoices(units.data ?? [], language)} loading={units.isPending} />;
}
