import { expect, test } from "vitest";
import { zoomed } from "./pan";

const zooms = { least: 0.1, most: 1.5 };

test("the point under the pointer stays where it is, within what a drawing may become", () => {
  expect(zoomed({ x: 10, y: 20, k: 0.5 }, 2, { x: 110, y: 120 }, zooms)).toEqual({ k: 1, x: -90, y: -80 });
  expect(zoomed({ x: 10, y: 20, k: 1 }, 0.5, { x: 110, y: 220 }, zooms)).toEqual({ k: 0.5, x: 60, y: 120 });
  expect(zoomed({ x: 0, y: 0, k: 1 }, 9, { x: 0, y: 0 }, zooms).k).toBe(1.5);
  expect(zoomed({ x: 0, y: 0, k: 1 }, 0.01, { x: 0, y: 0 }, zooms).k).toBe(0.1);
});
