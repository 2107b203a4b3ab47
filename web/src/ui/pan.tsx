/** A drawing in a frame that is moved and zoomed by pointer, wheel and keys. */
import { Maximize, Minus, Plus } from "lucide-react";
import { type Dispatch, type KeyboardEvent, type PointerEvent, type RefObject, type SetStateAction, useEffect, useLayoutEffect, useRef, useState } from "react";
import { classes } from "~/ui/classes";
import { useT } from "~/ui/i18n/words";
import css from "./pan.module.css";

/** Where the frame's left upper corner looks, and how large a unit of the drawing is. */
export type View = { x: number; y: number; k: number };
export type Size = { width: number; height: number };
/** How small and how large a drawing may become. */
export type Zooms = { least: number; most: number };
type Point = { x: number; y: number };
type SetView = Dispatch<SetStateAction<View>>;

export const frameClass = css.frame;
export const layerClass = css.layer;

/** Zooms about a point of the frame, which stays where it is. */
export function zoomed(view: View, by: number, at: Point, { least, most }: Zooms): View {
  const k = Math.min(most, Math.max(least, view.k * by));
  const f = k / view.k;
  return { k, x: at.x - (at.x - view.x) * f, y: at.y - (at.y - view.y) * f };
}

/** A box and its size, also while it changes; 0 before it is drawn. */
export function useFrame() {
  const box = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setFrame({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return { box, frame };
}

/** Drags the drawing, moves it with the wheel and zooms with the wheel and Ctrl. What can be pressed is pressed. */
export function useHand(box: RefObject<HTMLDivElement | null>, view: View, setView: SetView, zooms: Zooms) {
  const from = useRef<{ x: number; y: number; view: View } | null>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      if (event.ctrlKey || event.metaKey) setView((now) => zoomed(now, Math.exp(-event.deltaY / 300), at, zooms));
      else setView((now) => ({ ...now, x: now.x - event.deltaX, y: now.y - event.deltaY }));
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [box, setView, zooms]);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || (event.target as Element).closest("a, button")) return;
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

type Acts = { zoom: (by: number) => void; fit: () => void };

/** Arrows move, + and - zoom, 0 shows everything. Whether the key was one of these. */
export function pressed({ key }: KeyboardEvent, setView: SetView, { zoom, fit }: Acts): boolean {
  const way = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[key];
  if (way) setView((now) => ({ ...now, x: now.x + way[0]!, y: now.y + way[1]! }));
  else if (key === "+" || key === "=") zoom(1.25);
  else if (key === "-") zoom(0.8);
  else if (key === "0") fit();
  else return false;
  return true;
}

export function ZoomTools({ zoom, fit, className }: Acts & { className?: string }) {
  const t = useT();
  const tools = [
    { label: t("ui.zoom_in"), icon: Plus, act: () => zoom(1.25) },
    { label: t("ui.zoom_out"), icon: Minus, act: () => zoom(0.8) },
    { label: t("ui.zoom_fit"), icon: Maximize, act: fit },
  ];
  return (
    <div className={classes(css.tools, className)}>
      {tools.map(({ label, icon: Icon, act }) => (
        <button key={label} type="button" className="icon-btn" aria-label={label} title={label} onClick={act}>
          <Icon size={16} strokeWidth={1.75} />
        </button>
      ))}
    </div>
  );
}
