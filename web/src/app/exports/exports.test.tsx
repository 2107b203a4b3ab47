import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import ExportButton from "~/ui/list/ExportButton";
import "~/ui/list/LongExport";
import { type ExportFile, sizeText } from "~/ui/list/export_files";
import ExportsPage from "../pages/ExportsPage";
// The dialog is fetched when it is needed: it is there already.

const file = (more: Partial<ExportFile> = {}): ExportFile => ({
  id: 4,
  title: "Readings",
  list: "/measures/1/readings",
  format: "csv",
  state: "waiting",
  written: 0,
  bytes: 0,
  problem: "",
  asked_at: "2026-11-28T08:00:00Z",
  as_of: null,
  ended_at: null,
  expires_at: null,
  version: 1,
  ...more,
});
const ready = file({ state: "ready", written: 120_000, bytes: 8_400_000, as_of: "2026-11-28T08:00:01Z", expires_at: "2026-12-05T08:01:00Z", version: 2 });
const tooMany = { type: "https://twinrail/problems/export.too_many", title: "The list has more than 50000 rows", status: 413, errors: [] };

beforeEach(() => {
  speak("en");
  URL.createObjectURL = () => "blob:x";
  URL.revokeObjectURL = () => undefined;
});
afterEach(() => vi.unstubAllGlobals());

async function choose(format: string) {
  fireEvent.click(await screen.findByRole("button", { name: /Export/ }));
  fireEvent.click(await screen.findByRole("option", { name: format }));
}

test("a list that is too long becomes a file: how far it is, and then its download", async () => {
  let now = file({ state: "writing", written: 1_200 });
  const asked = serve({
    "GET /exports": () => tooMany,
    "POST /export-files": () => file(),
    "GET /export-files/4": () => now,
    "GET /export-files/4/content": () => ({}),
  });
  open(<ExportButton list="/measures/1/readings" title="Readings" />, "/kpi");
  await choose("CSV");
  const dialog = within(await screen.findByRole("dialog", { name: "Exporting Readings", hidden: true }));
  expect(asked.find(({ method }) => method === "POST")!.body).toEqual({ list: "/measures/1/readings", format: "csv", title: "Readings" });
  await waitFor(() => expect(dialog.getByRole("status", { hidden: true }).textContent).toBe("1,200 rows written"));
  now = ready;
  fireEvent.click(await dialog.findByRole("button", { name: "Download", hidden: true }, { timeout: 3000 }));
  await waitFor(() => expect(asked.some(({ path }) => path === "/export-files/4/content")).toBe(true));
  await waitFor(() => expect(screen.queryByRole("dialog", { hidden: true })).toBeNull());
});

test("what is refused for another reason is said, and begins no file", async () => {
  const asked = serve({ "GET /exports": () => ({ ...tooMany, type: "x/access.forbidden", title: "Not yours", status: 403 }) });
  open(<ExportButton list="/trail" />, "/kpi");
  await choose("CSV");
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe("Nothing was exported: Not yours"));
  expect(asked.some(({ method }) => method === "POST")).toBe(false);
});

test("my exports are fetched, and removed on the version that was seen", async () => {
  const failed = file({ id: 3, title: "People", state: "failed", problem: "Your rights", version: 2 });
  const asked = serve({ "GET /export-files": () => ({ items: [ready, failed], next: null }), "DELETE /export-files/3": () => failed, "GET /export-files/4/content": () => ({}) });
  open(<ExportsPage />, "/exports");
  const rows = (await screen.findAllByRole("row")).slice(1).map((row) => row.textContent);
  expect(rows[0]).toContain("Readings CSVReady120,0008.4 MB");
  expect(rows[1]).toContain("People CSVFailed: Your rights");
  fireEvent.click(screen.getByRole("button", { name: "Download Readings" }));
  await waitFor(() => expect(asked.some(({ path }) => path === "/export-files/4/content")).toBe(true));
  fireEvent.click(screen.getByRole("button", { name: /Remove the export People/ }));
  fireEvent.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(asked.find(({ method }) => method === "DELETE")?.version).toBe('"v2"'));
});

test("sizes are said as people say them", () => {
  expect([0, 999, 1_000, 840_000, 8_400_000, 123_000_000].map(sizeText)).toEqual(["0 B", "999 B", "1.0 KB", "840 KB", "8.4 MB", "123 MB"]);
});
