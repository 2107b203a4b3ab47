// Frames of the alignment map while it is dragged, beside an empty canvas of the same size in the same browser.
import { setTimeout as pause } from "node:timers/promises";
import { openBrowser, openPage } from "../support/browser.mjs";
import { password } from "./company.mjs";

const seconds = 3;

/** Drags around in the box for a while; gives the frames a second that the page drew meanwhile. */
async function framesWhileDragged(page, box) {
  const x = box.x + box.width * 0.9;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(() => {
    const run = (window.counted = { frames: 0 });
    const count = () => {
      if (window.counted !== run) return;
      run.frames += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  const began = performance.now();
  for (let step = 0; performance.now() - began < seconds * 1000; ++step)
    await page.mouse.move(x - 150 + 150 * Math.cos(step / 20), y + 200 * Math.sin(step / 20));
  const frames = (await page.evaluate(() => window.counted.frames)) / ((performance.now() - began) / 1000);
  await page.mouse.up();
  return frames;
}

/** The same on the map, which has to have moved. */
async function framesOfMap(page, box) {
  const place = () => page.locator("[aria-describedby=map-keys] > :last-child").getAttribute("style");
  const before = await place();
  const frames = await framesWhileDragged(page, box);
  if ((await place()) === before) throw new Error("the map was not dragged");
  return frames;
}

/** A page of nothing but a canvas that is cleared at each move. */
const empty = `<!doctype html><style>body{margin:0}</style><canvas></canvas><script>
const canvas = document.querySelector("canvas");
addEventListener("pointermove", () => {
  canvas.width = WIDTH; canvas.height = HEIGHT;
  canvas.getContext("2d").clearRect(0, 0, WIDTH, HEIGHT);
});
</script>`;

async function onCanvas(browser, box) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent(empty.replaceAll("WIDTH", String(Math.round(box.width))).replaceAll("HEIGHT", String(Math.round(box.height))));
  await pause(500);
  const frames = await framesWhileDragged(page, box);
  await page.close();
  return frames;
}

/** Frames a second of the map as it opens and as a whole, and of an empty canvas, in turns. */
export async function panning(server, turns) {
  const browser = await openBrowser();
  try {
    const session = await openPage(browser, { url: server.url, locale: "en-GB", patienceMs: 60_000 });
    const { page } = session;
    await page.request.post("/api/v1/session", { data: { login: "executive", password } });
    await page.goto("/okr/map");
    const frame = page.getByRole("group", { name: "Alignment map" });
    await frame.waitFor();
    await pause(1500);
    const box = await frame.boundingBox();
    const found = { near: [], whole: [], empty: [] };
    for (let turn = 0; turn < turns; ++turn) {
      await page.bringToFront();
      found.near.push(await framesOfMap(page, box));
      await page.getByRole("button", { name: "Show everything" }).click();
      await pause(500);
      found.whole.push(await framesOfMap(page, box));
      await page.reload();
      await frame.waitFor();
      await pause(1500);
      found.empty.push(await onCanvas(browser, box));
    }
    await page.context().close();
    return found;
  } finally {
    await browser.close();
  }
}
