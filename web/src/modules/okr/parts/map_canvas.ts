/** The lines of the alignment map and, from afar, its cards: drawn, since thousands of elements would not move. */
import type { Size, View } from "~/ui/pan";
import { token } from "~/ui/theme";
import { type Drawn, type MapLayout, type Placed, size, zooms } from "./map_layout";
import type { MapNode } from "../queries";

const fills: Partial<Record<MapNode["pace"], string>> = { on_track: "ok", at_risk: "watch-fill", off_track: "breach-fill" };

type Scene = { layout: MapLayout<MapNode>; view: View; frame: Size; open?: number };

export function draw(canvas: HTMLCanvasElement, scene: Scene): void {
  const { frame } = scene;
  const scale = window.devicePixelRatio || 1;
  canvas.width = frame.width * scale;
  canvas.height = frame.height * scale;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, frame.width, frame.height);
  pen.translate(scene.view.x, scene.view.y);
  pen.scale(scene.view.k, scene.view.k);
  drawEdges(pen, scene);
  if (scene.view.k < zooms.near) drawCards(pen, scene);
}

function drawEdges(pen: CanvasRenderingContext2D, { layout, view, frame, open }: Scene): void {
  const top = -view.y / view.k;
  const bottom = (frame.height - view.y) / view.k;
  const line = (edges: Drawn[], colour: string, width: number, dash: number[]) => {
    pen.strokeStyle = token(colour);
    pen.lineWidth = Math.max(width, 0.6 / view.k);
    pen.setLineDash(dash);
    pen.beginPath();
    for (const edge of edges) trace(pen, layout.at.get(edge.from)!, layout.at.get(edge.to)!, top, bottom);
    pen.stroke();
  };
  const near = (edge: Drawn) => edge.from === open || edge.to === open;
  line(layout.edges.filter((edge) => edge.supports), "ink4", 1.2, [3, 4]);
  line(layout.edges.filter((edge) => !edge.supports && !near(edge)), "okr2", 1.4, []);
  line(layout.edges.filter((edge) => !edge.supports && near(edge)), "okr", 2, []);
}

function trace(pen: CanvasRenderingContext2D, from: Placed<MapNode>, to: Placed<MapNode>, top: number, bottom: number): void {
  const x1 = from.x + size.width;
  const y1 = from.y + from.height / 2;
  const y2 = to.y + to.height / 2;
  if (Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) return;
  // Of one column both ends are at the same side: the line leaves and comes back there.
  const same = from.column >= to.column;
  const x2 = same ? to.x + size.width : to.x;
  const bend = same ? 36 : (x2 - x1) / 2;
  pen.moveTo(x1, y1);
  pen.bezierCurveTo(x1 + bend, y1, same ? x2 + bend : x2 - bend, y2, x2, y2);
}

function drawCards(pen: CanvasRenderingContext2D, { layout, view, frame, open }: Scene): void {
  pen.setLineDash([]);
  const top = -view.y / view.k - size.capped;
  const bottom = (frame.height - view.y) / view.k;
  const colour = new Map<string, string>();
  const of = (name: string) => colour.get(name) ?? colour.set(name, token(name)).get(name)!;
  for (const { node, x, y, height } of layout.placed) {
    if (y < top || y > bottom) continue;
    pen.fillStyle = of("surface");
    pen.fillRect(x, y, size.width, height);
    pen.strokeStyle = of(node.id === open ? "okr" : "line2");
    pen.lineWidth = node.id === open ? 4 : 1.5;
    pen.strokeRect(x, y, size.width, height);
    pen.fillStyle = of(fills[node.pace] ?? "ink4");
    pen.fillRect(x, y, 10, height);
    pen.fillStyle = of("okr");
    pen.fillRect(x + 22, y + height - 28, (size.width - 44) * Math.min(1, Number(node.progress ?? 0)), 12);
  }
}
