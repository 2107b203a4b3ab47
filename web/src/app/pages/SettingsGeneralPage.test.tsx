import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Asked, open, serve } from "~/test_pages";
import { speak } from "~/test_words";
import { translate } from "~/ui/i18n/words";
import { SettingsCard } from "../settings/SettingsCard";
import { moduleName } from "../settings/module_name";
import { maySet, settable } from "../settings/rights";
import { ModulesCard } from "../settings/ModulesCard";
import { RolesCard } from "../settings/RolesCard";
import SettingsGeneralPage from "./SettingsGeneralPage";

const modules = ["tenancy", "identity", "okr"];
const role = {
  code: "lead",
  names: { zh: "经理", en: "Manager" },
  built_in: true,
  rights: [
    { permission: "okr.read", through: ["company"] },
    { permission: "okr.write", through: ["self", "chain"] },
    { permission: "okr.check_in", through: ["chain"] },
  ],
  sees: [{ field_class: "pay", through: ["self"] }],
  version: 1,
};

beforeEach(() => {
  speak("en");
  sessionStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

const refused = (status: number, title: string) => ({ type: "x", title, status, errors: [] });
const put = (asked: Asked[]) => asked.filter(({ method }) => method === "PUT");
const days = () => screen.findByLabelText<HTMLInputElement>(/^Days until/);
const type = async (text: string) => fireEvent.change(await days(), { target: { value: text } });
const save = () => fireEvent.click(screen.getByRole("button", { name: "Save" }));

function company(more: Parameters<typeof serve>[0] = {}) {
  return serve({
    "GET /settings/identity": () => ({ settings: { session_days: 14, idle_hours: 24 }, version: 3 }),
    "PUT /settings/identity": ({ body }) => ({ settings: body, version: 4 }),
    "GET /modules": () => ({ items: [{ name: "identity", on: true, optional: false }, { name: "okr", on: true, optional: true }] }),
    "PUT /modules/okr": ({ body }) => ({ name: "okr", optional: true, ...(body as object) }),
    "GET /roles": () => ({ items: [role] }),
    ...more,
  });
}
/** The three parts that were one page: settings, modules, roles, each for whoever holds its right. */
const show = (permissions = ["identity.manage", "tenancy.manage"]) =>
  open(
    <>
      <SettingsGeneralPage />
      {permissions.includes("tenancy.manage") ? <ModulesCard /> : null}
      {permissions.includes("identity.manage") ? <RolesCard /> : null}
    </>,
    "/settings/general",
    { permissions, modules },
  );

test("a setting keeps the bounds of the document and is saved at its version; then it says so", async () => {
  const asked = company();
  show();
  expect((await days()).value).toBe("14");
  expect(document.activeElement).toBe(document.body);
  expect(screen.getByText("1 to 90")).toBeTruthy();
  await type("91");
  save();
  expect(await screen.findByText("At most 90")).toBeTruthy();
  expect(put(asked)).toEqual([]);
  await type("30");
  save();
  expect(await screen.findByText(/^Saved at \d/, { selector: "[role=status]" })).toBeTruthy();
  expect(put(asked)).toMatchObject([{ path: "/settings/identity", body: { session_days: 30 }, version: '"v3"' }]);
  await waitFor(async () => expect((await days()).value).toBe("30")); // the form is made anew at the new version
  await type("31");
  save();
  await waitFor(() => expect(put(asked)).toHaveLength(2));
  expect(put(asked)[1]).toMatchObject({ body: { session_days: 31 }, version: '"v4"' });
});

test("changes are dropped by the button that says so, from the draft too", async () => {
  company();
  const { unmount } = show();
  await type("30");
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect((await days()).value).toBe("14");
  unmount();
  show();
  expect((await days()).value).toBe("14");
});

test("somebody else was quicker: both values are shown, and the chosen one is saved at the newer version", async () => {
  let stored = { settings: { session_days: 14, idle_hours: 24 }, version: 3 };
  const asked = company({
    "GET /settings/identity": () => stored,
    "PUT /settings/identity": ({ body, version }) => (version === '"v3"' ? refused(412, "Changed") : { settings: body, version: 6 }),
  });
  show();
  await type("30");
  stored = { settings: { session_days: 7, idle_hours: 24 }, version: 5 };
  save();
  const group = await screen.findByRole("alert");
  expect(within(group).getByText("30")).toBeTruthy();
  fireEvent.click(within(group).getByLabelText(/7$/));
  save();
  await screen.findByText(/^Saved at/);
  expect(put(asked)[1]).toMatchObject({ body: { session_days: 7 }, version: '"v5"' });
});

test("what is refused is said where it was pressed", async () => {
  company({ "PUT /settings/identity": () => refused(403, "Not yours"), "PUT /modules/okr": () => refused(409, "Needed by others") });
  show();
  await type("30");
  save();
  expect(await screen.findByText("Not yours")).toBeTruthy();
  fireEvent.click(await screen.findByRole("switch", { name: "Objectives" }));
  expect(await screen.findByText("Needed by others")).toBeTruthy();
  expect(screen.queryByText(/^Saved at/)).toBeNull();
});

test("one part fails by itself and can be tried again", async () => {
  let broken = true;
  company({ "GET /settings/identity": () => (broken ? refused(500, "Broken") : { settings: { session_days: 14, idle_hours: 24 }, version: 3 }) });
  show();
  expect(await screen.findByText("Broken")).toBeTruthy();
  expect(await screen.findByRole("switch")).toBeTruthy();
  broken = false;
  fireEvent.click(screen.getByRole("button", { name: translate("ui.retry") }));
  expect((await days()).value).toBe("14");
});

test("a module is switched, one that is always on has no switch; then everything is asked for again", async () => {
  const asked = company();
  show(["tenancy.manage"]);
  expect(await screen.findAllByRole("switch")).toHaveLength(1);
  expect(screen.getByText("Always on")).toBeTruthy();
  fireEvent.click(screen.getByRole("switch", { name: "Objectives" }));
  await waitFor(() => expect(asked.filter(({ path }) => path === "/modules")).toHaveLength(2));
  expect(put(asked)).toMatchObject([{ path: "/modules/okr", body: { on: false } }]);
});

test.each([
  ["en", "Manager", "Units they lead and those below", "Write objectives, Check in", "Pay"],
  ["zh", "经理", "自己负责的单位及下级", "编写目标、更新进展", "薪酬"],
] as const)("a role says in words what it may do and on whose data (%s)", async (language, name, whom, may, sees) => {
  speak(language);
  company();
  show(["identity.manage"]);
  fireEvent.click(await screen.findByText(name));
  const row = screen.getByRole("rowheader", { name: whom }).closest("tr")!;
  expect(within(row).getAllByRole("cell").map(({ textContent }) => textContent)).toEqual([may, "—"]);
  expect(screen.getAllByRole("rowheader")).toHaveLength(3);
  expect(screen.getByRole("cell", { name: sees })).toBeTruthy();
});

test("who may set nothing is told so, and asks for nothing", () => {
  const asked = company();
  show([]);
  expect(screen.getByText(translate("settings.ui.none"))).toBeTruthy();
  expect(asked).toEqual([]);
});

test("a group is there for whoever holds its permission while its module is on", () => {
  const held = { identity: "identity.manage", pay: "pay.rules" };
  const me = (permissions: string[], on: string[]) => ({ permissions, modules: on }) as never;
  expect(settable(me(["identity.manage", "pay.rules"], ["identity"]), held)).toEqual(["identity"]);
  expect(settable(me(["pay.rules"], ["identity", "pay"]), held)).toEqual(["pay"]);
  expect(maySet(me(["people.read"], modules))).toBe(false);
  expect(maySet(me(["tenancy.manage"], modules))).toBe(true);
});

test("a module that is new here brings its own form and needs no words of this page", async () => {
  company({ "GET /settings/pay": () => ({ settings: { round: false }, version: 1 }), "PUT /settings/pay": ({ body }) => ({ settings: body, version: 2 }) });
  open(<SettingsCard module="pay" schema={{ round: { kind: "flag", required: true, nullable: false } }} />, "/settings");
  fireEvent.click(await screen.findByLabelText("setting.pay.round"));
  save();
  expect(await screen.findByText(/^Saved at/)).toBeTruthy();
});

test.each(["zh", "en"] as const)("each module of the server has a name (%s)", (language) => {
  const t = speak(language);
  const worded = readdirSync("../src/modules", { withFileTypes: true }).filter((entry) => entry.isDirectory() && readdirSync(`../src/modules/${entry.name}`).includes("i18n"));
  for (const { name } of worded) expect([name, moduleName(name, t)]).not.toEqual([name, name]);
});
