import Form from "antd/es/form";
import Input from "antd/es/input";
import Modal from "antd/es/modal";
import Select from "antd/es/select";
import { useRef } from "react";
import type { Measure } from "~/api/types";
import { Antd } from "~/ui/antd/Antd";
import { useT } from "~/ui/i18n/words";
import { useCreateMeasure } from "../queries";

type Values = { code: string; zh: string; en?: string; kind: Measure["kind"]; unit: string; grain: Measure["grain"] };

export default function MeasureForm({ onClose }: { onClose: () => void }) {
  return (
    <Antd>
      <Fields onClose={onClose} />
    </Antd>
  );
}

function Fields({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Values>();
  const create = useCreateMeasure();
  const key = useRef(crypto.randomUUID());
  const submit = ({ code, zh, en, kind, unit, grain }: Values) =>
    create.mutate({ code, names: { zh, en: en ?? "" }, kind, unit, grain, key: key.current }, { onSuccess: onClose });
  const kinds = (["flow", "stock", "distinct"] as const).map((value) => ({ value, label: t(`kpi.ui.kind_${value}`) }));
  const grains = (["day", "month"] as const).map((value) => ({ value, label: t(`kpi.ui.grain_${value}`) }));
  const required = [{ required: true, whitespace: true, message: t("kpi.ui.required") }];
  return (
    <Modal
      open
      title={t("kpi.ui.new_measure")}
      okText={t("ui.save")}
      cancelText={t("ui.cancel")}
      okButtonProps={{ loading: create.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} initialValues={{ kind: "flow", grain: "day", unit: "" }}>
        <Form.Item name="code" label={t("kpi.ui.code")} extra={t("kpi.ui.code_hint")} rules={[...required, { pattern: /^[a-z][a-z0-9_]*$/, message: t("kpi.ui.code_hint") }]}>
          <Input autoFocus autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="zh" label={t("kpi.ui.name_zh")} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="en" label={t("kpi.ui.name_en")}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="kind" label={t("kpi.ui.kind")}>
          <Select options={kinds} />
        </Form.Item>
        <Form.Item name="unit" label={t("kpi.ui.unit")}>
          <Input maxLength={32} />
        </Form.Item>
        <Form.Item name="grain" label={t("kpi.ui.grain")}>
          <Select options={grains} />
        </Form.Item>
      </Form>
      {create.isError ? (
        <p className="problem" role="alert">
          {create.error.message}
        </p>
      ) : null}
    </Modal>
  );
}
