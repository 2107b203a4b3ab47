import { fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import type { Translate } from "~/ui/i18n/words";
import StartPage from "./StartPage";

let t: Translate;
beforeEach(() => {
  t = speak("en");
});
afterEach(() => vi.unstubAllGlobals());

test("how long a password has to be says the server, at the field; nothing typed is kept on the device", async () => {
  const asked = serve({ "POST /first-start": () => ({ type: "x", title: "See each place", status: 400, errors: [{ pointer: "/password", key: "k", detail: "A password has at least 10 characters" }] }) });
  open(<StartPage />, "/start?token=t");
  const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
  const type = (label: string, value: string) => fireEvent.change(field(label), { target: { value } });
  const send = () => fireEvent.click(screen.getByRole("button", { name: t("identity.ui.create") }));
  type(t("identity.ui.name"), "Lin");
  type(t("identity.ui.login"), "lin");
  type(t("identity.ui.password"), "short");
  type(t("identity.ui.password_again"), "shirt");
  send();
  expect(asked).toEqual([]);
  expect(field(t("identity.ui.password_again")).getAttribute("aria-invalid")).toBe("true");
  type(t("identity.ui.password_again"), "short");
  send();
  expect(await screen.findByText("A password has at least 10 characters")).toBeTruthy();
  expect(field(t("identity.ui.password")).getAttribute("aria-invalid")).toBe("true");
  expect(field(t("identity.ui.password")).maxLength).toBe(200);
  expect(sessionStorage.length).toBe(0);
});
