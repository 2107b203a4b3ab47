import { expect, test } from "vitest";
import type { Me } from "~/api/types";
import { homeOf, menuOf, modules } from "./modules";

const me = (...permissions: string[]) => ({ modules: modules.map(({ name }) => name as string), permissions }) as unknown as Me;
const paths = (of: Me) => menuOf(of).map(({ path }) => path);

test("home is one's day, and another page while its module is switched off", () => {
  const without = (...off: string[]) => ({ ...me("dashboard.read", "kpi.read"), modules: modules.map(({ name }) => name as string).filter((name) => !off.includes(name)) });
  expect(homeOf(me("dashboard.read", "platform.approvals"))).toBe("/");
  expect(homeOf(without("dashboard"))).toBe(menuOf(without("dashboard"))[0]!.path);
  expect(homeOf(without("dashboard"))).not.toBe("/");
  expect(homeOf(me("tenancy.manage"))).toBe("/settings");
  expect(homeOf(me("tenancy.manage", "kpi.read", "dashboard.read"))).toBe("/");
  expect(homeOf({ ...me(), modules: [] })).toBe("/me");
});

test("a page that needs a permission is in nobody's menu who lacks it", () => {
  expect(paths(me())).toEqual([]);
  expect(paths(me("identity.manage"))).toEqual(["/accounts", "/settings"]);
  expect(paths(me("people.read"))).toEqual(["/people"]);
  expect(paths(me("okr.read"))).toEqual(["/okr"]);
  expect(paths(me("kpi.read"))).toEqual(["/kpi"]);
  expect(homeOf(me("people.read"))).toBe("/people");
});
