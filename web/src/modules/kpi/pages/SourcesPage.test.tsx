import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import type { Source } from "../source_queries";
// What the page fetches when it is opened is there already.
import "../parts/NewSourceDrawer";
import "../parts/SourceDrawer";
import SourcesPage from "./SourcesPage";

const line = { id: 7, login: "mes", name: "Line system" };
const hr = { code: "hr", names: { zh: "人力资源", en: "HR" } };
const source = (id: number, code: string, more: Partial<Source>): Source => ({ id, code, names: { zh: "", en: code.toUpperCase() }, whole_company: false, accounts: [], roles: [], closed_from: null, version: 3, ...more });
const items = [source(1, "erp", { roles: [hr], closed_from: "2026-01-01" }), source(2, "mes", { accounts: [line] })];
const answers = { "GET /sources": () => ({ items, next: null }), "GET /sources/2": () => items[1], "GET /source-writers": () => ({ accounts: [line], roles: [hr] }) };
const rights = { permissions: ["kpi.manage_source"], route: "/kpi/sources/:source?" };

beforeEach(() => {
  speak("en");
  sessionStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

test("sources stand with their writers, and a closed one says since when", async () => {
  serve(answers);
  open(<SourcesPage />, "/kpi/sources", rights);
  const rows = (await screen.findAllByRole("row")).slice(1).map((row) => row.textContent);
  expect(rows[0]).toContain("ERP erpHRClosed from");
  expect(rows[1]).toContain("MES mesLine systemOpen");
});

test("without the right the page says so and asks for nothing", () => {
  const asked = serve(answers);
  open(<SourcesPage />, "/kpi/sources", { route: "/kpi/sources/:source?" });
  expect(screen.getByText("Sources are kept by HR and administrators.")).toBeTruthy();
  expect(asked).toEqual([]);
});

test("writers are changed on the version that was seen", async () => {
  const asked = serve({ ...answers, "PUT /sources/2": () => source(2, "mes", { roles: [hr], version: 4 }) });
  open(<SourcesPage />, "/kpi/sources/2?edit=1", rights);
  fireEvent.click(await screen.findByRole("button", { name: "Take out Line system" }));
  fireEvent.click(await screen.findByLabelText("HR"));
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(asked.find(({ method }) => method === "PUT")).toBeTruthy());
  const put = asked.find(({ method }) => method === "PUT")!;
  expect(put.version).toBe('"v3"');
  expect(put.body).toEqual({ names: { zh: "", en: "MES" }, writers: { whole_company: false, accounts: [], roles: ["hr"] } });
});

test("a new source needs a code and a name, and a refusal stands at its field", async () => {
  const refusal = { type: "x", title: "refused", status: 400, errors: [{ pointer: "/writers", detail: "Choose who writes" }] };
  const asked = serve({ ...answers, "POST /sources": () => refusal });
  open(<SourcesPage />, "/kpi/sources?edit=new", rights);
  const form = within(await screen.findByRole("complementary", { name: "New source" }));
  fireEvent.click(form.getByRole("button", { name: "Register source" }));
  expect(asked.some(({ method }) => method === "POST")).toBe(false);
  fireEvent.change(form.getByLabelText(/^Code/), { target: { value: "crm" } });
  fireEvent.change(form.getByLabelText(/^Name \(English\)/), { target: { value: "CRM" } });
  fireEvent.click(form.getByRole("button", { name: "Register source" }));
  expect(await form.findByText("Choose who writes")).toBeTruthy();
  expect(asked.find(({ method }) => method === "POST")!.body).toEqual({ code: "crm", names: { zh: "", en: "CRM" }, writers: { whole_company: false, accounts: [], roles: [] } });
});
