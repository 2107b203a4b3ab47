import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Asked, open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import type { Translate } from "~/ui/i18n/words";
import AccessPage from "./AccessPage";

let t: Translate;
beforeEach(() => {
  t = speak("en");
  sessionStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

const session = (id: number, client: string, current = false) => ({ id, client, created_at: "2026-01-02T03:04:05Z", used_at: `2026-01-0${id}T03:04:05Z`, expires_at: "2999-01-01T00:00:00Z", current });
const made = { id: 9, label: "scale", scopes: ["identity.manage"], created_at: "2026-01-02T03:04:05Z", expires_at: "2999-01-01T00:00:00Z", last_used_at: null };
const refused = (status: number, title: string, errors: unknown[] = []) => ({ type: "x", title, status, errors });

function mine(more: Parameters<typeof serve>[0] = {}) {
  return serve({
    "GET /me/sessions": () => ({ items: [session(1, "10.0.0.1"), session(2, "10.0.0.2", true), session(3, "10.0.0.3")] }),
    "GET /tokens": () => ({ items: [] }),
    ...more,
  });
}
const show = (address = "/me/access") => open(<AccessPage />, address, { permissions: ["identity.manage"] });
const writes = (asked: Asked[]) => asked.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name, hidden: true }));
const type = (label: string | RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test("this window comes first and cannot be ended here; another one is ended by its place", async () => {
  const asked = mine({ "DELETE /me/sessions/3": () => ({ done: true }) });
  show();
  const places = (await screen.findAllByText(/^10\.0\.0\./)).map((place) => place.textContent);
  expect(places).toEqual(["10.0.0.2", "10.0.0.3", "10.0.0.1"]);
  await press(new RegExp(`^${t("identity.ui.end")} .*10\\.0\\.0\\.3`));
  await press(t("identity.ui.end"));
  await waitFor(() => expect(writes(asked)).toEqual(["DELETE /me/sessions/3"]));
});

test("all others are ended together; what was refused is told", async () => {
  const asked = mine({ "DELETE /me/sessions/3": () => ({ done: true }), "DELETE /me/sessions/1": () => refused(404, "There is no such session") });
  show();
  await press(new RegExp(`^${t("identity.ui.end_others")} `));
  await press(t("identity.ui.end_others"));
  expect(await screen.findByText("There is no such session")).toBeTruthy();
  expect(writes(asked).toSorted()).toEqual(["DELETE /me/sessions/1", "DELETE /me/sessions/3"]);
});

test("a password is typed twice; what is wrong with it stands at its field; nothing typed is kept", async () => {
  let known = false;
  const asked = mine({
    "PUT /me/password": () => (known ? { done: true } : refused(400, "See each place", [{ pointer: "/current", key: "k", detail: "This is not your password" }])),
  });
  show();
  type(t("identity.ui.password_now"), "old");
  type(t("identity.ui.password_new"), "a longer one");
  type(t("identity.ui.password_again"), "a longer on");
  await press(t("identity.ui.password_change"));
  expect(writes(asked)).toEqual([]);
  type(t("identity.ui.password_again"), "a longer one");
  await press(t("identity.ui.password_change"));
  expect(await screen.findByText("This is not your password")).toBeTruthy();
  expect(screen.getByLabelText(t("identity.ui.password_now")).getAttribute("aria-invalid")).toBe("true");
  known = true;
  await press(t("identity.ui.password_change"));
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(t("identity.ui.password_now")).value).toBe(""));
  expect(screen.getByText(/Your other sessions have ended/)).toBeTruthy();
  expect(asked.at(-1)!.path).not.toBe("/me/password"); // What ended with it is asked for again.
  expect(sessionStorage.length).toBe(0);
});

test("a token needs something that it may do; its secret is shown once and kept nowhere", async () => {
  const asked = mine({ "POST /tokens": () => ({ token: made, secret: "t_secret" }) });
  show("/me/access?edit=token");
  type(t("identity.token.label"), "scale");
  await press(t("identity.ui.token_make"));
  expect(screen.getByText(t("identity.ui.token_needs_scope"))).toBeTruthy();
  expect(writes(asked)).toEqual([]);
  fireEvent.click(screen.getByLabelText(t("identity.manage")));
  await press(t("identity.ui.token_make"));
  expect((await screen.findByLabelText<HTMLInputElement>(t("identity.ui.token_secret"))).value).toBe("t_secret");
  expect(asked.find(({ method }) => method === "POST")!.body).toMatchObject({ label: "scale", scopes: ["identity.manage"] });
  expect(JSON.stringify(sessionStorage)).not.toContain("t_secret");
  await press(t("identity.ui.token_kept"));
  expect(screen.queryByDisplayValue("t_secret")).toBeNull();
});

test("each card fails by itself and is tried again by itself", async () => {
  let works = false;
  mine({ "GET /tokens": () => (works ? { items: [made] } : refused(500, "Broken")) });
  show();
  expect(await screen.findByText("Broken")).toBeTruthy();
  expect(screen.getByText("10.0.0.2")).toBeTruthy();
  works = true;
  await press(t("ui.retry"));
  expect(await screen.findByText("scale")).toBeTruthy();
});
