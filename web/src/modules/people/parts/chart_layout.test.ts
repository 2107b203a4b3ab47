import { describe, expect, it } from "vitest";
import { card, centred, fitted, layOut, linesOf, neighbour, visible } from "./chart_layout";

const unit = (id: number, parent: number | null) => ({ id, parent });
const small = [unit(1, null), unit(2, 1), unit(3, 1), unit(4, 2), unit(5, 2)];

describe("the organisation chart", () => {
  it("puts a unit above the middle of those below it, each once", () => {
    const chart = layOut(small);
    const x = (id: number) => chart.at.get(id)!.x;
    expect(chart.places).toHaveLength(5);
    expect(x(2)).toBe((x(4) + x(5)) / 2);
    expect(x(1)).toBe((x(2) + x(3)) / 2);
    expect(chart.at.get(4)!.y).toBe(2 * card.down);
    expect(linesOf(chart).match(/M/g)).toHaveLength(4);
  });

  it("stacks many teams below each other, so that a wide company stays narrow", () => {
    const chart = layOut([unit(1, null), ...Array.from({ length: 20 }, (_, at) => unit(at + 2, 1))]);
    expect(chart.width).toBeLessThan(2 * card.across);
    expect(new Set(chart.places.map(({ y }) => y)).size).toBe(21);
    expect(chart.places.filter(({ stacked }) => stacked)).toHaveLength(20);
  });

  it("leads a line from the middle of a unit to the middle of one that only happens to stand where a stack would", () => {
    const chart = layOut(small);
    chart.at.get(3)!.x = chart.at.get(1)!.x + card.indent;
    expect(linesOf(chart)).toContain(`H${chart.at.get(3)!.x + card.width / 2}V`);
  });

  it("shows a unit whose parent is out of sight as one that stands at the top", () => {
    const chart = layOut([unit(7, 1), unit(8, 7)]);
    expect(chart.at.get(7)).toMatchObject({ y: 0, above: null, below: [8] });
  });

  it("lays out a thousand units without any two on one place, and shows few of them at a time", () => {
    const units = [unit(1, null)];
    for (let id = 2; id <= 1000; id++) units.push(unit(id, Math.floor(id / 4) || 1));
    const chart = layOut(units);
    expect(new Set(chart.places.map(({ x, y }) => `${x} ${y}`)).size).toBe(1000);
    expect(visible(chart, { x: 0, y: 0, k: 1 }, { width: 1200, height: 400 }).length).toBeLessThan(60);
  });

  it("is walked by arrows", () => {
    const chart = layOut(small);
    expect(neighbour(chart, 4, "ArrowUp")).toBe(2);
    expect(neighbour(chart, 1, "ArrowDown")).toBe(2);
    expect(neighbour(chart, 2, "ArrowRight")).toBe(3);
    expect(neighbour(chart, 3, "ArrowRight")).toBeUndefined();
    expect(neighbour(chart, 1, "ArrowLeft")).toBeUndefined();
  });

  it("fits whole into the frame", () => {
    const fit = fitted({ width: 5000, height: 1000 }, { width: 1048, height: 448 });
    expect(fit.k).toBe(0.2);
    expect(centred({ x: 100, y: 50 }, { x: 0, y: 0, k: 1 }, { width: 800, height: 300 })).toEqual({ k: 1, x: 226, y: 50 });
  });
});
