// A small client of the public API for the demo's scripts: signs in or takes a token, follows
// pages, and turns a refusal into one readable error.

import { setTimeout as pause } from "node:timers/promises";

/** Looks at an import; nothing is asserted about how long it takes. */
const looks = 2400;

/** Talks to one server; made with `signIn` or `withToken`. */
export class Client {
  constructor(base, headers) {
    this.base = base.replace(/\/+$/, "");
    this.headers = headers;
  }

  /** Sends one request to `path` below /api/v1 and gives the reply's JSON. */
  async send(method, path, body, headers = {}) {
    const reply = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...this.headers,
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    this.cookies = reply.headers.getSetCookie();
    return text === "" ? {} : JSON.parse(text);
  }

  get(path) {
    return this.send("GET", path);
  }

  post(path, body, headers) {
    return this.send("POST", path, body, headers);
  }

  /** A file for an inlet; gives the import when nothing is done about it any more. */
  async upload(inlet, body, type) {
    const reply = await fetch(`${this.base}/api/v1/inlets/${inlet}/imports?dry_run=false`, {
      method: "POST",
      headers: { ...this.headers, "content-type": type },
      body,
    });
    if (!reply.ok) throw new Error(`the file was not taken: ${reply.status} ${await reply.text()}`);
    return this.ended((await reply.json()).id);
  }

  /** An import, once it is over. */
  async ended(id) {
    for (let look = 0; look < looks; ++look) {
      const view = await this.get(`/imports/${id}`);
      if (!["checking", "writing", "undoing"].includes(view.state)) return view;
      await pause(25);
    }
    throw new Error("the import did not end");
  }

  /** All items of a list, page by page. */
  async list(path) {
    const items = [];
    let cursor = null;
    do {
      const glue = path.includes("?") ? "&" : "?";
      const page = await this.get(cursor ? `${path}${glue}cursor=${cursor}` : path);
      items.push(...page.items);
      cursor = page.next ? encodeURIComponent(page.next) : null;
    } while (cursor);
    return items;
  }
}

/** A client that carries the session of a signed-in person. */
export async function signIn(base, login, password) {
  const open = new Client(base, {});
  await open.post("/session", { login, password });
  const cookie = open.cookies.map((line) => line.split(";")[0]).join("; ");
  return new Client(base, { cookie });
}

/** A client that carries an API token. */
export function withToken(base, token) {
  return new Client(base, { authorization: `Bearer ${token}` });
}

/** The client that the options and the environment ask for: a token if there is one. */
export function clientFor(options) {
  const token = process.env.TWINRAIL_TOKEN;
  if (token) return withToken(options.url, token);
  const password = process.env.TWINRAIL_PASSWORD;
  if (options.login && password) return signIn(options.url, options.login, password);
  throw new Error("set TWINRAIL_TOKEN, or give --login and set TWINRAIL_PASSWORD");
}

/** Runs a script's main and says in one line what went wrong. */
export async function run(name, main) {
  try {
    await main();
  } catch (error) {
    console.error(`${name}: ${error.cause?.message ?? error.message}`);
    process.exitCode = 1;
  }
}
