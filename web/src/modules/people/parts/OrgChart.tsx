/** The organisation chart: moved and zoomed by pointer and keys; near it is made of buttons, far it is drawn. */
import { Maximize, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Unit } from "~/api/types";
import { classes } from "~/ui/classes";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar } from "~/ui/marks";
import { type Chart, type ChartPlace, type View, card, centred, fitted, layOut, linesOf, neighbour, visible, zoomed, zooms } from "./chart_layout";
import css from "./org_chart.module.css";

type Props = { units: Unit[]; chosen: Unit; onChoose: (unit: number) => void };

export default function OrgChart({ units, chosen, onChoose }: Props) {
  const { t } = useWords();
  const chart = useMemo(() => layOut(units), [units]);
  const { box, frame, view, setView } = useFrame(chart, chosen.id);
  const hand = useHand(box, view, setView);
  const fit = () => setView(fitted(chart, frame));
  const zoom = (by: number) => setView((now) => zoomed(now, by, { x: frame.width / 2, y: frame.height / 2 }));
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
    const way = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
    if (next !== undefined) {
      show(next);
      // The card may only be drawn once it is in sight.
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-unit="${next}"]`)?.focus({ preventScroll: true }));
    } else if (way && !on) setView((now) => ({ ...now, x: now.x + way[0]!, y: now.y + way[1]! }));
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  };
  const near = view.k >= zooms.near;
  return (
    <section className={`card ${css.whole}`} aria-label={t("people.ui.chart")}>
      <div ref={box} className={css.frame} role="group" aria-label={t("people.ui.chart")} aria-describedby="chart-keys" tabIndex={0} onKeyDown={press} {...hand}>
        <div className={css.layer} style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.k})` }}>
          <Lines chart={chart} far={!near} chosen={chosen.id} />
          {near ? visible(chart, view, frame).map((place) => <Card key={place.unit.id} place={place} chosen={place.unit.id === chosen.id} onChoose={onChoose} />) : null}
        </div>
      </div>
      <p id="chart-keys" className="sr">
        {t("people.ui.chart_keys")}
      </p>
      <Find units={units} onFound={(id) => (show(id), onChoose(id))} />
      <div className={css.tools}>
        <button type="button" className="icon-btn" aria-label={t("people.ui.zoom_in")} title={t("people.ui.zoom_in")} onClick={() => zoom(1.25)}>
          <Plus size={16} strokeWidth={1.75} />
        </button>
        <button type="button" className="icon-btn" aria-label={t("people.ui.zoom_out")} title={t("people.ui.zoom_out")} onClick={() => zoom(0.8)}>
          <Minus size={16} strokeWidth={1.75} />
        </button>
        <button type="button" className="icon-btn" aria-label={t("people.ui.zoom_fit")} title={t("people.ui.zoom_fit")} onClick={fit}>
          <Maximize size={16} strokeWidth={1.75} />
        </button>
      </div>
    </section>
  );
}

/** Where the frame looks. It begins with everything, or with the chosen unit where everything would be too small to read. */
function useFrame(chart: Chart<Unit>, chosen: number) {
  const box = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState({ width: 0, height: 0 });
  const [view, setView] = useState<View>({ x: 24, y: 24, k: 1 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setFrame({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
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

/** Drags the chart, moves it with the wheel and zooms with the wheel and Ctrl. */
function useHand(box: React.RefObject<HTMLDivElement | null>, view: View, setView: React.Dispatch<React.SetStateAction<View>>) {
  const from = useRef<{ x: number; y: number; view: View } | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) setView((now) => zoomed(now, Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top }));
      else setView((now) => ({ ...now, x: now.x - event.deltaX, y: now.y - event.deltaY }));
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [box, setView]);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || (event.target as Element).closest("button")) return;
      from.current = { x: event.clientX, y: event.clientY, view };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const start = from.current;
      if (start) setView({ ...start.view, x: start.view.x + event.clientX - start.x, y: start.view.y + event.clientY - start.y });
    },
    onPointerUp: () => (from.current = null),
    onPointerCancel: () => (from.current = null),
  };
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
