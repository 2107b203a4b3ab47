import { act, fireEvent, render, screen, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "~/api/client";
import { speak } from "~/test_words";
import { DataList, type DataListProps } from "./DataList";
import type { ListSource } from "./source";
import { useListState } from "./state";

type Row = { id: number; name: string; kind: string; amount: string | null };
const rows: Row[] = [
  { id: 1, name: "Orders", kind: "flow", amount: "10" },
  { id: 2, name: "Stock", kind: "stock", amount: "9.5" },
  { id: 3, name: "Hours", kind: "flow", amount: null },
];
const here: ListSource<Row> = { rows, error: null, retry: () => undefined, loading: false, stuck: false };

function Shown(props: Partial<DataListProps<Row>>) {
  const state = useListState({ filters: ["kind"] });
  return (
    <DataList<Row>
      name="test"
      caption="Measures"
      source={here}
      state={state}
      id={(row) => row.id}
      open={(row) => ({ to: `/m/${row.id}` })}
      first={{ by: "name", down: false }}
      columns={[
        { id: "name", label: "Name", value: (row) => row.name, sort: true },
        { id: "kind", label: "Kind", kind: "tag", value: (row) => row.kind },
        { id: "amount", label: "Amount", kind: "number", value: (row) => row.amount, sort: true },
      ]}
      filters={[{ id: "kind", label: "Kind", choices: [{ value: "flow", label: "flow" }, { value: "stock", label: "stock" }], of: (row) => row.kind }]}
      search="Name, code"
      searched={(row) => [row.name]}
      empty={{ title: "Nothing yet" }}
      {...props}
    />
  );
}

const order = () => within(screen.getByRole("table")).getAllByRole("rowheader").map((cell) => cell.textContent).join(" ");
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const settle = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  speak("en");
  localStorage.clear();
  history.replaceState(null, "", "/list");
  vi.useFakeTimers();
  HTMLElement.prototype.getClientRects = () => [{}] as unknown as DOMRectList;
});
afterEach(() => vi.useRealTimers());

describe("the address", () => {
  test("holds order, filter and search, and a copied link shows the same", async () => {
    const { unmount } = render(<Shown />);
    expect(order()).toBe("Hours Orders Stock");
    press("Amount");
    expect(screen.getByRole("columnheader", { name: "Amount" }).getAttribute("aria-sort")).toBe("descending");
    press(/^flow/);
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "o" } });
    await settle(300);
    expect(location.search).toBe("?sort=-amount&kind=flow&q=o");
    expect(order()).toBe("Orders Hours");
    unmount();
    render(<Shown />);
    expect(order()).toBe("Orders Hours");
    expect(screen.getByRole<HTMLInputElement>("searchbox").value).toBe("o");
  });

  test("with an order that the list does not know is read without it", () => {
    history.replaceState(null, "", "/list?sort=-nothing");
    render(<Shown />);
    expect(order()).toBe("Hours Orders Stock");
  });

  test("is kept as a view by name, in this browser, until it is deleted", async () => {
    const { unmount } = render(<Shown />);
    press("Amount");
    press("Views");
    fireEvent.change(screen.getByLabelText("Name of the view"), { target: { value: "Largest" } });
    press("Save this view");
    press("Amount");
    unmount();
    render(<Shown />);
    expect(location.search).toBe("?sort=amount");
    press("Views");
    press("Largest");
    expect(location.search).toBe("?sort=-amount");
    press("Views");
    press("Delete the view Largest");
    expect(screen.getByText("No saved views yet")).toBeTruthy();
  });
});

describe("a filter", () => {
  test("counts what each way would leave and is cleared from the empty state", async () => {
    render(<Shown />);
    expect(screen.getByRole("button", { name: "flow 2" })).toBeTruthy();
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "zz" } });
    await settle(300);
    expect(screen.getByText("Nothing matches zz")).toBeTruthy();
    press("Clear the filter");
    expect(order()).toBe("Hours Orders Stock");
    expect(location.search).toBe("");
  });
});

describe("rows", () => {
  test("are walked by the arrows", () => {
    render(<Shown />);
    screen.getByRole("link", { name: "Hours" }).focus();
    fireEvent.keyDown(document.activeElement!, { key: "ArrowDown" });
    expect(document.activeElement!.textContent).toBe("Orders");
    fireEvent.keyDown(document.activeElement!, { key: "ArrowUp" });
    expect(document.activeElement!.textContent).toBe("Hours");
  });

  test("that are selected are what the actions get, without those that a filter hides", () => {
    const acted = vi.fn();
    render(<Shown actions={(picked) => <button type="button" onClick={() => acted(picked.map(({ id }) => id))}>Act</button>} />);
    expect(screen.queryByText("Act")).toBeNull();
    fireEvent.click(screen.getByLabelText("Select all"));
    press(/^stock/);
    expect(screen.getByText("1 selected")).toBeTruthy();
    press("Act");
    expect(acted).toHaveBeenCalledWith([2]);
    press("Clear the selection");
    expect(screen.queryByText("Act")).toBeNull();
  });

  test("open what lies below them, where there is something", () => {
    render(<Shown under={(row) => (row.id === 1 ? <p>Revisions</p> : null)} />);
    expect(screen.queryByRole("button", { name: "Show more of Stock" })).toBeNull();
    press("Show more of Orders");
    expect(screen.getByText("Revisions")).toBeTruthy();
  });
});

describe("pages", () => {
  /** Three pages of one row; `asked` counts how often the next one was fetched. */
  function Paged({ asked, stuck = false, ...props }: Partial<DataListProps<Row>> & { asked: () => void; stuck?: boolean }) {
    const [count, show] = useState(1);
    const more = () => {
      asked();
      if (!stuck) show((old) => old + 1);
    };
    const source = { ...here, rows: rows.slice(0, count), more: count < rows.length ? more : undefined, stuck };
    return <Shown first={undefined} searched={undefined} filters={[]} {...props} source={source} />;
  }

  test("come by the button, which hands the focus to the first new row", () => {
    const asked = vi.fn();
    render(<Paged asked={asked} />);
    press("More");
    expect(asked).toHaveBeenCalledOnce();
    expect(order()).toBe("Orders Stock");
    expect(document.activeElement!.textContent).toBe("Stock");
  });

  test("come all when the rows are sorted here", () => {
    const asked = vi.fn();
    render(<Paged asked={asked} />);
    press("Amount");
    expect(asked).toHaveBeenCalledTimes(2);
    expect(order()).toBe("Orders Stock Hours");
  });

  test("come one by one in an order that the server gives", () => {
    const asked = vi.fn();
    render(<Paged asked={asked} serverSorts={["-amount"]} />);
    press("Amount");
    expect(asked).not.toHaveBeenCalled();
    expect(location.search).toBe("?sort=-amount");
    press("Amount");
    expect(location.search).toBe("?sort=amount");
    expect(asked).toHaveBeenCalled();
  });

  test("that are refused are not asked for over and over; it says that rows are missing", () => {
    const asked = vi.fn();
    render(<Paged asked={asked} stuck />);
    press("Amount");
    expect(asked).not.toHaveBeenCalled();
    expect(screen.getByText("Only the first 1; narrow the scope to see all.")).toBeTruthy();
  });
});

describe("a list that has nothing to show says why", () => {
  const none = { ...here, rows: undefined };

  test("while it loads: an outline after 200 ms", async () => {
    const { container } = render(<Shown source={none} />);
    expect(container.querySelector(".skeleton-row")).toBeNull();
    await settle(250);
    expect(container.querySelectorAll(".skeleton-row")).toHaveLength(8);
  });

  test("an error, with another try", () => {
    const retry = vi.fn();
    render(<Shown source={{ ...none, error: new Error("x"), retry }} />);
    press("Try again");
    expect(retry).toHaveBeenCalledOnce();
  });

  test("no permission", () => {
    render(<Shown source={{ ...none, error: new ApiError(403, { type: "x", title: "No", status: 403, errors: [] }) }} />);
    expect(screen.getByText("This needs a permission")).toBeTruthy();
  });

  test("nothing there yet", () => {
    render(<Shown source={{ ...here, rows: [] }} />);
    expect(screen.getByText("Nothing yet")).toBeTruthy();
  });
});
