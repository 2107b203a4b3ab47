// The styles of the client: colours and sizes by their tokens, classes by their module.
//
//   node tools/check_css.mjs            checks
//   node tools/check_css.mjs --write    lowers the list of global files to what they have now
//
// A style file is a module (name.module.css). Those that were global before this rule are listed with
// their lines in global_css.json; they may shrink and go, not grow.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const web = join(import.meta.dirname, "..");
const listed = join(import.meta.dirname, "global_css.json");

/** The only file of colours; every other names one of them. */
const tokens = "src/ui/tokens.css";
const hex = /#[0-9a-f]{3,8}\b/gi;
/** Sizes that have a token: --s1 to --s6 between things, --r-… round corners. */
const spaced = /(?:padding|margin|gap)[\w-]*:[^;]*?(?<![-\d.])(?:4|8|12|16|24|32)px/;
const rounded = /border-radius:[^;]*?\b(?:5|7|10|12|14)px/;

const isModule = (path) => path.endsWith(".module.css");

/** Lines with what should be a token. */
export function withoutToken(path, text) {
  if (path === tokens) return [];
  return text.split("\n").flatMap((line, index) => {
    const found = line.match(hex) ?? [];
    const sizes = isModule(path) && (spaced.test(line) || rounded.test(line)) ? [line.trim()] : [];
    return [...found, ...sizes].map((what) => `${path}:${index + 1} ${what}: use a token of ${tokens}`);
  });
}

/**
 * Rules that scroll and are no place for what stands in them: a text for readers alone (.sr) lies
 * outside of the scrolled box then, and the page is as wide as that.
 */
export function unplaced(path, text) {
  const rules = text.replace(/\/\*[^]*?\*\//g, "").matchAll(/([^{};]+)\{([^{}]*\boverflow(?:-[xy])?: (?:auto|scroll)[^{}]*)\}/g);
  return [...rules].filter(([, , body]) => !/\bposition:/.test(body)).map(([, selector]) => `${path}: ${selector.trim()} scrolls: position: relative`);
}

/** New global files, grown ones, and what the list says too much. */
export function beyond(list, now) {
  const known = Object.entries(list).flatMap(([path, lines]) => {
    if (now[path] > lines) return [`${path}: ${now[path]} lines, at most ${lines}; write a module instead`];
    return now[path] === lines ? [] : [`${path} is smaller than its list says: check_css.mjs --write`];
  });
  const fresh = Object.keys(now).filter((path) => !(path in list));
  return [...known, ...fresh.map((path) => `${path}: new style files are modules (name.module.css)`)];
}

/** The classes of its own that a style file defines. */
function classesOf(text) {
  const own = text.replace(/\/\*[^]*?\*\//g, "").replace(/:global\([^)]*\)/g, "");
  const selectors = [...own.matchAll(/([^{};]+)\{/g)].map(([, selector]) => selector);
  return new Set(selectors.flatMap((selector) => selector.match(/\.[a-z]\w*/gi) ?? []).map((name) => name.slice(1)));
}

const imported = /import (\w+) from "([^"]+\.module\.css)"/g;

/** Which classes the sources take from each module, and the modules whose classes they choose at run time. */
function usesOf(sources) {
  const uses = {};
  for (const [path, text] of Object.entries(sources)) {
    for (const [, name, from] of text.matchAll(imported)) {
      const style = from.startsWith("~/") ? from.replace("~", "src") : join(dirname(path), from);
      const use = (uses[style] ??= { names: new Map(), chosen: false });
      for (const [, taken] of text.matchAll(new RegExp(`\\b${name}\\.(?!module)(\\w+)`, "g"))) use.names.set(taken, path);
      use.chosen ||= text.includes(`${name}[`);
    }
  }
  return uses;
}

/** Classes that a module does not have, and classes that nobody takes. */
export function misnamed(styles, sources) {
  const uses = usesOf(sources);
  return Object.entries(styles).flatMap(([path, text]) => {
    const own = classesOf(text);
    const { names, chosen } = uses[path] ?? { names: new Map(), chosen: false };
    const unknown = [...names].filter(([name]) => !own.has(name));
    const unused = chosen ? [] : [...own].filter((name) => !names.has(name));
    return [
      ...unknown.map(([name, source]) => `${source}: ${path} has no class ${name}`),
      ...unused.map((name) => `${path}: nobody uses .${name}`),
    ];
  });
}

function read(pattern) {
  const entries = readdirSync(join(web, "src"), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(web, join(entry.parentPath, entry.name)));
  return Object.fromEntries(paths.filter((path) => pattern.test(path)).sort().map((path) => [path, readFileSync(join(web, path), "utf8")]));
}

function main() {
  const sources = read(/\.tsx?$/);
  const all = read(/\.css$/);
  const styles = Object.fromEntries(Object.entries(all).filter(([path]) => isModule(path)));
  const now = Object.fromEntries(
    Object.entries(all).filter(([path]) => !isModule(path) && path !== tokens).map(([path, text]) => [path, text.split("\n").length - 1]),
  );
  const list = JSON.parse(readFileSync(listed, "utf8"));
  if (process.argv.includes("--write")) {
    const lower = Object.entries(list).filter(([path]) => path in now).map(([path, lines]) => [path, Math.min(lines, now[path])]);
    writeFileSync(listed, `${JSON.stringify(Object.fromEntries(lower), null, 2)}\n`);
    return;
  }
  const tokenless = Object.entries({ ...sources, ...all }).flatMap(([path, text]) => withoutToken(path, text));
  const loose = Object.entries(styles).flatMap(([path, text]) => unplaced(path, text));
  const found = [...tokenless, ...loose, ...beyond(list, now), ...misnamed(styles, sources)];
  if (found.length) console.error(found.join("\n"));
  process.exitCode = found.length ? 1 : 0;
}

if (process.argv[1] === import.meta.filename) main();
