import { Suspense, lazy } from "react";
import { useCan } from "~/api/session";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useScope } from "~/ui/router";
import { Export, listOf } from "~/ui/list/Export";
import { Card } from "../settings/Card";
import { SettingsFrame } from "../settings/SettingsFrame";
import { useChains } from "../settings/chain_queries";
import { type ChainList, firstStep, stepsText, whenText } from "../settings/chain_words";
import { chains as needed } from "../settings/rights";
import styles from "../settings/chains.module.css";

/** Units, people and roles are chosen with what is loaded only then. */
const ChainDrawer = lazy(() => import("../settings/ChainDrawer"));

/** Who agrees to what, kind by kind, in sentences. */
export default function SettingsApprovalsPage() {
  const { t } = useWords();
  const may = useCan()(needed);
  const [search, setSearch] = useScope();
  const open = search.rule === undefined ? undefined : String(search.rule);
  const show = (rule: string | undefined, kind?: string) => setSearch({ rule, kind }, rule !== undefined);
  return (
    <SettingsFrame title={t("settings.chain.title")} needs={needed} beside={<span className="note">{t("settings.chain.note")}</span>} end={<End add={() => show("new")} />}>
      {may ? <Kinds open={open} kind={search.kind === undefined ? undefined : String(search.kind)} show={show} /> : null}
    </SettingsFrame>
  );
}

function End({ add }: { add: () => void }) {
  const { t } = useWords();
  return (
    <>
      <Export list={listOf("/approval-chains")} title={t("settings.chain.title")} />
      <button type="button" className="btn primary" onClick={add}>
        {t("settings.chain.add")}
      </button>
    </>
  );
}

type Show = (rule: string | undefined, kind?: string) => void;

function Kinds({ open, kind, show }: { open?: string; kind?: string; show: Show }) {
  const { t, language } = useWords();
  const query = useChains();
  const list = query.data;
  const chosen = list?.items.find(({ id }) => String(id) === open);
  return (
    <>
      {list ? list.kinds.map((one) => <Kind key={one.code} code={one.code} title={name(one.names, language)} list={list} show={show} />) : <Card title={t("settings.chain.title")} query={query}>{() => null}</Card>}
      {list && open !== undefined && (chosen || open === "new") ? (
        <Suspense fallback={null}>
          <ChainDrawer key={open} list={list} chain={chosen} kind={kind} onClose={() => show(undefined)} />
        </Suspense>
      ) : null}
    </>
  );
}

function Kind({ code, title, list, show }: { code: string; title: string; list: ChainList; show: Show }) {
  const { t, language } = useWords();
  const speech = { t, language, roles: list.roles };
  const rules = list.items.filter(({ kind }) => kind === code);
  return (
    <section className="card" aria-labelledby={`kind-${code}`}>
      <header className="card-head">
        <h2 id={`kind-${code}`}>{title}</h2>
        <span className="grow" />
        <button type="button" className="link-btn" aria-label={t("settings.chain.add_for", { kind: title })} onClick={() => show("new", code)}>
          {t("settings.chain.add")}
        </button>
      </header>
      <ul className={styles.rules}>
        {rules.map((chain) => (
          <li key={chain.id}>
            <b>{whenText(chain, speech)}</b>
            <span className="grow">{stepsText(chain.steps, speech)}</span>
            <button type="button" className="link-btn" aria-label={t("settings.chain.change_of", { when: whenText(chain, speech) })} onClick={() => show(String(chain.id))}>
              {t("settings.chain.change")}
            </button>
          </li>
        ))}
        <li>
          <b>{t(rules.length ? "settings.chain.otherwise" : "settings.chain.everywhere")}</b>
          <span className="grow">{stepsText([firstStep], speech)}</span>
          <span className="note">{t("settings.chain.default")}</span>
        </li>
      </ul>
    </section>
  );
}
