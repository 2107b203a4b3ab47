import { expect, test } from "vitest";
import type { Me } from "~/api/types";
import { menuOf, modules } from "./modules";

const me = (...permissions: string[]) => ({ modules: modules.map(({ name }) => name as string), permissions }) as unknown as Me;
const paths = (of: Me) => menuOf(of).map(({ path }) => path);

test("a page that needs a permission is in nobody's menu who lacks it", () => {
  expect(paths(me())).not.toContain("/accounts");
  expect(paths(me("identity.manage"))).toContain("/accounts");
  expect(paths(me())).toContain("/board");
});
