import DatePicker from "antd/es/date-picker";
import dayjs from "dayjs";
import { Antd } from "~/ui/antd/Antd";

/** The calendar of the page's day, loaded after the page. */
export default function AsOfDay({ day, onChange }: { day: string; onChange: (day: string) => void }) {
  return (
    <Antd>
      <DatePicker variant="borderless" value={dayjs(day)} allowClear={false} suffixIcon={null} onChange={(next) => next && onChange(next.format("YYYY-MM-DD"))} />
    </Antd>
  );
}
