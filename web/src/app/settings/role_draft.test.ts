import { expect, test } from "vitest";
import { cellOf, changesOf, codeFor, heldBy, tickOf, ticksOf, turned } from "./role_draft";

const list = {
  items: [],
  permissions: [
    { permission: "kpi.read", module: "kpi", through: ["self", "unit", "chain", "partner", "company"] as never },
    { permission: "identity.manage", module: "identity", through: ["company"] as never },
  ],
  field_classes: ["work", "contact"],
};
const role = { rights: [{ permission: "kpi.read", through: ["unit", "self"] as never }], sees: [{ field_class: "contact", through: ["self"] as never }] };

test("ticks there and back say the same role, in the order of the document", () => {
  expect(heldBy(ticksOf(role), list as never)).toEqual({ rights: [{ permission: "kpi.read", through: ["self", "unit"] }], sees: role.sees });
});

test("the whole company contains each narrower reach; what means nothing cannot be ticked", () => {
  const ticks = turned(ticksOf(role), tickOf("kpi.read", "company"));
  expect(cellOf(ticks, "kpi.read", "unit", ["unit"])).toBe("ticked");
  expect(cellOf(ticks, "kpi.read", "chain", ["chain"])).toBe("contained");
  expect(cellOf(ticks, "identity.manage", "unit", ["company"])).toBe("none");
  expect(cellOf(ticks, "identity.manage", "company", ["company"])).toBe("open");
});

test("a tick that is set and taken away again is no change", () => {
  const before = ticksOf(role);
  const tick = tickOf("kpi.read", "chain");
  expect([...changesOf(before, turned(before, tick))]).toEqual([tick]);
  expect(changesOf(before, turned(turned(before, tick), tick)).size).toBe(0);
});

test("a code comes from the name and is nobody else's", () => {
  expect(codeFor("Line Clerk", [])).toBe("line_clerk");
  expect(codeFor("Line Clerk", ["line_clerk"])).toBe("line_clerk_2");
  expect(codeFor("统计员", [])).toBe("role");
});
