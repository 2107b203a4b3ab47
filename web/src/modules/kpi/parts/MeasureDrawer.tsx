import newMeasure from "schema:NewMeasure";
import type { NewMeasure } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { SchemaForm } from "~/ui/form/SchemaForm";
import { useT } from "~/ui/i18n/words";
import { useCreateMeasure } from "../queries";

export function MeasureDrawer({ onClose }: { onClose: () => void }) {
  const t = useT();
  const title = t("kpi.ui.new_measure");
  return (
    <Drawer label={title} rail="kpi" onClose={onClose} head={<h2>{title}</h2>}>
      <SchemaForm<NewMeasure>
        schema={newMeasure}
        words="kpi.measure."
        draft="measure"
        first={{ kind: "flow", grain: "day" }}
        groups={[{ fields: ["code", "names", "kind", "unit", "grain", ["least", "most"], "money"] }]}
        fields={{
          code: { check: ({ code }) => (/^[a-z][a-z0-9_]*$/.test(code) ? undefined : t("kpi.measure.code_hint")) },
          money: { hint: t("kpi.measure.money_hint") },
          least: { hint: t("kpi.measure.bounds_hint") },
        }}
        submit={t("kpi.ui.add_measure")}
        save={useCreateMeasure()}
        onDone={onClose}
        onCancel={onClose}
      />
    </Drawer>
  );
}
