import type { Board } from "~/api/types";
import { Drawer } from "~/ui/Drawer";
import { Shape } from "~/ui/Light";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Link } from "~/ui/router";
import { sentence } from "./WarningStrip";
import css from "./breaches.module.css";

/** All breaches of the board's unit and below: first those that nobody has acknowledged. */
export default function BreachesDrawer({ board, onClose }: { board: Board; onClose: () => void }) {
  const { t, language } = useWords();
  return (
    <Drawer
      label={t("dashboard.ui.all_breaches")}
      rail="kpi"
      onClose={onClose}
      head={
        <>
          <h2>{t("dashboard.ui.all_breaches")}</h2>
          <p className="note">
            {name(board.unit.names, language)} · {t("dashboard.ui.breaches_below", { count: board.breaches, open: board.unacknowledged })}
          </p>
        </>
      }
    >
      <ul className={css.lines}>
        {board.warnings.map((warning) => (
          <li key={warning.assignment}>
            <Shape of="breach" size={13} />
            <span>
              <Link to={`/kpi/${warning.assignment}`} className="row-link" data-row>
                {warning.acknowledged ? `${name(warning.unit_names, language)} ${name(warning.names, language)}` : sentence(warning, t, language)}
              </Link>
              {warning.acknowledged ? <span className="note">{t("dashboard.ui.acknowledged")} · {t("ui.day_n", { days: warning.days })}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
