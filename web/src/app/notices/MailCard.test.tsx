import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import type { Translate } from "~/ui/i18n/words";
import MailCard from "./MailCard";

let t: Translate;
beforeEach(() => {
  t = speak("en");
});
afterEach(() => vi.unstubAllGlobals());

const stored = { mails: true, kinds: [{ kind: "kpi.breach_fired", mail: "now" }, { kind: "kpi.figures_late", mail: "daily" }], quiet_from: 1320, quiet_to: 420, version: 3 };

test("what is chosen for each kind and the quiet hours are sent together", async () => {
  const asked = serve({ "GET /me/notice-settings": () => stored, "PUT /me/notice-settings": () => ({ ...stored, version: 4 }) });
  open(<MailCard />, "/me");
  const kind = await screen.findByRole("group", { name: t("kpi.breach_fired") });
  fireEvent.click(within(kind).getByRole("button", { name: t("notices.mail_none") }));
  expect(screen.getByLabelText<HTMLInputElement>(t("notices.mail_from")).value).toBe("22:00");
  fireEvent.change(screen.getByLabelText(t("notices.mail_to")), { target: { value: "08:30" } });
  fireEvent.click(screen.getByRole("button", { name: t("ui.save") }));
  await waitFor(() => expect(asked.some(({ method }) => method === "PUT")).toBe(true));
  expect(asked.find(({ method }) => method === "PUT")!.body).toEqual({
    kinds: [{ kind: "kpi.breach_fired", mail: "none" }, { kind: "kpi.figures_late", mail: "daily" }],
    quiet_from: 1320,
    quiet_to: 510,
  });
  expect((await screen.findByRole("status")).textContent).toContain("Saved");
});

test("half of the quiet hours is not sent", async () => {
  const asked = serve({ "GET /me/notice-settings": () => stored });
  open(<MailCard />, "/me");
  fireEvent.change(await screen.findByLabelText(t("notices.mail_to")), { target: { value: "" } });
  fireEvent.click(screen.getByRole("button", { name: t("ui.save") }));
  expect(await screen.findByText(t("notices.mail_both"))).toBeTruthy();
  expect(asked.filter(({ method }) => method === "PUT")).toEqual([]);
});

test("where no mail is sent there is nothing to choose", async () => {
  const asked = serve({ "GET /me/notice-settings": () => ({ ...stored, mails: false }) });
  open(<MailCard />, "/me");
  await waitFor(() => expect(asked.length).toBe(1));
  expect(screen.queryByText(t("notices.mail"))).toBeNull();
});
