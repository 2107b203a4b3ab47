/** What was said about an objective, newest first, with what was said before a correction. */
import type { CheckIn, KeyResultRow } from "~/api/types";
import { Shape } from "~/ui/Light";
import { fixed } from "~/ui/decimal";
import { moment, name, relative, withUnit } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";

const shapeOf = { on_track: "on_track", at_risk: "at_risk", off_track: "off_track" } as const;

export function Told({ checkIn, kr, correct }: { checkIn: CheckIn; kr?: KeyResultRow; correct: (() => void) | null }) {
  const { t, language } = useWords();
  const shape = checkIn.reported ? shapeOf[checkIn.reported] : "early";
  const value = kr && checkIn.value !== null ? withUnit(checkIn.value, kr.unit, kr.decimals, t) : checkIn.value;
  return (
    <li>
      <span className="o-dot">
        <Shape of={shape} size={10} />
      </span>
      <p className="note">
        {relative(checkIn.on, t, language)} {checkIn.by_name ?? t("okr.ui.system")}
        {checkIn.confidence === null ? null : ` ${t("okr.ui.confidence_of", { value: fixed(checkIn.confidence, 1) })}`}
        {correct ? (
          <button type="button" className="link-btn o-correct" aria-label={t("okr.ui.correct_of", { name: name(checkIn.key_result_title, language) })} onClick={correct}>
            {t("okr.ui.correct")}
          </button>
        ) : null}
        {checkIn.reported ? <span className="sr">{t(`ui.light.${checkIn.reported}`)}</span> : null}
      </p>
      <p>
        <b>{name(checkIn.key_result_title, language)}</b> {value} {checkIn.text}
      </p>
      {checkIn.blocker ? <p className="tag watch o-blocker">{t("okr.ui.blocked", { text: checkIn.blocker })}</p> : null}
      {checkIn.before.length > 0 ? <Before checkIn={checkIn} kr={kr} /> : null}
    </li>
  );
}

/** Nothing is overwritten: each earlier wording with who said it and why it was corrected. */
function Before({ checkIn, kr }: { checkIn: CheckIn; kr?: KeyResultRow }) {
  const { t, language } = useWords();
  const value = (of: string | null) => (kr && of !== null ? withUnit(of, kr.unit, kr.decimals, t) : of);
  return (
    <details className="o-before">
      <summary>{t("okr.ui.corrected_times", { times: checkIn.before.length, reason: checkIn.reason ?? "" })}</summary>
      <ol>
        {checkIn.before.map((one) => (
          <li key={one.revision}>
            <s>
              {value(one.value)} {one.text}
            </s>
            <span className="note">
              {t("okr.ui.revision_n", { n: one.revision })} {one.by_name ?? t("okr.ui.system")} {moment(one.at, language)}
              {one.confidence === null ? null : ` ${t("okr.ui.confidence_of", { value: fixed(one.confidence, 1) })}`}
              {one.reason ? ` ${t("okr.ui.because", { reason: one.reason })}` : null}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
