/** The style guide: every control and mark of the client under our tokens, to be looked at. */
import { Page } from "~/ui/Page";
import { Antd } from "~/ui/antd/Antd";
import { useT } from "~/ui/i18n/words";
import { Controls } from "../style/Controls";
import { Foundations } from "../style/Foundations";
import { Marks } from "../style/Marks";
import { States } from "../style/States";
import "../style/style.css";

export default function StylePage() {
  const t = useT();
  return (
    <Page title={t("shell.style")}>
      <Foundations />
      <Marks />
      <Antd>
        <Controls />
      </Antd>
      <States />
    </Page>
  );
}
