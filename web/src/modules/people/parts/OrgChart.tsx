/** The organisation chart: moved and zoomed by pointer and keys; near it is made of buttons, far it is drawn. */
import { type KeyboardEvent, memo, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Unit } from "~/api/types";
import { classes } from "~/ui/classes";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { type View, ZoomTools, frameClass, layerClass, pressed, useFrame, useHand, zoomed } from "~/ui/pan";
import { type Chart, type ChartPlace, card, centred, fitted, layOut, linesOf, neighbour, visible, zooms } from "./chart_layout";
import css from "./org_chart.module.css";

type Props = { units: Unit[]; chosen: Unit; onChoose: (unit: number) => void };

export default function OrgChart({ units, chosen, onChoose }: Props) {
  const { t } = useWords();
  const chart = useMemo(() => layOut(units), [units]);
  const { box, frame, view, setView } = useChartView(chart, chosen.id);
  const hand = useHand(box, view, setView, zooms);
  const fit = () => setView(fitted(chart, frame));
  const zoom = (by: number) => setView((now) => zoomed(now, by, { x: frame.width / 2, y: frame.height / 2 }, zooms));
  const show = useCallback(
    (id: number) => {
      const place = chart.at.get(id);
      if (place) setView((now) => centred(place, now, frame));
    },
    [chart, frame, setView],
  );
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const on = Number((event.target as HTMLElement).dataset.unit);
    const next = on ? neighbour(chart, on, event.key) : undefined;
    if (next !== undefined) {
      show(next);
      // The card may only be drawn once it is in sight.
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-unit="${next}"]`)?.focus({ preventScroll: true }));
    } else if ((on && event.key.startsWith("Arrow")) || !pressed(event, setView, { zoom, fit })) return;
    event.preventDefault();
  };
  const near = view.k >= zooms.near;
  return (
    <section className={`card ${css.whole}`} aria-label={t("people.ui.chart")}>
      <div ref={box} className={frameClass} role="group" aria-label={t("people.ui.chart")} aria-describedby="chart-keys" tabIndex={0} onKeyDown={press} {...hand}>
        <div className={layerClass} style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.k})` }}>
          <Lines chart={chart} far={!near} chosen={chosen.id} />
          {near ? visible(chart, view, frame).map((place) => <Card key={place.unit.id} place={place} chosen={place.unit.id === chosen.id} onChoose={onChoose} />) : null}
        </div>
      </div>
      <p id="chart-keys" className="sr">
        {t("people.ui.chart_keys")}
      </p>
      <Find units={units} onFound={(id) => (show(id), onChoose(id))} />
      <ZoomTools zoom={zoom} fit={fit} className={css.tools} />
    </section>
  );
}

/** Where the frame looks. It begins with everything, or with the chosen unit where everything would be too small to read. */
function useChartView(chart: Chart<Unit>, chosen: number) {
  const { box, frame } = useFrame();
  const [view, setView] = useState<View>({ x: 24, y: 24, k: 1 });
  const begun = useRef(false);
  useLayoutEffect(() => {
    if (begun.current || frame.width === 0) return;
    begun.current = true;
    const all = fitted(chart, frame);
    const place = chart.at.get(chosen);
    setView(all.k >= 0.6 || !place ? all : centred(place, { ...all, k: 0.8 }, frame));
  }, [chart, chosen, frame]);
  return { box, frame, view, setView };
}

/** All lines are one path; far away the units are boxes of the same drawing. */
const Lines = memo(function Lines({ chart, far, chosen }: { chart: Chart<Unit>; far: boolean; chosen: number }) {
  const path = useMemo(() => linesOf(chart), [chart]);
  return (
    <svg className={css.lines} width={chart.width} height={chart.height} aria-hidden="true">
      <path d={path} />
      {far
        ? chart.places.map(({ unit, x, y }) => <rect key={unit.id} x={x} y={y} width={card.width} height={card.height} rx={10} className={unit.id === chosen ? css.here : undefined} />)
        : null}
    </svg>
  );
});

const Card = memo(function Card({ place, chosen, onChoose }: { place: ChartPlace<Unit>; chosen: boolean; onChoose: (unit: number) => void }) {
  const { t, language } = useWords();
  const { unit, x, y } = place;
  return (
    <button
      type="button"
      data-unit={unit.id}
      className={classes(css.card, chosen && css.chosen)}
      style={{ left: x, top: y, width: card.width, height: card.height }}
      aria-current={chosen ? "true" : undefined}
      onClick={() => onChoose(unit.id)}
    >
      <b className="ell">{name(unit.names, language)}</b>
      <span className={css.line}>
        {unit.head_name ? (
          <>
            <Avatar name={unit.head_name} size={20} />
            <span className="ell grow">{unit.head_name}</span>
          </>
        ) : (
          <span className="note ell grow">{t("people.ui.no_head")}</span>
        )}
        <span className="num note">{t("people.ui.count", { people: unit.people })}</span>
      </span>
    </button>
  );
});

/** A unit by its name or code; a field of the browser's own, whose list filters by itself. */
function Find({ units, onFound }: { units: Unit[]; onFound: (unit: number) => void }) {
  const { t, language } = useWords();
  const [text, setText] = useState("");
  const called = (unit: Unit) => `${name(unit.names, language)} ${unit.code}`;
  const look = (typed: string) => {
    setText(typed);
    const found = units.find((unit) => called(unit) === typed);
    if (found) onFound(found.id);
  };
  return (
    <label className={css.find}>
      <span className="sr">{t("people.ui.chart_find")}</span>
      <input
        className="field"
        type="search"
        list="chart-units"
        placeholder={t("people.ui.chart_find")}
        value={text}
        onChange={(event) => look(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          const wanted = text.trim().toLowerCase();
          const found = wanted ? units.find((unit) => called(unit).toLowerCase().includes(wanted)) : undefined;
          if (found) onFound(found.id);
        }}
      />
      <datalist id="chart-units">
        {units.map((unit) => (
          <option key={unit.id} value={called(unit)} />
        ))}
      </datalist>
    </label>
  );
}
