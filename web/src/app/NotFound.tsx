import { useT } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { Empty } from "~/ui/states";

export function NotFound() {
  const t = useT();
  return (
    <div className="page">
      <h1 className="sr">{t("shell.not_found")}</h1>
      <Empty
        title={t("shell.not_found")}
        text={t("shell.not_found_text")}
        action={
          <Link to="/" className="btn">
            {t("shell.to_board")}
          </Link>
        }
      />
    </div>
  );
}
