import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { speak } from "~/test_words";
import { Detail, type DetailView, closed } from "./Detail";

const view = (name: string): DetailView => ({
  title: name,
  kind: <span>A7</span>,
  facts: [{ label: "Kind", value: "flow" }],
  sections: [{ title: "History", body: <p>None</p> }],
  next: <button type="button">Approve</button>,
  edit: (close) => <button type="button" onClick={close}>Stop</button>,
});
const refetch = vi.fn();
const show = (query: Partial<Parameters<typeof Detail<string>>[0]["query"]>, as: "drawer" | "page" = "drawer", of = view) =>
  render(<Detail<string> label="Thing" as={as} query={{ data: undefined, error: null, refetch, ...query }} view={of} onClose={() => undefined} />);
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

beforeEach(() => {
  speak("en");
  history.replaceState(null, "", "/things/7");
});

test.each(["drawer", "page"] as const)("a %s shows head, facts, sections and the next step", (as) => {
  show({ data: "Orders" }, as);
  expect(screen.getByRole("heading", { name: "Orders", level: as === "page" ? 1 : 2 })).toBeTruthy();
  for (const text of ["A7", "Kind", "flow", "History", "None", "Approve"]) expect(screen.getByText(text)).toBeTruthy();
});

test("its form takes the place of the sections, by an address that can be copied", () => {
  show({ data: "Orders" });
  press("Edit");
  expect(location.search).toBe("?edit=1");
  expect(screen.queryByText("History")).toBeNull();
  expect(screen.queryByText("Approve")).toBeNull();
  press("Stop");
  expect(location.search).toBe("");
  expect(screen.getByText("History")).toBeTruthy();
});

test("who may not change it gets no form, whatever the address says", () => {
  history.replaceState(null, "", "/things/7?edit=1");
  show({ data: "Orders" }, "drawer", (name) => ({ ...view(name), edit: undefined }));
  expect(screen.getByText("History")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
});

test("a drawer becomes a full page, and closing leaves the list's own address", () => {
  history.replaceState(null, "", "/things/7?sort=-name");
  show({ data: "Orders" });
  fireEvent.keyDown(document, { key: "f" });
  expect(location.search).toBe("?sort=-name&full=1");
  expect(closed({ sort: "-name", full: "1", edit: "1" })).toEqual({ sort: "-name" });
});

test("what is missing, and what failed, is said", () => {
  const { unmount } = show({ data: null as unknown as string });
  expect(screen.getByText("There is no such entry, or you may not see it")).toBeTruthy();
  unmount();
  show({ error: new Error("x") });
  press("Try again");
  expect(refetch).toHaveBeenCalledOnce();
});
