import { describe, expect, test } from "vitest";
import { partsOf, stillNamed, typedName, withName } from "./comment_text";

const li = { person: 1, name: "Li" };
const lily = { person: 2, name: "Lily" };
const wang = { person: 3, name: "王伟" };

describe("a name that is typed", () => {
  test("begins with an @ at the beginning of a word, and ends with a blank", () => {
    expect(typedName("see @Li", 7)).toEqual({ at: 4, q: "Li" });
    expect(typedName("@", 1)).toEqual({ at: 0, q: "" });
    expect(typedName("看一下，@王", 6)).toEqual({ at: 4, q: "王" });
    expect(typedName("mail li@north.example", 21)).toBeNull();
    expect(typedName("see @Li now", 11)).toBeNull();
    expect(typedName("see @Li now", 6)).toEqual({ at: 4, q: "L" });
  });

  test("gives way to the whole name", () => {
    expect(withName("see @L now", 4, 6, "Lily")).toEqual({ text: "see @Lily now", caret: 10 });
  });
});

describe("a text", () => {
  test("shows whom it names, the longer name first", () => {
    expect(partsOf("ask @Lily and @Li, 或@王伟", [li, lily, wang])).toEqual([
      { text: "ask " },
      { text: "@Lily", person: 2 },
      { text: " and " },
      { text: "@Li", person: 1 },
      { text: ", 或" },
      { text: "@王伟", person: 3 },
    ]);
  });

  test("mentions nobody whose name was deleted again", () => {
    expect(stillNamed("ask @Lily twice, @Lily", [li, lily])).toEqual([2]);
    expect(stillNamed("ask", [li])).toEqual([]);
  });
});
