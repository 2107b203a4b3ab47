/** The fields that need Ant Design: a long list, a day, a unit or a person. */
import type { Day } from "~/api/types";
import { entityChoosers } from "../choosers/entities";
import { useWords } from "../i18n/words";
import { choicesOf, type PartProps } from "./SchemaField";
import { Antd, Chooser, DayField } from "./choosers";

export default function HeavyField(props: PartProps) {
  return (
    <Antd>
      <Control {...props} />
    </Antd>
  );
}

function Control(props: PartProps) {
  const { t } = useWords();
  const { name, field, value, set, known, label, hint, problem, optional } = props;
  const frame = { label, hint, problem, optional };
  if (field.kind === "day") return <DayField {...frame} value={value as Day | null} from={props.from} clear={optional} onChange={set} />;
  if (field.kind === "choice") {
    return <Chooser<string> {...frame} name={name} value={value as string | null} options={choicesOf(props, t)} clear={optional} onChange={set} />;
  }
  const Part = entityChoosers[field.entity ?? ""];
  if (!Part) throw new Error(`${name}: no chooser for ${field.entity}`);
  return <Part {...frame} field={name} value={value as number | null} known={known} clear={optional} onChange={set} />;
}
