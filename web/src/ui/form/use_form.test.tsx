import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { ApiError } from "~/api/client";
import { useForm } from "./use_form";

const options = { draft: "test", first: { title: "", steps: "" }, places: { title: "/title", steps: "/milestones" }, check: (values: { title: string }) => ({ title: values.title ? undefined : "needed" }) };

const refusal = (...errors: { pointer: string; key: string; detail: string }[]) =>
  new ApiError(400, { type: "x", title: "See each place", status: 400, errors });

beforeEach(() => sessionStorage.clear());

test("what the server refuses stands at its field, the rest below the form", () => {
  const { result } = renderHook(() => useForm(options));
  act(() => result.current.refused(refusal({ pointer: "/milestones/2/title", key: "a", detail: "A" }, { pointer: "/share", key: "b", detail: "B" })));
  expect(result.current.problem("steps")).toBe("A");
  expect(result.current.rest).toEqual(["B"]);
  act(() => result.current.set({ steps: "x" }));
  expect(result.current.problem("steps")).toBeUndefined();
  act(() => result.current.refused(new ApiError(409, { type: "x", title: "Closed", status: 409, errors: [] })));
  expect(result.current.rest).toEqual(["Closed"]);
});

test("nothing is marked before the first attempt, then at once", () => {
  const { result } = renderHook(() => useForm(options));
  expect(result.current.problem("title")).toBeUndefined();
  act(() => expect(result.current.sound()).toBe(false));
  expect(result.current.problem("title")).toBe("needed");
  act(() => result.current.set({ title: "x" }));
  expect(result.current.problem("title")).toBeUndefined();
  act(() => expect(result.current.sound()).toBe(true));
});

test("a form that may keep nothing keeps nothing", () => {
  const { result, unmount } = renderHook(() => useForm({ ...options, draft: null }));
  act(() => result.current.set({ title: "secret" }));
  unmount();
  expect(sessionStorage.length).toBe(0);
  expect(renderHook(() => useForm({ ...options, draft: null })).result.current.values.title).toBe("");
});

test("a draft outlives the page until it is saved", () => {
  const { result, unmount } = renderHook(() => useForm(options));
  act(() => result.current.set({ title: "half" }));
  unmount();
  const again = renderHook(() => useForm(options));
  expect(again.result.current.values.title).toBe("half");
  expect(again.result.current.changed).toBe(true);
  act(() => again.result.current.forget());
  again.unmount();
  expect(renderHook(() => useForm(options)).result.current.values.title).toBe("");
});
