import { expect, test } from "vitest";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.*", "!./keys.ts"], { query: "?raw", import: "default", eager: true });

test("the names of what the cache holds are written down in one file", () => {
  const literal = /queryKey:\s*\[|(?:refetchSoon|setQueryData|invalidateQueries)\([^)]*\[\s*"/;
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(Object.entries(sources).filter(([, text]) => literal.test(text)).map(([path]) => path)).toEqual([]);
});
