import { Suspense, lazy, useState } from "react";
import { ApiError } from "~/api/client";
import { TextInput } from "~/ui/form/Form";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useOnce } from "~/ui/once";
import { Link, useNavigate } from "~/ui/router";
import { RightsInWords } from "./RolesCard";
import { RoleMatrix } from "./RoleMatrix";
import { SettingsFrame } from "./SettingsFrame";
import { type Role, useSaveRole } from "./queries";
import { roles as needed } from "./rights";
import { type RoleList, type Ticks, changesOf, codeFor, heldBy, ticksOf, turned } from "./role_draft";
import frame from "./frame.module.css";
import styles from "./roles.module.css";

const RolePreview = lazy(() => import("./RolePreview"));

type Props = { list: RoleList; role: Role; isNew: boolean };

/** Saves a role; what is refused stays to be put right. */
function useSaving({ list, role, isNew }: Props, ticks: Ticks, names: Role["names"]) {
  const navigate = useNavigate();
  const saveRole = useSaveRole();
  const [refused, refuse] = useState<string[]>([]);
  const { busy, run: save } = useOnce(async () => {
    refuse([]);
    try {
      const code = isNew ? codeFor(names.en || names.zh, list.items.map((one) => one.code)) : role.code;
      await saveRole({ ...heldBy(ticks, list), names, code, version: isNew ? null : role.version });
      navigate({ to: `/settings/roles/${code}`, replace: isNew });
    } catch (error) {
      refuse(error instanceof ApiError && error.problem.errors.length ? error.problem.errors.map(({ detail }) => detail) : [(error as Error).message]);
    }
  });
  return { refused, refuse, busy, save };
}

/** One role: what it may do on whose data, what it sees, and the same in words. A built-in one is read and copied. */
export function RoleEditor({ list, role, isNew }: Props) {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const stored = ticksOf(role);
  const [ticks, setTicks] = useState(stored);
  const [names, setNames] = useState(role.names);
  const { refused, refuse, busy, save } = useSaving({ list, role, isNew }, ticks, names);
  const changed = isNew ? new Set<string>() : changesOf(stored, ticks);
  const renamed = names.zh !== role.names.zh || names.en !== role.names.en;
  const count = changed.size + (renamed && !isNew ? 1 : 0);
  const drop = () => {
    setTicks(stored);
    setNames(role.names);
    refuse([]);
  };
  const draft = { ...role, ...heldBy(ticks, list) };
  return (
    <SettingsFrame
      title={isNew ? t("settings.ui.role_new") : name(role.names, language)}
      needs={needed}
      beside={isNew ? null : <span className="tag">{t(role.built_in ? "settings.ui.built_in" : "settings.ui.own")}</span>}
      end={
        role.built_in ? (
          <Link className="btn primary" to="/settings/roles/new" search={{ from: role.code }}>
            {t("settings.ui.role_copy")}
          </Link>
        ) : (
          <>
            {count ? <span className="tag">{t("settings.ui.role_unsaved", { count })}</span> : null}
            <button type="button" className="btn" disabled={!isNew && count === 0} onClick={isNew ? () => navigate({ to: "/settings/roles" }) : drop}>
              {t(isNew ? "ui.cancel" : "settings.ui.role_drop")}
            </button>
            <button type="button" className="btn primary" disabled={busy || (isNew ? !names.zh && !names.en : count === 0)} onClick={() => void save()}>
              {t("ui.save")}
            </button>
          </>
        )
      }
    >
      {refused.length ? (
        <p className="problem" role="alert">
          {refused.join(" ")}
        </p>
      ) : null}
      <div className={frame.two}>
        <RoleMatrix list={list} ticks={ticks} changed={changed} turn={role.built_in ? undefined : (tick) => setTicks((now) => turned(now, tick))} />
        <div className={frame.column}>
          {role.built_in ? <p className="note">{t("settings.ui.role_built_in_note")}</p> : <NamesCard names={names} set={setNames} />}
          <section className="card">
            <header className="card-head">
              <h2>{t("settings.ui.role_words")}</h2>
              <span className="note">{t("settings.ui.role_words_note")}</span>
            </header>
            <RightsInWords role={draft} />
          </section>
          <Preview role={{ ...draft, names }} />
          {isNew ? null : (
            <p className={styles.foot}>
              <Link to="/settings/trail" search={{ place: "identity_role", thing: role.code }}>
                {t("settings.ui.role_trail")}
              </Link>
            </p>
          )}
        </div>
      </div>
    </SettingsFrame>
  );
}

/** What whoever has the role finds after sign-in; its parts come when they are asked for. */
function Preview({ role }: { role: Role }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <section className="card">
      <header className="card-head">
        <h2>{t("settings.preview.title")}</h2>
        <span className="note">{t("settings.preview.short")}</span>
        <span className="grow" />
        <button type="button" className="btn" onClick={() => setOpen(true)}>
          {t("settings.preview.do")}
        </button>
      </header>
      {open ? (
        <Suspense fallback={null}>
          <RolePreview role={role} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}

function NamesCard({ names, set }: { names: Role["names"]; set: (names: Role["names"]) => void }) {
  const { t } = useWords();
  return (
    <section className="card">
      <header className="card-head">
        <h2>{t("settings.ui.role_name")}</h2>
      </header>
      <div className={styles.names}>
        <TextInput label={t("settings.ui.role_name_zh")} value={names.zh ?? ""} maxLength={60} onChange={(zh) => set({ ...names, zh })} />
        <TextInput label={t("settings.ui.role_name_en")} value={names.en ?? ""} maxLength={60} onChange={(en) => set({ ...names, en })} />
      </div>
    </section>
  );
}
