/** Lets an objective count towards another one, or only support it. */
import type { Objective } from "~/api/types";
import { Form, Group } from "~/ui/form/Form";
import { Antd } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { typed } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { useObjectiveSteps, useObjectives } from "../queries";
import { ParentFields } from "./ObjectiveFields";

type Values = { parent: number | null; relation: "contributes" | "supports"; share: string };

export default function ParentForm({ objective, onClose }: { objective: Objective; onClose: () => void }) {
  const t = useT();
  const { row } = objective;
  const steps = useObjectiveSteps();
  const above = useObjectives({ cycle: row.cycle });
  const form = useForm<Values>({
    draft: `parent.${row.id}`,
    first: { parent: null, relation: "contributes", share: "100" },
    places: { parent: "/parent", share: "/share" },
    check: ({ parent, relation, share }) => ({
      parent: parent === null ? t("okr.ui.need_choice") : undefined,
      share: relation === "supports" || Number(typed(share, "%")) > 0 ? undefined : t("okr.ui.not_a_number"),
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    const share = values.relation === "supports" ? "1" : typed(values.share, "%")!;
    await steps.contribute({ child: row.id, parent: values.parent!, relation: values.relation, share }, key);
    steps.done();
    onClose();
  });
  const rows = (above.data?.items ?? []).filter(({ id }) => id !== row.id && !row.parents.some(({ objective: known }) => known === id));
  return (
    <Antd>
      <Form form={form} busy={busy} submit={t("okr.ui.add_parent")} onSubmit={() => void save()} onCancel={onClose}>
        <Group title={t("okr.ui.group_above")}>
          <ParentFields value={values} set={set} rows={rows} problems={{ parent: problem("parent"), share: problem("share") }} t={t} />
        </Group>
      </Form>
    </Antd>
  );
}
