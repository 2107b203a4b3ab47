// Writes a .gz beside every text file of the build, so that the server never compresses at run time.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist", import.meta.url).pathname;
const texts = new Set([".js", ".css", ".html", ".svg", ".json", ".webmanifest"]);
/** Below this a second file costs more than it saves. */
const minBytes = 1024;

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !texts.has(extname(path))) continue;
  const body = readFileSync(path);
  if (body.length >= minBytes) writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
}
