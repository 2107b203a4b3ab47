import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Asked, open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import type { Translate } from "~/ui/i18n/words";
import AccountsPage from "./AccountsPage";

let t: Translate;
beforeEach(() => {
  t = speak("en");
  sessionStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

const account = (id: number, name: string, more = {}) => ({ id, login: name.toLowerCase(), name, state: "active", roles: ["hr"], created_at: "2026-01-02T03:04:05Z", version: 4, ...more });
const role = (code: string, en: string) => ({ code, names: { zh: "", en }, built_in: true, rights: [{ permission: "kpi.read", through: ["company"] }], sees: [], version: 1 });
const token = (id: number, label: string) => ({ id, label, scopes: ["identity.manage"], created_at: "2026-01-02T03:04:05Z", expires_at: "2999-01-01T00:00:00Z", last_used_at: null });
const refused = (status: number, title: string) => ({ type: "x", title, status, errors: [] });

function company(more: Parameters<typeof serve>[0] = {}) {
  return serve({
    "GET /accounts": () => ({ items: [account(1, "Wood"), account(2, "Ash", { state: "closed", roles: ["hr", "gone"] })], next: null }),
    "GET /accounts/1": () => account(1, "Wood"),
    "GET /accounts/1/tokens": () => ({ items: [token(7, "feed"), token(8, "report")] }),
    "GET /roles": () => ({ items: [role("hr", "People office"), role("lead", "Lead")] }),
    ...more,
  });
}
const show = (address: string, permissions = ["identity.manage"]) => open(<AccountsPage />, address, { route: "/accounts/:account?", permissions });
const writes = (asked: Asked[]) => asked.filter(({ method }) => method !== "GET").map(({ method, path, body, version }) => ({ method, path, body, version }));
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));

test("the list says roles by their names and who is closed; the server searches", async () => {
  const asked = company();
  show("/accounts?q=as");
  expect(await screen.findByText("People office, gone")).toBeTruthy();
  expect(within(screen.getByRole("table")).getByText(t("identity.ui.state_closed")).className).toBe("tag");
  expect(asked.find(({ path }) => path === "/accounts")!.query.get("q")).toBe("as");
});

test("without the right nothing is asked for, and the reader is led to what is their own", async () => {
  const asked = company();
  show("/accounts/1", []);
  expect(screen.getByText(t("ui.no_permission"))).toBeTruthy();
  expect(screen.getByRole("link", { name: t("identity.shell.access") }).getAttribute("href")).toBe("/me/access");
  expect(asked).toEqual([]);
});

test("closing says first what becomes of sessions, tokens and what was written; it carries the version", async () => {
  const asked = company({ "PUT /accounts/1/state": () => account(1, "Wood", { state: "closed", version: 5 }) });
  show("/accounts/1");
  await press(t("identity.ui.close_account"));
  const dialog = within(screen.getByRole("dialog", { hidden: true }));
  for (const key of ["identity.ui.close_signed_out", "identity.ui.close_tokens", "identity.ui.close_kept"] as const) expect(dialog.getByText(t(key))).toBeTruthy();
  fireEvent.click(dialog.getByText(t("ui.cancel")));
  expect(writes(asked)).toEqual([]);
  await press(t("identity.ui.close_account"));
  fireEvent.click(within(screen.getByRole("dialog", { hidden: true })).getByText(t("identity.ui.close_account")));
  expect(await screen.findByRole("button", { name: t("identity.ui.reopen") })).toBeTruthy();
  expect(writes(asked)).toEqual([{ method: "PUT", path: "/accounts/1/state", body: { state: "closed" }, version: '"v4"' }]);
});

test("the last one who manages accounts cannot be closed, and the dialog says why", async () => {
  company({ "PUT /accounts/1/state": () => refused(409, "Nobody would be left") });
  show("/accounts/1");
  await press(t("identity.ui.close_account"));
  fireEvent.click(within(screen.getByRole("dialog", { hidden: true })).getByText(t("identity.ui.close_account")));
  expect((await screen.findByRole("alert", { hidden: true })).textContent).toBe("Nobody would be left");
});

test("roles are ticked and saved at the version they were read at", async () => {
  const asked = company({ "PUT /accounts/1/roles": () => account(1, "Wood", { roles: ["hr", "lead"], version: 5 }) });
  show("/accounts/1?edit=1");
  expect((await screen.findByLabelText<HTMLInputElement>(/^People office/)).checked).toBe(true);
  fireEvent.click(screen.getByLabelText(/^Lead/));
  await press(t("ui.save"));
  await waitFor(() => expect(location.search).toBe(""));
  expect(writes(asked)).toEqual([{ method: "PUT", path: "/accounts/1/roles", body: { roles: ["hr", "lead"] }, version: '"v4"' }]);
});

test("an account without a role may be saved: it signs in and does nothing", async () => {
  const asked = company({ "PUT /accounts/1/roles": () => account(1, "Wood", { roles: [], version: 5 }) });
  show("/accounts/1?edit=1");
  fireEvent.click(await screen.findByLabelText(/^People office/));
  await press(t("ui.save"));
  expect(await screen.findByText(t("identity.ui.no_roles"))).toBeTruthy();
  expect(writes(asked)[0]!.body).toEqual({ roles: [] });
});

test("one token is revoked by name, or all of them", async () => {
  const asked = company({ "DELETE /accounts/1/tokens/7": () => ({ done: true }), "DELETE /accounts/1/tokens": () => ({ done: true }) });
  show("/accounts/1");
  await press(new RegExp(`${t("identity.ui.revoke")} .*feed`));
  await press(t("identity.ui.revoke"));
  await waitFor(() => expect(writes(asked).map(({ path }) => path)).toEqual(["/accounts/1/tokens/7"]));
  await press(new RegExp(`^${t("identity.ui.revoke_all")} `));
  await press(t("identity.ui.revoke_all"));
  await waitFor(() => expect(writes(asked).map(({ path }) => path)).toEqual(["/accounts/1/tokens/7", "/accounts/1/tokens"]));
});

test("where mail is set up people are invited, invited again, and the list says who has not come", async () => {
  const invited = account(3, "Elm", { has_password: false, invited_at: "2026-11-01T03:04:05Z", invitation_sent_at: "2026-11-01T03:04:06Z", code_expires_at: null });
  const asked = company({
    "GET /accounts": () => ({ items: [invited], next: null }),
    "GET /accounts/3": () => invited,
    "GET /accounts/3/tokens": () => ({ items: [] }),
    "GET /invitations": () => ({ possible: true, open: 0, over: 1 }),
    "POST /invitations": () => ({ items: [invited] }),
    "DELETE /invitations/3": () => invited,
  });
  show("/accounts/3");
  expect(await screen.findByText(t("identity.ui.state_invite_over"))).toBeTruthy();
  expect(await screen.findByText(t("identity.ui.invited_count", { open: 0, over: 1 }))).toBeTruthy();
  await press(t("identity.ui.invite_again"));
  await press(t("identity.ui.invite_revoke"));
  await waitFor(() => expect(writes(asked).map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /invitations", "DELETE /invitations/3"]));
});

test("where no mail is set up nobody is offered a letter", async () => {
  company({ "GET /invitations": () => ({ possible: false, open: 0, over: 0 }) });
  show("/accounts/1");
  await screen.findByRole("button", { name: t("identity.ui.new_code") });
  expect(screen.queryByRole("button", { name: t("identity.ui.invite") })).toBeNull();
});
