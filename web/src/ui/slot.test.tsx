import { render, screen } from "@testing-library/react";
import { type ReactNode, lazy } from "react";
import { expect, test, vi } from "vitest";
import { Slot, SlotContext, type SlotParts, useFilled, useSlotSoon } from "./Slot";

const part = (module: string, text: string) => {
  const load = vi.fn(() => Promise.resolve({ default: ({ assignment }: { assignment: number }) => <p>{`${text} ${assignment}`}</p> }));
  return { module, load, View: lazy(load) };
};

const show = (parts: SlotParts, page: ReactNode) => render(<SlotContext value={parts}>{page}</SlotContext>);

function Filled() {
  return <p>{useFilled("metric.objectives") ? "filled" : "empty"}</p>;
}

function Soon() {
  useSlotSoon("metric.objectives");
  return null;
}

test("a slot that nobody fills renders nothing", () => {
  const { container } = show({}, <Slot name="metric.objectives" assignment={7} />);
  expect(container.textContent).toBe("");
  show({}, <Filled />);
  screen.getByText("empty");
});

test("several owners stand one after another, each fetched when it is shown", async () => {
  const first = part("okr", "one");
  const second = part("people", "two");
  const parts: SlotParts = { "metric.objectives": [first, second] };
  const { container } = show(parts, <Slot name="metric.objectives" assignment={7} fallback="…" />);
  expect(container.textContent).toBe("……");
  await screen.findByText("two 7");
  expect(container.textContent).toBe("one 7two 7");
  show(parts, <Filled />);
  screen.getByText("filled");
});

test("a page may fetch a slot's parts before it has their data", () => {
  const waiting = part("okr", "one");
  show({ "metric.objectives": [waiting] }, <Soon />);
  expect(waiting.load).toHaveBeenCalledOnce();
});
