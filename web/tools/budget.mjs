// Holds the build to the budgets of the interface (gzip, JavaScript and styles of a first visit).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
const kilobyte = 1000;
const limits = { shell: 120, route: 200, phone: 60, font: 49 };

/** Pages an employee opens on a phone: no Ant Design, no charts. */
const phonePages = ["src/modules/dashboard/pages/DayPage.tsx", "src/modules/okr/pages/CheckInPage.tsx", "src/modules/kpi/pages/EntryPage.tsx", "src/app/pages/InboxPage.tsx"];
/** The words of one language: those of the others are never fetched on the same visit. */
const words = (key) => /i18n\/zh\.json$/.test(key);

const sizes = new Map();
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length);
  return sizes.get(file);
}

/** Every file that a chunk needs before it runs. */
function filesOf(key, into = new Set()) {
  const chunk = manifest[key];
  if (!chunk || into.has(chunk.file)) return into;
  into.add(chunk.file);
  for (const css of chunk.css ?? []) into.add(css);
  for (const next of chunk.imports ?? []) filesOf(next, into);
  return into;
}

/**
 * What a page shows on its first screen although it is loaded by itself: it counts, with its module's
 * words. What stands further down, like a metric's objectives, comes when the page is there.
 */
const together = {
  // On a phone; the desk's sheet is a page of its own size.
  "src/modules/kpi/pages/EntryPage.tsx": ["src/modules/kpi/parts/EntryPhone.tsx"],
  "src/modules/kpi/pages/MetricPage.tsx": ["src/ui/charts/Trend.tsx"],
  "src/modules/dashboard/pages/BoardPage.tsx": [
    "src/modules/okr/parts/ObjectiveRail.tsx",
    "src/modules/kpi/parts/MetricRail.tsx",
  ],
};
/** The style guide shows every control there is on one page; nobody works there. */
const exempt = new Set(["src/app/pages/StylePage.tsx"]);

const sum = (files) => [...files].reduce((total, file) => total + size(file), 0) / kilobyte;

const shell = filesOf("index.html");
for (const key of Object.keys(manifest)) {
  if (words(key) && key.startsWith("src/app/i18n/")) filesOf(key, shell);
}

const problems = [];
const rows = [];
function check(name, kilobytes, limit) {
  rows.push(`${name.padEnd(28)} ${kilobytes.toFixed(1).padStart(7)} kB  of ${limit}`);
  if (kilobytes > limit) problems.push(`${name}: ${kilobytes.toFixed(1)} kB, allowed ${limit}`);
}

check("shell", sum(shell), limits.shell);
for (const key of Object.keys(manifest)) {
  const page = /src\/(?:modules\/(\w+)|app)\/pages\/(\w+)\.tsx$/.exec(key);
  if (!page || exempt.has(key)) continue;
  const files = filesOf(key);
  const parts = together[key] ?? [];
  for (const part of parts) {
    if (!manifest[part]) problems.push(`${part}: there is no such chunk`);
    filesOf(part, files);
  }
  const owners = [key, ...parts].flatMap((path) => /src\/modules\/(\w+)/.exec(path)?.[1] ?? []);
  for (const word of Object.keys(manifest)) {
    if (words(word) && owners.some((owner) => word.includes(`/modules/${owner}/`))) filesOf(word, files);
  }
  const own = new Set([...files].filter((file) => !shell.has(file)));
  const phone = phonePages.includes(key);
  check(page[2], sum(own), phone ? limits.phone : limits.route);
  const heavy = [...own].filter((file) => /antd|echarts/.test(file));
  if (phone && heavy.length) problems.push(`${page[2]} loads ${heavy.join(", ")}`);
}
for (const { file } of Object.values(manifest)) {
  if (file.endsWith(".woff2")) check(file.replace("assets/", ""), size(file) / kilobyte, limits.font);
}
console.log(rows.join("\n"));
if (problems.length) {
  console.error(`over budget:\n${problems.join("\n")}`);
  process.exit(1);
}
