import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import newMeasure from "schema:NewMeasure";
import newToken from "schema:NewToken";
import { ApiError } from "~/api/client";
import type { NewMeasure } from "~/api/types";
import { speak } from "~/test_words";
import { giveWords, translate } from "../i18n/words";
import { SchemaForm, type SchemaFormProps } from "./SchemaForm";
import type { FieldSchema } from "./schema";
import { sentOf, typedOf, wrongOf } from "./values";

beforeEach(() => {
  speak("en");
  sessionStorage.clear();
});

const field = (given: Partial<FieldSchema>): FieldSchema => ({ kind: "text", required: true, nullable: false, ...given });

describe("a request's schema", () => {
  test("is the fields of the document, with limits and choices", () => {
    expect(newMeasure.code).toEqual({ kind: "text", required: true, nullable: false, minLength: 1, maxLength: 64 });
    expect(newMeasure.names).toMatchObject({ kind: "names", maxLength: 200 });
    expect(newMeasure.kind).toMatchObject({ kind: "choice", choices: ["flow", "stock", "distinct"] });
    expect(newToken.scopes).toMatchObject({ kind: "lines", maxItems: 32, maxLength: 64 });
  });
});

describe("a value", () => {
  test("of a percentage is typed a hundredfold and sent as the ratio", () => {
    const share = field({ kind: "decimal", unit: "%" });
    expect(typedOf(share, "0.950000")).toBe("95");
    expect(sentOf(share, "95")).toBe("0.95");
  });

  test("that is left empty is null, is left out, or is an empty text", () => {
    expect(sentOf(field({ kind: "decimal", required: false, nullable: true }), " ")).toBeNull();
    expect(sentOf(field({ required: false }), "")).toBeUndefined();
    expect(sentOf(field({}), "")).toBe("");
  });

  test("past its limits is named before it is sent", () => {
    const places = field({ kind: "whole", minimum: 0, maximum: 6 });
    expect(wrongOf(places, "7", translate)).toBe("At most 6");
    expect(wrongOf(places, "-1", translate)).toBe("At least 0");
    expect(wrongOf(places, "1.5", translate)).toBe("Enter a whole number");
    expect(wrongOf(places, "6", translate)).toBeUndefined();
    expect(wrongOf(field({ minLength: 10 }), "short", translate)).toBe("At least 10 characters");
    expect(wrongOf(field({ kind: "lines", maxItems: 1, maxLength: 3 }), "a\nb", translate)).toBe("At most 1 lines");
    expect(wrongOf(field({ kind: "lines", maxItems: 2, maxLength: 3 }), "abcd", translate)).toBe("At most 3 characters a line");
  });
});

describe("a form", () => {
  const save = vi.fn(async (_body: NewMeasure, _key: string) => ({}));
  const done = vi.fn();
  beforeEach(() => {
    save.mockReset();
    done.mockReset();
    giveWords("en", { ...words(), "x.code": "Code", "x.code_hint": "Lower case", "x.names": "Name", "x.kind": "Kind", "x.kind_flow": "flow", "x.kind_stock": "stock", "x.kind_distinct": "distinct", "x.unit": "Unit", "x.grain": "Grain", "x.grain_day": "day", "x.grain_month": "month" });
  });
  const show = (more: Partial<SchemaFormProps<NewMeasure>> = {}) =>
    render(
      <QueryClientProvider client={new QueryClient()}>
        <SchemaForm<NewMeasure> schema={newMeasure} words="x." draft="x" first={{ kind: "flow", grain: "day" }} submit="Save" save={save} onDone={done} onCancel={() => undefined} {...more} />
      </QueryClientProvider>,
    );
  const type = (label: RegExp, text: string) => fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
  const send = () => fireEvent.click(screen.getByRole("button", { name: "Save" }));

  test("asks for what is required and takes no more than the server", async () => {
    show({ fields: { unit: { optional: true } } });
    expect(screen.getByLabelText<HTMLInputElement>(/^Code/).maxLength).toBe(64);
    expect(screen.getByLabelText<HTMLInputElement>(/^Name \(English\)/).maxLength).toBe(200);
    expect(screen.getByText("Lower case")).toBeTruthy();
    send();
    expect(save).not.toHaveBeenCalled();
    expect(screen.getByLabelText(/^Code/).getAttribute("aria-invalid")).toBe("true");
    type(/^Code/, " orders ");
    type(/^Name \(English\)/, "Orders");
    fireEvent.click(screen.getByLabelText("stock"));
    send();
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(save.mock.calls[0]![0]).toEqual({ code: "orders", names: { zh: "", en: "Orders" }, kind: "stock", unit: "", grain: "day", least: null, most: null, money: false });
  });

  test("shows what the server refuses at the field that it names, and keeps the draft", async () => {
    save.mockRejectedValueOnce(new ApiError(400, { type: "x", title: "No", status: 400, errors: [{ pointer: "/names/en", key: "k", detail: "Taken" }, { pointer: "/kind", key: "k", detail: "Not this kind" }] }));
    const { unmount } = show({ groups: [{ title: "What", fields: ["code", "names"] }, { fields: [["kind", "grain"]] }] });
    type(/^Code/, "orders");
    type(/^Name \(English\)/, "Orders");
    send();
    const taken = await screen.findByText("Taken");
    expect(screen.getByLabelText(/^Name \(English\)/).getAttribute("aria-describedby")).toBe(taken.id);
    expect(screen.getByRole("group", { name: /^Kind/ }).getAttribute("aria-describedby")).toBe(screen.getByText("Not this kind").id);
    expect(done).not.toHaveBeenCalled();
    unmount();
    show();
    expect(screen.getByLabelText<HTMLInputElement>(/^Code/).value).toBe("orders");
  });

  test("checks its own rule on the whole request, and draws one field itself", async () => {
    const check = ({ code }: NewMeasure) => (code === "x" ? "Too plain" : undefined);
    show({ groups: [{ fields: ["code", "unit"] }], first: { names: { zh: "订单", en: "" }, kind: "flow", grain: "day" }, fields: { code: { check }, unit: { optional: true, view: ({ label, set }) => <button type="button" onClick={() => set("h")}>{`choose ${label}`}</button> } } });
    type(/^Code/, "x");
    send();
    expect(await screen.findByText("Too plain")).toBeTruthy();
    type(/^Code/, "hours");
    fireEvent.click(screen.getByText("choose Unit"));
    send();
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(save.mock.calls[0]![0]).toEqual({ names: { zh: "订单", en: "" }, kind: "flow", grain: "day", code: "hours", unit: "h" });
  });
});

describe("somebody else was quicker", () => {
  test("what only they changed is taken over, what both changed is chosen", async () => {
    giveWords("en", { ...words(), "x.code": "Code", "x.names": "Name", "x.unit": "Unit", "ui.stale_mine": "Mine", "ui.stale_theirs": "Now there" });
    const save = vi.fn(async (_body: NewMeasure, _key: string) => ({}));
    save.mockRejectedValueOnce(new ApiError(412, { type: "x", title: "Changed", status: 412, errors: [] }));
    const done = vi.fn();
    const first = { code: "a", names: { zh: "", en: "Before" }, unit: "h" };
    const theirs = { code: "a", names: { zh: "", en: "Theirs" }, unit: "min" };
    render(<SchemaForm<NewMeasure> schema={newMeasure} words="x." draft="late" first={first} groups={[{ fields: ["code", "names", "unit"] }]} submit="Save" save={save} reload={async () => theirs} onDone={done} onCancel={() => undefined} />);
    fireEvent.change(screen.getByLabelText(/^Name \(English\)/), { target: { value: "Mine" } });
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    const choice = await screen.findByLabelText(/^Now there/);
    expect(done).not.toHaveBeenCalled();
    expect(screen.getByLabelText<HTMLInputElement>(/^Unit/).value).toBe("min");
    expect(screen.getByLabelText<HTMLInputElement>(/^Name \(English\)/).value).toBe("Mine");
    fireEvent.click(choice);
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(save.mock.calls[1]![0]).toEqual(theirs);
  });
});

/** All words of the shell: giving some replaces the others. */
function words() {
  return Object.fromEntries(["ui.need_text", "ui.in_zh", "ui.in_en", "ui.optional", "ui.cancel", "ui.draft_kept"].map((key) => [key, key === "ui.in_zh" ? "{label} (Chinese)" : key === "ui.in_en" ? "{label} (English)" : key]));
}
