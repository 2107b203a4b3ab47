/** The controls that pages are made of: our own, and those of Ant Design that are hard to do well. */
import Progress from "antd/es/progress";
import Tree from "antd/es/tree";
import Upload from "antd/es/upload";
import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { Dialog } from "~/ui/Dialog";
import { Drawer } from "~/ui/Drawer";
import { Segmented } from "~/ui/controls";
import { Check, NumberInput, Pick, TextArea, TextInput } from "~/ui/form/Form";
import { Chooser, DayField } from "~/ui/form/choosers";
import { useT } from "~/ui/i18n/words";
import { DataList } from "~/ui/list/DataList";
import { useListState } from "~/ui/list/state";

export function Controls() {
  const t = useT();
  return (
    <div className="style-two">
      <section className="card style-card">
        <h2>{t("shell.style_form")}</h2>
        <Fields />
      </section>
      <section className="card style-card">
        <h2>{t("shell.style_over")}</h2>
        <Overlays />
        <SampleList />
        <Tree
          aria-label="Tree"
          blockNode
          defaultExpandAll
          defaultSelectedKeys={["b"]}
          treeData={[{ key: "a", title: t("shell.group_people"), children: [{ key: "b", title: "A" }, { key: "c", title: "B" }] }]}
        />
      </section>
    </div>
  );
}

function Fields() {
  const t = useT();
  const [values, setValues] = useState({ text: "", number: "12.5", long: "", pick: "a", one: "01" as string | null, day: "2026-11-18" as string | null, on: true });
  const set = (changes: Partial<typeof values>) => setValues((old) => ({ ...old, ...changes }));
  const option = t("shell.sample_option");
  return (
    <div className="style-form">
      <TextInput label="TextInput" hint={t("shell.sample_hint")} value={values.text} onChange={(text) => set({ text })} />
      <NumberInput label="NumberInput" unit="%" problem={t("shell.sample_problem")} value={values.number} onChange={(number) => set({ number })} />
      <Chooser label="Chooser" value={values.one} options={["00", "01", "02"].map((value) => ({ value, label: `${option} ${value}` }))} onChange={(one) => set({ one })} />
      <DayField label="DayField" value={values.day} onChange={(day) => set({ day })} />
      <Pick label="Pick" value={values.pick} choices={["a", "b"].map((value) => ({ value, label: `${option} ${value}` }))} onChange={(pick) => set({ pick })} />
      <div>
        <Segmented label="Segmented" value={values.pick} choices={["a", "b"].map((value) => ({ value, label: `${option} ${value}` }))} onChange={(pick) => set({ pick })} />
      </div>
      <div className="style-span">
        <Check label="Check" note={t("shell.sample_hint")} checked={values.on} onChange={(on) => set({ on })} />
      </div>
      <div className="style-span">
        <TextArea label="TextArea" optional value={values.long} onChange={(long) => set({ long })} />
      </div>
      <div className="style-span">
        <Upload.Dragger beforeUpload={() => false} showUploadList={false}>
          <span className="style-drop">
            <FileSpreadsheet size={18} strokeWidth={1.75} aria-hidden="true" /> CSV
          </span>
        </Upload.Dragger>
      </div>
    </div>
  );
}

function Overlays() {
  const t = useT();
  const [open, setOpen] = useState<"dialog" | "drawer" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <p className="row style-wrap">
        <button type="button" className="btn primary" onClick={() => setOpen("dialog")}>
          Dialog
        </button>
        <button type="button" className="btn" onClick={() => setOpen("drawer")}>
          Drawer
        </button>
        <button type="button" className="btn" disabled>
          {t("shell.sample_disabled")}
        </button>
      </p>
      <Progress percent={62} aria-label="Progress" />
      {open === "dialog" ? (
        <Dialog title="Dialog" onClose={close}>
          {t("shell.type_13")}
        </Dialog>
      ) : null}
      {open === "drawer" ? (
        <Drawer label="Drawer" rail="plain" head={<h2>Drawer</h2>} onClose={close}>
          {t("shell.type_13")}
        </Drawer>
      ) : null}
    </>
  );
}

const rows = [
  { code: "SCM01", kind: "%", value: "89.4", day: "2026-11-18" },
  { code: "QUA02", kind: "%", value: "2.31", day: "2026-11-17" },
  { code: "FIN07", kind: "CNY", value: "31500", day: "2026-11-16" },
];

function SampleList() {
  const t = useT();
  return (
    <div className="card">
      <DataList<(typeof rows)[number]>
        name="sample"
        caption="DataList"
        source={{ rows, error: null, retry: () => undefined, loading: false, stuck: false }}
        state={useListState({ filters: ["kind"] })}
        id={({ code }) => code}
        first={{ by: "value", down: true }}
        columns={[
          { id: "code", label: t("ui.metrics"), value: (row) => row.code, sort: true },
          { id: "kind", label: t("ui.unit_scope"), kind: "tag", value: (row) => row.kind },
          { id: "value", label: t("ui.actual"), kind: "number", value: (row) => row.value, sort: true },
          { id: "day", label: t("ui.today"), kind: "day", value: (row) => row.day },
        ]}
        filters={[{ id: "kind", label: t("ui.unit_scope"), choices: ["%", "CNY"].map((value) => ({ value, label: value })), of: (row) => row.kind }]}
        search={t("ui.filter")}
        searched={(row) => [row.code]}
        actions={(_, done) => (
          <button type="button" className="btn sm" onClick={done}>
            {t("shell.sample_small")}
          </button>
        )}
        empty={{ title: t("shell.sample_empty") }}
      />
    </div>
  );
}
