// Takes checks out of a copy, one at a time, and sees whether a test notices:
//
//   node guards.mjs [--all] [--only WORDS] [--count N]
//
// Every text of list.mjs is looked for each time. N of the checks (3) are tried, others with each commit; --all tries all,
// --only those whose description holds the words. The copy and its build lie in build/guards.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { guards } from "./list.mjs";

const { values: given } = parseArgs({
  options: {
    all: { type: "boolean", default: false },
    only: { type: "string" },
    count: { type: "string", default: "3" },
  },
});
const root = join(import.meta.dirname, "../..");
const copy = join(root, "build/guards");
/** The flavour that has been built already: the compiler's cache knows nearly all of it. */
const preset = process.env.TWINRAIL_TEST_BUILD ?? "asan";
let passed = 0;
let failed = 0;

function say(holds, what, why = "") {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? "ok" : "NOT OK"} ${what}${holds || why === "" ? "" : `\n${why.replace(/^/gm, "  ")}`}`);
}

const times = (text, part) => text.split(part).length - 1;

function lookForTexts() {
  for (const { what, file, text, program, test } of guards) {
    const found = existsSync(join(root, file)) ? times(readFileSync(join(root, file), "utf8"), text) : 0;
    if (found !== 1) say(false, `${what}: ${file} holds its text ${found} times`, text);
    const tests = execFileSync("git", ["-C", root, "grep", "-lF", test, "--", "*_test.cpp"], { encoding: "utf8" });
    if (tests === "") say(false, `${what}: ${program} has no such case`, test);
  }
  say(failed === 0, `${guards.length} checks stand where the list says`);
}

/** What is gone here is gone there. */
function removeGone() {
  if (!existsSync(join(copy, "src"))) return;
  for (const folder of ["src", "tests", "cmake"])
    for (const name of readdirSync(join(copy, folder), { recursive: true }))
      if (!existsSync(join(root, folder, name))) rmSync(join(copy, folder, name), { recursive: true, force: true });
}

/** The tracked files as they are now; what has not changed keeps its time, so that little is built again. */
function makeCopy() {
  removeGone();
  const list = ["-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  for (const name of execFileSync("git", list, { encoding: "utf8" }).split("\0")) {
    if (name === "" || !existsSync(join(root, name))) continue;
    const [from, to] = [join(root, name), join(copy, name)];
    if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) continue;
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
  }
}

/** A case that waits for what a check would have refused never ends by itself: it has noticed, too. */
const caseMs = 180_000;

function run(command, args, timeout) {
  const done = spawnSync(command, args, { cwd: copy, encoding: "utf8", maxBuffer: 1 << 28, timeout, killSignal: "SIGKILL" });
  return { good: done.status === 0, text: `${done.stdout}${done.stderr}`.slice(-3000) };
}

const build = (program) => run("ninja", ["-C", `build/${preset}`, program]);
/** A comma separates two patterns. */
const tried = ({ program, test }) => run(`build/${preset}/${program}`, [`-tc=${test.replaceAll(",", "?")}`], caseMs);
const ranSomething = (text) => !/test cases:\s*0/.test(text);

/** Takes one check out, and puts it back whatever happens. */
function tryGuard(guard) {
  const file = join(copy, guard.file);
  const good = readFileSync(file, "utf8");
  writeFileSync(file, good.replace(guard.text, () => guard.instead));
  try {
    const built = build(guard.program);
    if (!built.good) return say(false, `${guard.what}: does not compile without the check`, built.text);
    const { good: silent, text } = tried(guard);
    say(!silent && ranSomething(text), guard.what, `no test fails without the check\n${text}`);
  } finally {
    writeFileSync(file, good);
  }
}

/** With the checks in place the cases pass: or else their failure would say nothing. */
function tryWhole(chosen) {
  for (const program of new Set(chosen.map((guard) => guard.program))) {
    const built = build(program);
    if (!built.good) say(false, `${program} builds`, built.text);
  }
  for (const guard of chosen) {
    const { good, text } = tried(guard);
    if (!good || !ranSomething(text)) say(false, `${guard.program}: ${guard.test}`, text);
  }
}

/** Others with each commit, so that all have their turn. */
function sample() {
  const head = execFileSync("git", ["-C", root, "rev-parse", "HEAD"], { encoding: "utf8" });
  const first = Number.parseInt(head.slice(0, 8), 16);
  return Array.from({ length: Number(given.count) }, (_, at) => guards[(first + at * 13) % guards.length]);
}

function choose() {
  if (given.only !== undefined) return guards.filter(({ what }) => what.includes(given.only));
  return given.all ? guards : sample();
}

lookForTexts();
if (failed === 0) {
  const chosen = choose();
  makeCopy();
  const configured = run("cmake", ["--preset", preset]);
  if (configured.good) tryWhole(chosen);
  else say(false, "the copy is configured", configured.text);
  if (failed === 0) for (const guard of chosen) tryGuard(guard);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
