// Serves dev/company.mjs as the API on 8787: `node dev/fixture.mjs`, then `npm run dev`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import * as c from "./company.mjs";
import { answers } from "./answers.mjs";

const port = Number(process.env.PORT ?? 8787);
const streams = new Set();
let signedIn = process.env.SIGNED_OUT !== "1";

function json(reply, body, status = 200) {
  reply.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" });
  reply.end(JSON.stringify(body));
}

function live(reply) {
  reply.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  reply.write(": hello\n\n");
  streams.add(reply);
  reply.on("close", () => streams.delete(reply));
}

function session(request, reply) {
  if (request.method === "DELETE") signedIn = false;
  if (request.method === "POST") signedIn = true;
  if (!signedIn) return json(reply, { type: "about:blank", title: "没有登录", status: 401 }, 401);
  return json(reply, c.me);
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  return request.headers["content-type"]?.includes("json") && text ? JSON.parse(text) : text;
}

const types = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json" };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types default";

/** The built client under the strictest policy, as the server gives it. */
async function still(path, reply) {
  const file = extname(path) ? path : "/index.html";
  try {
    const body = await readFile(new URL(`../dist${file}`, import.meta.url));
    reply.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain", "content-security-policy": policy });
    reply.end(body);
  } catch {
    reply.writeHead(404).end();
  }
}

createServer(async (request, reply) => {
  const url = new URL(request.url, "http://fixture");
  const path = url.pathname.replace(/^\/api\/v1/, "");
  if (!url.pathname.startsWith("/api/")) return still(url.pathname, reply);
  if (path === "/live") return live(reply);
  if (path === "/session") return session(request, reply);
  if (path === "/tell") {
    const event = `event: ${url.searchParams.get("topic")}\ndata: ${url.searchParams.get("data") ?? "{}"}\n\n`;
    streams.forEach((stream) => stream.write(event));
    return json(reply, {});
  }
  const body = await bodyOf(request);
  const found = answers.find(([method, pattern]) => method === request.method && pattern.test(path));
  if (!found) return json(reply, { type: "about:blank", title: "没有这条路", status: 404, detail: path }, 404);
  const result = found[2](found[1].exec(path).slice(1), url.searchParams, body);
  return json(reply, result, result?.status >= 400 ? result.status : 200);
}).listen(port, "127.0.0.1", () => console.log(`fixture on ${port}`));
