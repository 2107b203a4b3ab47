/** Lets an objective count towards another one, or only support it. */
import type { Objective } from "~/api/types";
import { Form, Group, TextArea } from "~/ui/form/Form";
import { Antd } from "~/ui/form/choosers";
import { useSave } from "~/ui/form/run";
import { useForm } from "~/ui/form/use_form";
import { typed } from "~/ui/format";
import { useT } from "~/ui/i18n/words";
import { useObjectiveSteps, useObjectives } from "../queries";
import { ParentFields } from "./ObjectiveFields";

type Values = { parent: number | null; relation: "contributes" | "supports"; share: string; note: string };

export default function ParentForm({ objective, onClose }: { objective: Objective; onClose: () => void }) {
  const t = useT();
  const { row } = objective;
  const steps = useObjectiveSteps();
  const above = useObjectives({ cycle: row.cycle });
  const form = useForm<Values>({
    draft: `parent.${row.id}`,
    first: { parent: null, relation: "contributes", share: "100", note: "" },
    places: { parent: "/parent", share: "/share", note: "/note" },
    check: ({ parent, relation, share }) => ({
      parent: parent === null ? t("okr.ui.need_choice") : undefined,
      share: relation === "supports" || Number(typed(share, "%")) > 0 ? undefined : t("okr.ui.not_a_number"),
    }),
  });
  const { values, set, problem } = form;
  const { busy, save } = useSave(form, async (key) => {
    const share = values.relation === "supports" ? "1" : typed(values.share, "%")!;
    await steps.contribute({ child: row.id, parent: values.parent!, relation: values.relation, share, note: values.note.trim() || undefined }, key);
    steps.done();
    onClose();
  });
  const asked = new Set(objective.proposals.filter(({ state, child }) => state === "proposed" && child.objective === row.id).map(({ parent }) => parent.objective));
  const rows = (above.data?.items ?? []).filter(({ id }) => id !== row.id && !row.parents.some(({ objective: known }) => known === id) && !asked.has(id));
  return (
    <Antd>
      <Form form={form} busy={busy} submit={t("okr.ui.add_parent")} onSubmit={() => void save()} onCancel={onClose}>
        <Group title={t("okr.ui.group_above")} note={t("okr.ui.parent_asks")}>
          <ParentFields value={values} set={set} rows={rows} problems={{ parent: problem("parent"), share: problem("share") }} t={t} />
          <TextArea name="note" label={t("okr.ui.proposal_note")} value={values.note} optional maxLength={500} problem={problem("note")} onChange={(note) => set({ note })} />
        </Group>
      </Form>
    </Antd>
  );
}
