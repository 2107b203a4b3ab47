import DatePicker from "antd/es/date-picker";
import Form from "antd/es/form";
import Input from "antd/es/input";
import Modal from "antd/es/modal";
import dayjs, { type Dayjs } from "dayjs";
import { useRef } from "react";
import type { Assignment, Breach } from "~/api/types";
import { Antd } from "~/ui/antd/Antd";
import { editable, limit, name, operator, typed, unitWord, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useAcknowledge } from "../queries";

type Fields = { value: string; last: Dayjs; reason: string };
type Props = { known: Assignment; breach: Breach; onClose: () => void };

/** An acknowledgement is an accepted value, a last day and a reason; worse than accepted fires again. */
export default function AcknowledgeDialog(props: Props) {
  return (
    <Antd>
      <AcknowledgeForm {...props} />
    </Antd>
  );
}

function AcknowledgeForm({ known, breach, onClose }: Props) {
  const { t, language } = useWords();
  const [form] = Form.useForm<Fields>();
  const save = useAcknowledge(known.row.assignment);
  const key = useRef(crypto.randomUUID());
  const { unit, decimals } = known.kpi;
  const before = breach.acknowledged;
  const submit = ({ value, last, reason }: Fields) => {
    const accepted_value = typed(value, unit);
    if (accepted_value === null) return;
    save.mutate(
      { breach: breach.id, accepted_value, last_day: last.format("YYYY-MM-DD"), reason: reason.trim(), key: key.current },
      { onSuccess: onClose },
    );
  };
  const title = t("kpi.ui.acknowledge_of", { name: name(known.row.names, language) });
  return (
    <Modal
      open
      title={title}
      width={460}
      okText={t("kpi.ui.acknowledge")}
      cancelText={t("ui.cancel")}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="ack-fact">
        {t("kpi.ui.acknowledge_fact", {
          value: withUnit(known.row.actual, unit, decimals, t),
          limit: breach.limit === null ? "—" : `${operator(breach.limit_op)} ${limit(breach.limit, unit, decimals)}`,
          days: breach.days,
        })}
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={submit}
        initialValues={{
          value: editable(before?.accepted_value ?? known.row.actual ?? breach.limit ?? "0", unit),
          last: before ? dayjs(before.last_day) : dayjs().add(14, "day"),
          reason: before?.reason ?? "",
        }}
      >
        <Form.Item
          name="value"
          label={t("kpi.ui.accepted_value")}
          extra={t("kpi.ui.accepted_value_hint")}
          rules={[{ validator: (_, value: string) => (typed(value ?? "", unit) === null ? Promise.reject(new Error(t("kpi.ui.need_number"))) : Promise.resolve()) }]}
        >
          <Input autoFocus inputMode="decimal" suffix={unitWord(unit, t)} />
        </Form.Item>
        <Form.Item name="last" label={t("kpi.ui.last_day")} extra={t("kpi.ui.last_day_hint")} rules={[{ required: true, message: t("kpi.ui.need_day") }]}>
          <DatePicker className="wide" minDate={dayjs()} allowClear={false} />
        </Form.Item>
        <Form.Item name="reason" label={t("kpi.ui.reason")} rules={[{ required: true, whitespace: true, message: t("kpi.ui.need_reason") }]}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      {save.isError ? (
        <p className="problem" role="alert">
          {save.error.message}
        </p>
      ) : null}
    </Modal>
  );
}
