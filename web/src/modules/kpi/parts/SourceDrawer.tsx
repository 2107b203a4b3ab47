/** One source: who writes under it; its names and writers are changed in place, and it is closed by a day. */
import { useState } from "react";
import { Detail } from "~/ui/Detail";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { type Source, useSource, useSourceChanges } from "../source_queries";
import { CloseSourceDialog } from "./CloseSourceDialog";
import { SourceForm } from "./SourceForm";
import { standingOf, writersOf } from "./sources";
import css from "./sources.module.css";

export default function SourceDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t, language } = useWords();
  const query = useSource(id);
  const { change } = useSourceChanges();
  const [asking, ask] = useState(false);
  return (
    <>
      <Detail<Source>
        as="drawer"
        rail="kpi"
        label={t("sources.source")}
        query={query}
        onClose={onClose}
        view={(source) => ({
          title: name(source.names, language),
          kind: <span className="tag kpi">{source.code}</span>,
          facts: [{ label: t("sources.state"), value: standingOf(source, language, t).text }],
          sections: [
            {
              title: t("sources.writers"),
              body: (
                <>
                  <p className="note">{t("sources.writers_text")}</p>
                  <ul className={css.writers}>
                    {writersOf(source, language, t).map((writer) => (
                      <li key={writer}>{writer}</li>
                    ))}
                  </ul>
                </>
              ),
            },
          ],
          next: source.closed_from === null ? <CloseButton onPress={() => ask(true)} /> : <Reopen source={source} />,
          edit: (close) => <SourceForm known={source} submit={t("ui.save")} save={({ names, writers }, version) => change(source.id, version, { names, writers })} onDone={close} />,
        })}
      />
      {asking && query.data ? <CloseSourceDialog source={query.data} onClose={() => ask(false)} /> : null}
    </>
  );
}

function CloseButton({ onPress }: { onPress: () => void }) {
  const { t } = useWords();
  return (
    <button type="button" className="btn danger" onClick={onPress}>
      {t("sources.close")}
    </button>
  );
}

function Reopen({ source }: { source: Source }) {
  const { t } = useWords();
  const { reopen } = useSourceChanges();
  const [refused, refuse] = useState("");
  const { run } = useOnce(() => reopen(source).catch((error: Error) => refuse(error.message)));
  return (
    <>
      <button type="button" className="btn" onClick={() => void run()}>
        {t("sources.reopen")}
      </button>
      {refused ? (
        <span className="problem" role="alert">
          {refused}
        </span>
      ) : null}
    </>
  );
}
