import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useSave } from "./form/run";
import { useForm } from "./form/use_form";
import { useMutationOnce } from "./mutation";
import { useOnce } from "./once";

/** An act whose answers are given by hand, the oldest first. */
function answered() {
  const waiting: { yes: () => void; no: (error: Error) => void }[] = [];
  const sent = vi.fn((_: string) => new Promise<void>((yes, no) => waiting.push({ yes, no })));
  const next = () => waiting.shift()!;
  return { sent, yes: () => act(async () => next().yes()), no: () => act(async () => next().no(new Error("refused"))) };
}

test("two calls in one tick are one; after the answer the next one counts", async () => {
  const { sent, yes } = answered();
  const { result } = renderHook(() => useOnce(sent));
  act(() => {
    void result.current.run("first");
    void result.current.run("second");
  });
  expect(sent.mock.calls).toEqual([["first"]]);
  expect(result.current.busy).toBe(true);
  await yes();
  expect(result.current.busy).toBe(false);
  act(() => void result.current.run("third"));
  expect(sent.mock.calls).toEqual([["first"], ["third"]]);
});

test("a refusal reaches the caller and opens the way again", async () => {
  const { sent, no } = answered();
  const { result } = renderHook(() => useOnce(sent));
  const refused = vi.fn();
  act(() => void result.current.run("first").catch(refused));
  await no();
  expect(refused).toHaveBeenCalledOnce();
  act(() => void result.current.run("again"));
  expect(sent).toHaveBeenCalledTimes(2);
});

function Button({ send }: { send: (what: string) => Promise<void> }) {
  const { mutate, error } = useMutationOnce({ mutationFn: send });
  return (
    <button type="button" onClick={() => mutate("it")}>
      {error?.message ?? "ready"}
    </button>
  );
}

test("a double click on a mutation's button sends one request, and the next press another", async () => {
  const { sent, no } = answered();
  const client = new QueryClient();
  render(<Button send={sent} />, { wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider> });
  const button = screen.getByRole("button");
  await act(async () => {
    fireEvent.click(button);
    fireEvent.click(button);
  });
  expect(sent).toHaveBeenCalledTimes(1);
  await no();
  await screen.findByText("refused");
  await act(async () => void fireEvent.click(button));
  expect(sent).toHaveBeenCalledTimes(2);
});

test("a form is saved once, however often one presses", () => {
  const { sent } = answered();
  const { result } = renderHook(() => useSave(useForm({ draft: null, first: { title: "" } }), sent));
  act(() => {
    void result.current.save();
    void result.current.save();
  });
  expect(sent).toHaveBeenCalledTimes(1);
});
