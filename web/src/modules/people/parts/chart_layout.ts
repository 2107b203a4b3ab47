/** Where each unit of the organisation chart stands: parents above the middle of what is below them. Pure. */
import type { Size, View } from "~/ui/pan";

export type ChartUnit = { id: number; parent: number | null };
export type ChartPlace<U> = { unit: U; x: number; y: number; below: number[]; above: number | null; stacked: boolean };
export type Chart<U> = { places: ChartPlace<U>[]; at: Map<number, ChartPlace<U>>; width: number; height: number };

export const card = { width: 148, height: 76, across: 164, down: 112, stack: 88, indent: 20 };
/** So many units without any below them stand beside each other; more stand below each other. */
export const beside = 4;
export const zooms = { least: 0.05, most: 1.5, near: 0.4 };

export function layOut<U extends ChartUnit>(units: U[]): Chart<U> {
  const known = new Set(units.map(({ id }) => id));
  const below = new Map<number | null, U[]>();
  for (const unit of units) {
    const above = unit.parent !== null && known.has(unit.parent) ? unit.parent : null;
    below.set(above, [...(below.get(above) ?? []), unit]);
  }
  const at = new Map<number, ChartPlace<U>>();
  let free = 0;
  let deepest = 0;
  const put = (unit: U, x: number, y: number, above: number | null, stacked = false) => {
    at.set(unit.id, { unit, x, y, above, stacked, below: (below.get(unit.id) ?? []).map(({ id }) => id) });
    deepest = Math.max(deepest, y + card.height);
  };
  const walk = (unit: U, y: number, above: number | null): number => {
    const children = below.get(unit.id) ?? [];
    const leaves = children.every(({ id }) => !below.has(id));
    let x = free;
    if (children.length > beside && leaves) {
      put(unit, x, y, above);
      children.forEach((child, index) => put(child, x + card.indent, y + card.down + index * card.stack, unit.id, true));
      free = x + card.indent + card.across;
    } else if (children.length) {
      const places = children.map((child) => walk(child, y + card.down, unit.id));
      x = (places[0]! + places.at(-1)!) / 2;
      put(unit, x, y, above);
    } else {
      put(unit, x, y, above);
      free += card.across;
    }
    return x;
  };
  for (const root of below.get(null) ?? []) walk(root, 0, null);
  const places = [...at.values()];
  return { places, at, width: Math.max(0, ...places.map(({ x }) => x + card.width)), height: deepest };
}

/** The lines from each unit to what stands below it. */
export function linesOf<U>({ places, at }: Chart<U>): string {
  const lines: string[] = [];
  for (const { x, y, below } of places) {
    for (const id of below) {
      const to = at.get(id)!;
      const from = to.stacked ? x + card.indent / 2 : x + card.width / 2;
      const middle = y + card.height + (card.down - card.height) / 2;
      if (to.stacked) lines.push(`M${from} ${y + card.height}V${to.y + card.height / 2}H${to.x}`);
      else lines.push(`M${from} ${y + card.height}V${middle}H${to.x + card.width / 2}V${to.y}`);
    }
  }
  return lines.join("");
}

/** What of the chart the frame shows, with a card's room around it. */
export function visible<U>({ places }: Chart<U>, view: View, frame: Size): ChartPlace<U>[] {
  const left = -view.x / view.k - card.width;
  const top = -view.y / view.k - card.height;
  const right = (frame.width - view.x) / view.k;
  const bottom = (frame.height - view.y) / view.k;
  return places.filter(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom);
}

/** Everything in the middle of the frame, never larger than life. */
export function fitted({ width, height }: Size, frame: Size): View {
  const k = Math.max(zooms.least, Math.min(1, (frame.width - 48) / Math.max(1, width), (frame.height - 48) / Math.max(1, height)));
  return { k, x: (frame.width - width * k) / 2, y: Math.max(24, (frame.height - height * k) / 2) };
}

/** One unit in the middle of the frame, near enough to be read. */
export function centred({ x, y }: { x: number; y: number }, view: View, frame: Size): View {
  const k = Math.max(view.k, 0.8);
  return { k, x: frame.width / 2 - (x + card.width / 2) * k, y: frame.height / 3 - y * k };
}

/** The unit that a key leads to: above, the first below, the one before or after below the same. */
export function neighbour<U extends ChartUnit>({ at }: Chart<U>, id: number, key: string): number | undefined {
  const here = at.get(id);
  if (!here) return undefined;
  if (key === "ArrowUp") return here.above ?? undefined;
  if (key === "ArrowDown") return here.below[0];
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (by === undefined || here.above === null) return undefined;
  const row = at.get(here.above)!.below;
  return row[row.indexOf(id) + by];
}
