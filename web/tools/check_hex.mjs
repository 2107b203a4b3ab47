// No colour outside the tokens: every other file names one of them.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const allowed = new Set(["src/ui/tokens.css"]);
const hex = /#[0-9a-f]{3,8}\b/gi;

const found = [];
for (const entry of readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })) {
  const path = relative(root, join(entry.parentPath, entry.name));
  if (!entry.isFile() || !/\.(css|tsx?)$/.test(path) || allowed.has(path)) continue;
  readFileSync(join(root, path), "utf8")
    .split("\n")
    .forEach((line, index) => {
      for (const match of line.match(hex) ?? []) found.push(`${path}:${index + 1} ${match}`);
    });
}
if (found.length) {
  console.error(`colours outside src/ui/tokens.css:\n${found.join("\n")}`);
  process.exit(1);
}
