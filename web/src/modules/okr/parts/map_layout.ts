/** Where the objectives of the alignment map stand: a column for each level, families beside each other. */
import type { UnitKind } from "~/api/types";
import type { Size, View } from "~/ui/pan";

export type MapEdge = { parent: number; share: string; relation: "contributes" | "supports" };
export type MapInput = { id: number; person: number | null; org_unit: number; cap: string | null; parents: MapEdge[] };
export type Level = UnitKind | "person";

export type Placed<N> = { node: N; x: number; y: number; height: number; column: number };
export type Drawn = { from: number; to: number; share: string; supports: boolean };
export type MapLayout<N> = { placed: Placed<N>[]; at: Map<number, Placed<N>>; edges: Drawn[]; columns: Level[]; width: number; height: number };

export const size = { width: 212, height: 88, capped: 112, across: 264, gap: 16, family: 28 };

const order: Level[] = ["company", "division", "department", "team", "person"];

/** The parent beside which an objective stands: the first that it counts in. */
function besideOf(node: MapInput, known: Map<number, MapInput>): number | undefined {
  const here = node.parents.filter(({ parent }) => known.has(parent));
  return (here.find(({ relation }) => relation === "contributes") ?? here[0])?.parent;
}

export function layOut<N extends MapInput>(nodes: N[], kinds: Map<number, UnitKind>): MapLayout<N> {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const levelOf = (node: N): Level => (node.person === null ? (kinds.get(node.org_unit) ?? "team") : "person");
  const used = new Set(nodes.map(levelOf));
  const columns = order.filter((level) => used.has(level));
  const below = new Map<number, N[]>();
  const roots: N[] = [];
  for (const node of nodes) {
    const beside = besideOf(node, known);
    if (beside === undefined) roots.push(node);
    else below.set(beside, [...(below.get(beside) ?? []), node]);
  }
  const free = columns.map(() => 0);
  const at = new Map<number, Placed<N>>();
  const waiting = new Set(nodes.map(({ id }) => id));
  const place = (node: N): Placed<N> | undefined => {
    if (!waiting.delete(node.id)) return at.get(node.id);
    const column = columns.indexOf(levelOf(node));
    const height = node.cap === null ? size.height : size.capped;
    const children = (below.get(node.id) ?? []).map(place).filter((child) => child !== undefined);
    const beside = children.filter((child) => child.column > column);
    const middle = beside.length ? (beside[0]!.y + beside.at(-1)!.y + beside.at(-1)!.height - height) / 2 : 0;
    const y = Math.max(free[column]!, middle);
    free[column] = y + height + size.gap;
    const placed = { node, x: column * size.across, y, height, column };
    at.set(node.id, placed);
    return placed;
  };
  for (const root of [...roots].sort((a, b) => columns.indexOf(levelOf(a)) - columns.indexOf(levelOf(b)))) {
    place(root);
    // A family begins below all that stands so far, so that no line crosses another family.
    if (below.has(root.id)) free.fill(Math.max(...free) + size.family - size.gap);
  }
  nodes.forEach(place);
  const edges = nodes.flatMap((node) =>
    node.parents
      .filter(({ parent }) => known.has(parent))
      .map(({ parent, share, relation }) => ({ from: parent, to: node.id, share, supports: relation === "supports" })),
  );
  const placed = [...at.values()];
  return {
    placed,
    at,
    edges,
    columns,
    width: Math.max(0, columns.length - 1) * size.across + size.width,
    height: placed.reduce((most, one) => Math.max(most, one.y + one.height), 0),
  };
}

export const zooms = { least: 0.02, most: 1.5, near: 0.45 };

/** Everything inside the frame, never larger than life. */
export function fitted(layout: Size, frame: Size): View {
  const k = Math.min(1, (frame.width - 48) / Math.max(1, layout.width), (frame.height - 64) / Math.max(1, layout.height));
  return { k: Math.max(zooms.least, k), x: 24, y: 40 };
}

/** What of the map the frame shows, with a card's room around it. */
export function visible<N>(layout: MapLayout<N>, view: View, frame: Size): Placed<N>[] {
  const left = -view.x / view.k - size.width;
  const top = -view.y / view.k - size.capped;
  const right = (frame.width - view.x) / view.k + size.width;
  const bottom = (frame.height - view.y) / view.k + size.capped;
  return layout.placed.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom);
}
