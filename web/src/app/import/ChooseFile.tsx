import Upload from "antd/es/upload";
import { Download, FileSpreadsheet } from "lucide-react";
import type { Inlet } from "~/api/types";
import { Antd } from "~/ui/antd/Antd";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import styles from "./import.module.css";
import { templateUrl } from "./queries";

type Props = { inlets: Inlet[]; inlet: Inlet; onInlet: (code: string) => void; onFile: (file: File) => void };

const kinds = ".xlsx,.csv,.txt,.tsv,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** What is imported, a template for it, and the file. */
export function ChooseFile({ inlets, inlet, onInlet, onFile }: Props) {
  const { t, language } = useWords();
  const take = (file: File) => {
    onFile(file);
    return false;
  };
  return (
    <>
      <section className={`card ${styles.what}`} aria-label={t("settings.import.what")}>
        <label className="label" htmlFor="inlet">
          {t("settings.import.what")}
        </label>
        <select id="inlet" className={styles.select} value={inlet.code} onChange={(event) => onInlet(event.target.value)}>
          {inlets.map((one) => (
            <option key={one.code} value={one.code}>
              {name(one.names, language)}
            </option>
          ))}
        </select>
        <ul className={styles.fields}>
          {inlet.columns.map((column) => (
            <li key={column.name} className={`tag${column.required ? " kpi" : ""}`}>
              {name(column.names, language)}
              {column.required ? <span className="sr"> {t("settings.import.required")}</span> : null}
            </li>
          ))}
        </ul>
        <p className="row">
          <a className="btn sm" href={templateUrl(inlet.code, language, "xlsx")} download>
            <Download size={14} strokeWidth={1.75} aria-hidden="true" />
            {t("settings.import.template_xlsx")}
          </a>
          <a className="btn sm ghost" href={templateUrl(inlet.code, language, "csv")} download>
            {t("settings.import.template_csv")}
          </a>
        </p>
      </section>
      <Antd>
        <Upload.Dragger accept={kinds} multiple={false} showUploadList={false} beforeUpload={take}>
          <p className={styles.drop}>
            <FileSpreadsheet size={22} strokeWidth={1.5} aria-hidden="true" />
            <b>{t("settings.import.drop")}</b>
            <span className="note">{t("settings.import.drop_text")}</span>
          </p>
        </Upload.Dragger>
      </Antd>
    </>
  );
}
