import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Assignment, Breach, Measure } from "~/api/types";
import { open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import AcknowledgeDialog from "../parts/AcknowledgeDialog";
import MeasuresPage from "./MeasuresPage";

const measure = (id: number, en: string, more: Partial<Measure>): Measure => ({ id, code: en.toLowerCase(), names: { zh: "", en }, kind: "flow", unit: "", grain: "day", least: null, most: null, readings: 1, last_day: null, version: 1, retired_from: null, money: false, ...more });
const items = [measure(1, "Orders", { readings: 9 }), measure(2, "Heads", { kind: "stock", grain: "month", readings: 10, last_day: "2026-11-01" })];

beforeEach(() => {
  speak("en");
  sessionStorage.clear();
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= () => undefined;
});
afterEach(() => vi.unstubAllGlobals());

test("measures stand in the order of their address, and a filter leaves only its kind", async () => {
  serve({ "GET /measures": () => ({ items, next: null }) });
  open(<MeasuresPage />, "/kpi/measures?sort=-readings");
  const rows = async () => (await screen.findAllByRole("rowheader")).map((cell) => cell.textContent);
  expect(await rows()).toEqual(["Heads heads", "Orders orders"]);
  fireEvent.click(screen.getByRole("button", { name: "flow 1" }));
  expect(await rows()).toEqual(["Orders orders"]);
  expect(screen.queryByRole("button", { name: "New measure" })).toBeNull();
});

test("a new measure is sent as it was typed, and the form closes", async () => {
  const asked = serve({ "GET /measures": () => ({ items, next: null }), "POST /measures": () => measure(3, "Hours", {}) });
  open(<MeasuresPage />, "/kpi/measures", { permissions: ["kpi.define"] });
  await screen.findAllByRole("rowheader");
  fireEvent.click(screen.getByRole("button", { name: "New measure" }));
  const form = within(screen.getByRole("complementary", { name: "New measure" }));
  const type = (label: RegExp, value: string) => fireEvent.change(form.getByLabelText(label), { target: { value } });
  const add = () => fireEvent.click(form.getByRole("button", { name: "Add measure" }));
  type(/^Code/, "Bad Code");
  type(/^Name \(English\)/, "Hours");
  type(/^Unit/, "h");
  add();
  expect(form.getByLabelText(/^Code/).getAttribute("aria-invalid")).toBe("true");
  type(/^Code/, "hours");
  fireEvent.click(form.getByLabelText("stock"));
  type(/^Least a reading may be/, "0");
  add();
  await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
  expect(asked.find(({ method }) => method === "POST")!.body).toEqual({ code: "hours", names: { zh: "", en: "Hours" }, kind: "stock", unit: "h", grain: "day", least: "0", most: null, money: false });
  await waitFor(() => expect(asked.filter(({ method }) => method === "GET")).toHaveLength(2));
});

test("an acknowledgement is typed in percent and sent as the ratio", async () => {
  const asked = serve({ "POST /breaches/4/acknowledgement": () => ({}) });
  const breach = { id: 4, acknowledged: null, limit: "0.07", limit_op: ">", days: 5 } as unknown as Breach;
  const known = { kpi: { unit: "%", decimals: 1 }, row: { assignment: 7, actual: "0.089000", names: { zh: "", en: "Returns" } } } as unknown as Assignment;
  const close = vi.fn();
  open(<AcknowledgeDialog known={known} breach={breach} onClose={close} />, "/kpi/7");
  const value = screen.getByLabelText<HTMLInputElement>(/^Accepted value/);
  expect(value.value).toBe("8.9");
  fireEvent.change(value, { target: { value: "9.5" } });
  fireEvent.click(screen.getByRole("button", { name: "Acknowledge", hidden: true }));
  expect(asked).toEqual([]);
  fireEvent.change(screen.getByLabelText(/^Reason/), { target: { value: "Season" } });
  fireEvent.click(screen.getByRole("button", { name: "Acknowledge", hidden: true }));
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
  expect(asked[0]!.body).toEqual({ accepted_value: "0.095", last_day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string, reason: "Season" });
});
