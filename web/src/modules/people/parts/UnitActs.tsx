/** What is done with a unit: one below it, another name, another place, another head, its end. */
import changeUnit from "schema:ChangeUnit";
import closeUnit from "schema:CloseUnit";
import newUnit from "schema:NewUnit";
import type { Unit } from "~/api/types";
import { Dialog } from "~/ui/Dialog";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { name, today } from "~/ui/format";
import { type Key, useWords } from "~/ui/i18n/words";
import { type ChangeUnit, type CloseUnit, type NewUnit, usePeopleActs } from "../queries";

const words = "people.unit_form.";
const width = 560;

export const unitActs = ["add", "rename", "place", "head", "close"] as const;
export type UnitAct = (typeof unitActs)[number];
type Props = { unit: Unit; act: UnitAct; onClose: () => void; onAdded: (unit: number) => void };

/** What each change shows beside the day and the reason. */
const shown: Record<"rename" | "place" | "head", (keyof ChangeUnit)[]> = { rename: ["names"], place: ["parent"], head: ["head"] };

export default function UnitActDialog(props: Props) {
  const { t, language } = useWords();
  return (
    <Dialog title={`${t(`people.ui.unit_${props.act}` as Key)} · ${name(props.unit.names, language)}`} width={width} onClose={props.onClose}>
      {props.act === "add" ? <Add {...props} /> : props.act === "close" ? <Close {...props} /> : <Change {...props} act={props.act} />}
    </Dialog>
  );
}

/** The company itself, which stands below nothing. */
export function FirstUnitDialog({ onClose, onAdded }: Pick<Props, "onClose" | "onAdded">) {
  const { t } = useWords();
  const acts = usePeopleActs();
  return (
    <Dialog title={t("people.ui.unit_first")} width={width} onClose={onClose}>
      <SchemaForm<NewUnit>
        schema={newUnit}
        words={words}
        draft="people.unit.first"
        first={{ kind: "company", valid_from: today() }}
        groups={[{ fields: [["code", "valid_from"], "names"] }]}
        fields={{ valid_from: { hint: t("people.ui.unit_first_from") } }}
        submit={t("people.ui.unit_first")}
        save={async (body, key) => onAdded((await acts.addUnit(body, key)).id)}
        onDone={() => undefined}
        onCancel={onClose}
      />
    </Dialog>
  );
}

function Add({ unit, onClose, onAdded }: Props) {
  const { t } = useWords();
  const acts = usePeopleActs();
  return (
    <SchemaForm<NewUnit>
      schema={newUnit}
      words={words}
      draft={`people.unit.add.${unit.id}`}
      first={{ parent: unit.id, kind: "team", valid_from: today() }}
      groups={[{ fields: [["code", "valid_from"], "names", "kind", "parent", "head"] }]}
      submit={t("people.ui.unit_add")}
      save={async (body, key) => {
        const made = await acts.addUnit(body, key);
        onClose();
        if (body.valid_from <= today()) onAdded(made.id);
      }}
      onDone={() => undefined}
      onCancel={onClose}
    />
  );
}

function Change({ unit, act, onClose }: Omit<Props, "act"> & { act: "rename" | "place" | "head" }) {
  const { t } = useWords();
  const acts = usePeopleActs();
  const first: Partial<ChangeUnit> = { rename: { names: unit.names }, place: { parent: unit.parent }, head: { head: unit.head } }[act];
  return (
    <SchemaForm<ChangeUnit>
      schema={changeUnit}
      words={words}
      draft={`people.unit.${act}.${unit.id}`}
      first={{ ...first, valid_from: today() > unit.valid_from ? today() : unit.valid_from }}
      groups={[{ fields: ["valid_from", ...shown[act], "reason"] }]}
      fields={{
        head: { known: unit.head !== null && unit.head_name !== null ? [{ id: unit.head, name: unit.head_name }] : undefined },
        reason: { check: ({ valid_from, reason }) => (reason || valid_from >= today() ? undefined : t("people.ui.reason_needed")) },
      }}
      submit={t(`people.ui.unit_${act}` as Key)}
      save={(body) => acts.changeUnit(unit.id, act === "head" && !body.head ? { ...body, no_head: true } : body, unit.version)}
      onDone={onClose}
      onCancel={onClose}
    />
  );
}

function Close({ unit, onClose }: Props) {
  const { t } = useWords();
  const acts = usePeopleActs();
  return (
    <SchemaForm<CloseUnit>
      schema={closeUnit}
      words={words}
      draft={`people.unit.close.${unit.id}`}
      first={{ last_day: today() }}
      groups={[{ fields: ["last_day", "reason"] }]}
      submit={t("people.ui.unit_close")}
      save={(body, key) => acts.closeUnit(unit.id, body, unit.version, key)}
      onDone={onClose}
      onCancel={onClose}
    >
      <p className="note">{t("people.ui.unit_close_note")}</p>
    </SchemaForm>
  );
}
