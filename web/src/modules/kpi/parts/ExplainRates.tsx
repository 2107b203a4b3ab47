import type { Explanation } from "~/api/types";
import { dayInText, exact } from "~/ui/format";
import { type Translate, useWords } from "~/ui/i18n/words";

type Rate = Explanation["read"]["rates"][number];

/** By which rate a currency was converted, or that there is none. */
export function said(rate: Rate, t: Translate, language: "zh" | "en"): string {
  const words = { from: rate.from || t("money.nobody"), to: rate.to || t("money.nobody"), kind: t(`money.${rate.kind}`) };
  if (rate.rate === null) return t("money.missing", words);
  return t("money.used", { ...words, rate: exact(rate.rate), day: dayInText(rate.day, language) });
}

export default function ExplainRates({ rates }: { rates: Rate[] }) {
  const { t, language } = useWords();
  return rates.map((rate) => (
    <span key={rate.from} className={rate.rate === null ? "problem" : "note"}>
      {" "}
      {said(rate, t, language)}
    </span>
  ));
}
