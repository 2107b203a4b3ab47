/** The alignment map: moved and zoomed by pointer and keys; near it is made of links, far it is drawn. */
import { Shield } from "lucide-react";
import { type KeyboardEvent, memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Unit } from "~/api/types";
import { Light, paceStatus } from "~/ui/Light";
import { classes } from "~/ui/classes";
import { fixed } from "~/ui/decimal";
import { name, percent } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { Avatar, Bar } from "~/ui/marks";
import { type View, ZoomTools, frameClass, layerClass, pressed, useFrame, useHand, zoomed } from "~/ui/pan";
import { Link } from "~/ui/router";
import { useMode } from "~/ui/theme";
import type { MapNode } from "../queries";
import { draw } from "./map_canvas";
import { type Drawn, type MapLayout, type Placed, fitted, layOut, size, visible, zooms } from "./map_layout";
import css from "./map.module.css";

type Props = { nodes: MapNode[]; units: Unit[]; open?: number };

export default function AlignmentMap({ nodes, units, open }: Props) {
  const { t } = useWords();
  const layout = useMemo(() => layOut(nodes, new Map(units.map(({ id, kind }) => [id, kind]))), [nodes, units]);
  const { box, frame, view, setView, fit } = useView(layout);
  const canvas = useRef<HTMLCanvasElement>(null);
  const mode = useMode();
  useEffect(() => {
    if (canvas.current && frame.width > 0) draw(canvas.current, { layout, view, frame, open });
  }, [layout, view, frame, open, mode]);
  const near = view.k >= zooms.near;
  const shown = near ? visible(layout, view, frame) : [];
  const hand = useHand(box, view, setView, zooms);
  const zoom = useCallback((by: number) => setView((now) => zoomed(now, by, { x: frame.width / 2, y: frame.height / 2 }, zooms)), [frame, setView]);
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (pressed(event, setView, { zoom, fit })) event.preventDefault();
  };
  return (
    <div className={css.whole}>
      <div ref={box} className={frameClass} role="group" aria-label={t("okr.ui.map")} aria-describedby="map-keys" tabIndex={0} onKeyDown={press} {...hand}>
        <canvas ref={canvas} className={css.canvas} aria-hidden="true" />
        <Heads layout={layout} view={view} />
        <div className={layerClass} style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.k})` }}>
          {shown.map((one) => (
            <Card key={one.node.id} placed={one} open={one.node.id === open} />
          ))}
          {near ? <Shares layout={layout} shown={shown} open={open} /> : null}
        </div>
      </div>
      <p id="map-keys" className="sr">
        {t("okr.ui.map_keys")}
      </p>
      <ZoomTools zoom={zoom} fit={fit} className={css.tools} />
      <Twin layout={layout} />
    </div>
  );
}

/** Where the frame looks. It begins with everything, or with the top at a size that can be read. */
function useView(layout: MapLayout<MapNode>) {
  const { box, frame } = useFrame();
  const [view, setView] = useState<View>({ x: 24, y: 40, k: 1 });
  const fit = useCallback(() => setView(fitted(layout, frame)), [layout, frame]);
  const begun = useRef(false);
  useLayoutEffect(() => {
    if (begun.current || frame.width === 0) return;
    begun.current = true;
    const all = fitted(layout, frame);
    // The first of the highest level is what a map is read from.
    const first = layout.placed.reduce((top, one) => (one.column < top.column ? one : top), layout.placed[0]!);
    setView(all.k >= zooms.near ? all : { ...all, k: 1, y: Math.min(40, frame.height / 2 - first.y) });
  }, [layout, frame]);
  return { box, frame, view, setView, fit };
}

function Heads({ layout, view }: { layout: MapLayout<MapNode>; view: View }) {
  const { t } = useWords();
  return (
    <div className={css.heads} aria-hidden="true">
      {layout.columns.map((level, column) => (
        <span key={level} style={{ transform: `translateX(${view.x + column * size.across * view.k}px)`, maxWidth: size.across * view.k }}>
          {t(`okr.ui.level_${level}`)}
        </span>
      ))}
    </div>
  );
}

const Card = memo(function Card({ placed, open }: { placed: Placed<MapNode>; open: boolean }) {
  const { t, language } = useWords();
  const { node, x, y, height } = placed;
  const marked = node.pace !== "too_early" && node.pace !== "pending";
  return (
    <Link
      to="/okr/map"
      search={(old) => ({ ...old, objective: node.id })}
      className={classes(css.card, open && css.open, node.state === "draft" && css.draft)}
      style={{ left: x, top: y, width: size.width, height }}
      aria-current={open ? "true" : undefined}
    >
      <span className={css.line}>
        {node.owner_name ? <Avatar name={node.owner_name} size={20} /> : null}
        <span className="note ell grow">{name(node.unit_names, language)}</span>
        <Light of={paceStatus(node.pace, node.gap)} />
      </span>
      <b className="ell">{name(node.title, language)}</b>
      <span className={css.line}>
        <span className="grow">
          <Bar value={node.progress} expected={marked ? node.expected : null} />
        </span>
        <b className="num">{percent(node.progress)}</b>
      </span>
      {node.cap === null ? null : (
        <span className={classes(css.line, css.cap)}>
          <Shield size={13} strokeWidth={1.75} aria-hidden="true" />
          <span className="ell">{t("okr.ui.map_capped", { cap: fixed(node.cap, 1) })}</span>
        </span>
      )}
    </Link>
  );
});

/** The share that counts above, on the left edge of whoever counts; of the first of several parents. */
function Shares({ layout, shown, open }: { layout: MapLayout<MapNode>; shown: Placed<MapNode>[]; open?: number }) {
  const ids = new Set(shown.map(({ node }) => node.id));
  const first = new Map<number, Drawn>();
  for (const edge of layout.edges) if (!edge.supports && ids.has(edge.to) && !first.has(edge.to)) first.set(edge.to, edge);
  return [...first.values()].map((edge) => {
    const to = layout.at.get(edge.to)!;
    return (
      <span key={edge.to} className={classes(css.share, "num", (edge.to === open || edge.from === open) && css.openShare)} style={{ left: to.x, top: to.y + to.height / 2 }} aria-hidden="true">
        {percent(edge.share)}
      </span>
    );
  });
}

/** The same for who does not see the drawing: each objective with its figures and what it counts in. */
const Twin = memo(function Twin({ layout }: { layout: MapLayout<MapNode> }) {
  const { t, language } = useWords();
  const title = (id: number) => name(layout.at.get(id)!.node.title, language);
  return (
    <ul className="sr" aria-label={t("okr.ui.map_list")}>
      {layout.placed.map(({ node }) => (
        <li key={node.id}>
          {name(node.title, language)}, {name(node.unit_names, language)}, {percent(node.progress)}
          {node.parents
            .filter(({ parent }) => layout.at.has(parent))
            .map(({ parent, share, relation }) => ` → ${title(parent)} ${relation === "supports" ? t("okr.ui.supports") : percent(share)}`)}
        </li>
      ))}
    </ul>
  );
});
