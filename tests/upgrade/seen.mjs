// What a server answers of a kept company, without what depends on the day: node seen.mjs URL
const url = process.argv[2];

const signedIn = await fetch(`${url}/api/v1/session`, {
  method: "POST",
  headers: { "Content-Type": "application/json", "Twinrail-Tenant": "hengzhi" },
  body: JSON.stringify({ login: "hr", password: "twinrail-demo" }),
});
if (signedIn.status !== 200) throw new Error(`sign in: ${signedIn.status} ${await signedIn.text()}`);
const cookie = signedIn.headers.get("set-cookie").split(";")[0];

async function get(path) {
  const answer = await fetch(`${url}/api/v1${path}`, { headers: { Cookie: cookie, "Twinrail-Tenant": "hengzhi" } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Every item of a list, page by page. */
async function all(path) {
  const items = [];
  let next = null;
  do {
    const cursor = next ? `${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(next)}` : "";
    const page = await get(path + cursor);
    items.push(...page.items);
    next = page.next ?? null;
  } while (next);
  return items;
}

const by = (list, key) => list.map((item) => item[key]).sort();
const objectives = await all("/objectives");
const seen = {
  units: by(await all("/units"), "code"),
  people: by(await all("/people"), "employee_no"),
  measures: by(await all("/measures"), "code"),
  kpis: by(await all("/kpis"), "code"),
  objectives: by(objectives.map(({ title }) => ({ title: `${title.zh}|${title.en}` })), "title"),
  key_results: objectives.flatMap(({ key_results }) => key_results.map(({ title }) => `${title.zh}|${title.en}`)).sort(),
};
process.stdout.write(`${JSON.stringify(seen, null, 1)}\n`);
