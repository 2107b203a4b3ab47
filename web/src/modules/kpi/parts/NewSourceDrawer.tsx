import { Drawer } from "~/ui/Drawer";
import { useT } from "~/ui/i18n/words";
import { useSourceChanges } from "../source_queries";
import { SourceForm } from "./SourceForm";

export default function NewSourceDrawer({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { add } = useSourceChanges();
  const title = t("sources.new");
  return (
    <Drawer label={title} rail="kpi" onClose={onClose} head={<h2>{title}</h2>}>
      <SourceForm submit={t("sources.register")} save={({ code, ...body }, _version, key) => add({ code, ...body }, key)} onDone={onClose} />
    </Drawer>
  );
}
