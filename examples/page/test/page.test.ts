import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  colorOf,
  figure,
  firstLosses,
  frameGaps,
  openPage,
  openPlace,
  type Place,
  stepsDone,
} from "./support/open-page.ts";
import { columnsOf, shareOf } from "./support/pixels.ts";

/** How long to wait for what comes: a software adapter takes seconds for a step, more beside other tests. */
const patienceMs = 180_000;

let place: Place;
beforeAll(async () => {
  place = await openPlace();
}, 60_000);
afterAll(() => place.close());

const until = <T>(probe: () => Promise<T>) => expect.poll(probe, { timeout: patienceMs, interval: 100 });
const start = (page: Page) => page.getByRole("button", { name: "Start" }).click();
const status = (page: Page) => page.getByRole("status").textContent();

/**
 * A frame takes 17 ms where nothing holds the page up, and a step of training above 60 ms would be seen in each. Single
 * frames may be late where all cores are taken.
 */
async function expectSmooth(page: Page): Promise<void> {
  const gaps = (await frameGaps(page, 2_000)).sort((a, b) => a - b);
  expect(gaps[gaps.length >> 1]).toBeLessThan(60);
  expect(gaps[Math.floor(0.95 * gaps.length)]).toBeLessThan(250);
}

test("trains, and goes on from the same seed on the other backend", { timeout: 2 * patienceMs }, async () => {
  const page = await openPage(place.browser, { url: `${place.urls.isolated}?backend=cpu&epochs=0.2&seed=3` });
  const scripts: string[] = [];
  page.on("worker", (worker) => scripts.push(worker.url()));
  await start(page);
  await until(() => status(page)).toMatch(/^Done after 20 steps on cpu/);

  expect(await figure(page, "Backend")).toMatch(/^cpu, \d+ thread/);
  expect(Number(await figure(page, "Loss"))).toBeLessThan(4);
  expect(await figure(page, "Wrong characters")).toMatch(/^\d+\.\d %$/);
  // The policy forbids blobs, so threads can only come from their file.
  const threads = Number(/\d+/.exec(await figure(page, "Backend")));
  expect(scripts.filter((url) => url.endsWith("/threads.js"))).toHaveLength(threads - 1);

  const chart = page.locator("#chart canvas");
  const curve = columnsOf(await colorOf(page, "--run-0"), await chart.screenshot());
  const left = curve.slice(0, 5);
  const right = curve.slice(-5);
  const height = (part: typeof curve) => part.reduce((sum, { row }) => sum + row, 0) / part.length;
  expect(curve.length).toBeGreaterThan(500);
  expect(height(right) - height(left)).toBeGreaterThan(100);

  const drawings = page.locator("#readings canvas");
  expect(await drawings.count()).toBe(8);
  const ink = shareOf(await colorOf(page, "--ink"), await drawings.first().screenshot());
  expect(ink).toBeGreaterThan(0.02);
  expect(ink).toBeLessThan(0.5);

  // With the keyboard, and while a run goes on.
  await start(page);
  await until(() => status(page)).toMatch(/^Training on cpu/);
  await page.getByRole("radio", { name: "CPU" }).press("ArrowRight");
  await until(() => figure(page, "Backend")).toBe("webgpu");
  await expectSmooth(page);
  await until(() => stepsDone(page)).toBeGreaterThanOrEqual(2);
  const losses = await firstLosses(page);
  const [onCpu = Number.NaN, onWebgpu = Number.NaN] = [losses[0], losses.at(-1)];
  expect(Math.abs(onWebgpu - onCpu)).toBeLessThan(0.01 * onCpu);
  expect(columnsOf(await colorOf(page, "--run-2"), await chart.screenshot()).length).toBeGreaterThan(10);

  await page.getByRole("button", { name: "Stop" }).click();
  await until(() => status(page)).toMatch(/^Stopped after step \d+/);
});

test("stays responsive while it trains, pauses and resumes", { timeout: patienceMs }, async () => {
  const page = await openPage(place.browser, { url: `${place.urls.isolated}?backend=cpu&epochs=6` });
  await start(page);
  await until(() => stepsDone(page)).toBeGreaterThan(2);

  await expectSmooth(page);
  const clickMs = performance.now();
  await page.getByRole("button", { name: "Pause" }).click();
  await until(() => status(page)).toMatch(/^Paused after step/);
  expect(performance.now() - clickMs).toBeLessThan(3_000);
  await page.waitForTimeout(300);
  const paused = await stepsDone(page);
  await page.waitForTimeout(700);
  expect(await stepsDone(page)).toBe(paused);
  await page.getByRole("button", { name: "Resume" }).click();
  await until(() => stepsDone(page)).toBeGreaterThan(paused);
});

test("without WebGPU, says so and what helps; auto takes the CPU", { timeout: patienceMs }, async () => {
  const page = await openPage(place.browser, {
    url: `${place.urls.isolated}?backend=webgpu&epochs=0.1`,
    inWorker: "delete WorkerNavigator.prototype.gpu;",
  });
  await start(page);
  await until(() => status(page)).toMatch(/^Failed after step 0/);
  const failure = await page.getByRole("alert").textContent();
  expect(failure).toMatch(/^BackendError: configure: the webgpu backend needs/);
  expect(failure).toMatch(/What helps: .*/);

  await page.getByRole("radio", { name: "auto" }).focus();
  await page.keyboard.press("Space");
  await start(page);
  await until(() => status(page)).toMatch(/^Training on cpu\. WebGPU was not taken: /);
  expect(await page.getByRole("alert").textContent()).toBe("");
});

test("trains on one thread where the page is not isolated", { timeout: patienceMs }, async () => {
  const page = await openPage(place.browser, { url: `${place.urls.plain}?backend=cpu&epochs=6` });
  await start(page);
  await until(() => stepsDone(page)).toBeGreaterThan(2);
  expect(await figure(page, "Backend")).toBe("cpu, 1 thread");
  expect(await status(page)).toMatch(/not cross-origin isolated/);
});

test("tells that the device went away, and starts again on a new one", { timeout: 2 * patienceMs }, async () => {
  const page = await openPage(place.browser, { url: `${place.urls.isolated}?backend=webgpu&epochs=0.2` });
  await start(page);
  await until(() => status(page)).toMatch(/^Training on webgpu/);
  const devtools = await place.browser.newBrowserCDPSession();
  await devtools.send("Browser.crashGpuProcess");
  await until(() => status(page)).toMatch(/^Failed after step/);
  expect(await page.getByRole("alert").textContent()).toMatch(/^DeviceLostError: .*What helps: /);

  await start(page);
  await until(() => figure(page, "Wrong characters")).toMatch(/%$/);
  expect(await figure(page, "Backend")).toBe("webgpu");
  expect(await page.getByRole("alert").textContent()).toBe("");
});

test("fits a phone, and is dark where the system is", async () => {
  const url = `${place.urls.isolated}?backend=cpu&epochs=6`;
  const page = await openPage(place.browser, { url, width: 360, colorScheme: "dark" });
  await start(page);
  await until(() => page.locator("#readings canvas").count()).toBe(8);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const paper = await colorOf(page, "--paper");
  expect(Math.max(...paper)).toBeLessThan(64);
  expect(shareOf(paper, await page.screenshot())).toBeGreaterThan(0.3);
});
