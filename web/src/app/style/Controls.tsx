/** Ant Design's controls as we use them; nothing here may look like its defaults. */
import Alert from "antd/es/alert";
import Button from "antd/es/button";
import Checkbox from "antd/es/checkbox";
import DatePicker from "antd/es/date-picker";
import Drawer from "antd/es/drawer";
import Dropdown from "antd/es/dropdown";
import Form from "antd/es/form";
import Input from "antd/es/input";
import InputNumber from "antd/es/input-number";
import Modal from "antd/es/modal";
import Progress from "antd/es/progress";
import Radio from "antd/es/radio";
import AntSegmented from "antd/es/segmented";
import Select from "antd/es/select";
import Switch from "antd/es/switch";
import Table from "antd/es/table";
import Tabs from "antd/es/tabs";
import AntTag from "antd/es/tag";
import Tooltip from "antd/es/tooltip";
import Tree from "antd/es/tree";
import Upload from "antd/es/upload";
import dayjs from "dayjs";
import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { useT } from "~/ui/i18n/words";

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
        <Lists />
      </section>
    </div>
  );
}

function Fields() {
  const t = useT();
  const options = ["00", "01", "02"].map((value) => ({ value, label: `${t("shell.sample_option")} ${value}` }));
  return (
    <Form layout="vertical" requiredMark={false} className="style-form">
      <Form.Item label="Input">
        <Input aria-label="Input" placeholder={t("shell.sample_hint")} suffix="%" />
      </Form.Item>
      <Form.Item label="Select">
        <Select aria-label="Select" options={options} defaultValue="01" />
      </Form.Item>
      <Form.Item label="Select, multiple">
        <Select aria-label="Select, multiple" mode="multiple" options={options} defaultValue={["00", "02"]} />
      </Form.Item>
      <Form.Item label="DatePicker">
        <DatePicker aria-label="DatePicker" className="wide" defaultValue={dayjs("2026-11-18")} />
      </Form.Item>
      <Form.Item label="RangePicker">
        <DatePicker.RangePicker className="wide" defaultValue={[dayjs("2026-10-01"), dayjs("2026-12-31")]} />
      </Form.Item>
      <Form.Item label="InputNumber" validateStatus="error" help={t("shell.sample_problem")}>
        <InputNumber aria-label="InputNumber" className="wide" stringMode defaultValue="12.5" />
      </Form.Item>
      <Form.Item label="Checkbox, Radio, Switch" className="style-span">
        <span className="row style-wrap">
          <Checkbox defaultChecked>{t("shell.sample_option")}</Checkbox>
          <Checkbox>{t("shell.sample_option")}</Checkbox>
          <Radio.Group defaultValue="a" options={[{ value: "a", label: "A" }, { value: "b", label: "B" }]} />
          <Switch defaultChecked aria-label="Switch" />
          <Switch aria-label="Switch, off" />
          <AntSegmented aria-label="Segmented" options={["A", "B", "C"]} />
        </span>
      </Form.Item>
      <Form.Item label="TextArea" className="style-span">
        <Input.TextArea aria-label="TextArea" rows={2} placeholder={t("shell.sample_hint")} />
      </Form.Item>
      <Form.Item label="Upload" className="style-span">
        <Upload.Dragger beforeUpload={() => false} showUploadList={false}>
          <span className="style-drop">
            <FileSpreadsheet size={18} strokeWidth={1.75} aria-hidden="true" /> CSV
          </span>
        </Upload.Dragger>
      </Form.Item>
    </Form>
  );
}

function Overlays() {
  const t = useT();
  const [open, setOpen] = useState<"modal" | "drawer" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <p className="row style-wrap">
        <Button type="primary" onClick={() => setOpen("modal")}>
          Modal
        </Button>
        <Button onClick={() => setOpen("drawer")}>Drawer</Button>
        <Dropdown menu={{ items: [{ key: "1", label: t("shell.sample_option") }, { key: "2", label: t("shell.sample_danger"), danger: true }] }} trigger={["click"]}>
          <Button>Dropdown</Button>
        </Dropdown>
        <Tooltip title={t("shell.sample_hint")}>
          <Button type="text">Tooltip</Button>
        </Tooltip>
        <Button danger>Danger</Button>
        <Button disabled>Disabled</Button>
        <AntTag>Tag</AntTag>
      </p>
      <Progress percent={62} aria-label="Progress" />
      <Alert type="warning" showIcon={false} title={t("shell.sample_problem")} />
      <Modal open={open === "modal"} title="Modal" onOk={close} onCancel={close}>
        {t("shell.type_13")}
      </Modal>
      <Drawer open={open === "drawer"} title="Drawer" onClose={close} size={460}>
        {t("shell.type_13")}
      </Drawer>
    </>
  );
}

const rows = [
  { key: 1, name: "SCM01", value: "89.4%", day: "11-18" },
  { key: 2, name: "QUA02", value: "2.31%", day: "11-17" },
  { key: 3, name: "FIN07", value: "31.5%", day: "11-16" },
];

function Lists() {
  const t = useT();
  return (
    <>
      <Tabs
        items={[
          { key: "table", label: "Table", children: <SampleTable /> },
          {
            key: "tree",
            label: "Tree",
            children: (
              <Tree
                aria-label="Tree"
                blockNode
                defaultExpandAll
                defaultSelectedKeys={["b"]}
                treeData={[{ key: "a", title: t("shell.group_people"), children: [{ key: "b", title: "A" }, { key: "c", title: "B" }] }]}
              />
            ),
          },
        ]}
      />
    </>
  );
}

function SampleTable() {
  const t = useT();
  return (
    <Table
      size="small"
      pagination={false}
      rowSelection={{ type: "checkbox" }}
      dataSource={rows}
      columns={[
        { title: t("ui.metrics"), dataIndex: "name", sorter: (a, b) => a.name.localeCompare(b.name) },
        { title: t("ui.actual"), dataIndex: "value", align: "right" },
        { title: t("ui.target"), dataIndex: "day", align: "right" },
      ]}
    />
  );
}
