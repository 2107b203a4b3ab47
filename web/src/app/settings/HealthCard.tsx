import { Light, type Status } from "~/ui/Light";
import { moment } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Card } from "./Card";
import { sizeWords } from "./job_words";
import type { useOverview } from "./queries";
import styles from "./frame.module.css";
import type { Overview } from "./waiting";

type Row = { name: string; status: Status; text: string; end: string };

const size = (bytes: number) => {
  const { value, unit } = sizeWords(bytes);
  return `${value} ${unit}`;
};

function useRows(): (found: Overview) => Row[] {
  const { t, language } = useWords();
  return (found) => {
    const late = found.followers.filter(({ failures }) => failures > 0);
    const used = found.disk_total - found.disk_free;
    const full = found.disk_total > 0 && found.disk_free < found.disk_total / 10;
    return [
      { name: t("settings.ui.service"), status: "ok", text: t("settings.ui.since", { when: moment(found.since, language) }), end: found.version },
      { name: t("settings.ui.database"), status: "ok", text: found.on_postgres ? "PostgreSQL" : "SQLite", end: "" },
      {
        name: t("settings.ui.disk"),
        status: full ? "watch" : "ok",
        text: t("settings.ui.disk_used", { used: size(used), total: size(found.disk_total) }),
        end: found.disk_total > 0 ? `${Math.round((used / found.disk_total) * 100)}%` : "",
      },
      {
        name: t("settings.ui.followers"),
        status: late.length ? "breach" : "ok",
        text: late.length ? late.map(({ name, last_error }) => `${name}: ${last_error}`).join("; ") : t("settings.ui.followers_well", { count: found.followers.length }),
        end: "",
      },
      {
        name: t("settings.ui.letters"),
        status: found.letters_failed ? "watch" : "ok",
        text: t("settings.ui.letters_text", { waiting: found.letters_waiting, failed: found.letters_failed }),
        end: "",
      },
    ];
  };
}

export function HealthCard({ query }: { query: ReturnType<typeof useOverview> }) {
  const { t, language } = useWords();
  const rows = useRows();
  return (
    <Card title={t("settings.ui.health")} note={query.data ? t("settings.ui.health_at", { when: moment(query.data.now, language) }) : undefined} query={query}>
      {(found) => (
        <table className="table">
          <tbody>
            {rows(found).map(({ name, status, text, end }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <Light of={status} />
                </td>
                <td className={styles.what}>{text}</td>
                <td className="num note">{end}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
