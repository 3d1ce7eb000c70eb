/** @file The page as its users meet it: built, served, and open in a browser. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { expect, onTestFinished } from "vitest";
import { launchChromium } from "../../../../scripts/lib/chromium.mjs";
import { buildPage } from "../../../../scripts/lib/page/build-page.mjs";
import { pageHeaders } from "../../../../scripts/lib/page/page-headers.mjs";
import { serveFolder } from "../../../../scripts/lib/page/serve-folder.mjs";
import type { Color } from "./pixels.ts";

/** A browser, and servers of the built page with and without isolation. */
export interface Place {
  readonly browser: Browser;
  readonly urls: { readonly isolated: string; readonly plain: string };
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "adjoint-page-"));
  await buildPage(folder);
  const browser = await launchChromium();
  const serve = (isIsolated: boolean) =>
    serveFolder(folder, { port: 0, host: "127.0.0.1", headers: pageHeaders({ isIsolated }) });
  const [isolated, plain] = [await serve(true), await serve(false)];
  return {
    browser,
    urls: { isolated: isolated.url, plain: plain.url },
    async close() {
      await Promise.all([browser.close(), isolated.close(), plain.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface OpenOptions {
  readonly url: string;
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
  /** Runs at the end of the worker's script, before any message. */
  readonly inWorker?: string;
}

/** Browsers print what the policy blocks in a page, but not what it blocks in a page's worker. */
const TELL_VIOLATIONS = `addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  console.error("blocked by the policy:", violatedDirective, blockedURI));`;

/** A page that ends with the test, which fails if anything was printed as an error: faults of the policy are. */
export async function openPage(browser: Browser, options: OpenOptions): Promise<Page> {
  const { url, width = 1000, colorScheme = "light", inWorker = "" } = options;
  // A system without a language gives browsers one that they refuse themselves.
  const page = await browser.newPage({ locale: "en-US", colorScheme, viewport: { width, height: 1100 } });
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.route("**/worker.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n${TELL_VIOLATIONS}\n${inWorker}` });
  });
  onTestFinished(async () => {
    // What closing aborts is no fault.
    const before = [...complaints];
    await page.close();
    expect(before).toEqual([]);
  });
  await page.goto(url);
  return page;
}

export function stepsDone(page: Page): Promise<number> {
  return page.getByRole("progressbar", { name: "Progress" }).evaluate((bar: HTMLProgressElement) => bar.value);
}

export async function figure(page: Page, name: string): Promise<string> {
  return (await page.locator("dl > div", { hasText: name }).locator("dd").textContent()) ?? "";
}

/** The losses at the first step of the runs, as the chart tells those who cannot see it. */
export async function firstLosses(page: Page): Promise<number[]> {
  const label = await page.locator("#chart canvas").getAttribute("aria-label");
  return [...(label ?? "").matchAll(/from ([\d.]+) to/g)].map(([, loss]) => Number(loss));
}

/** A colour of the style sheet. */
export function colorOf(page: Page, name: string): Promise<Color> {
  return page.evaluate((property) => {
    const hex = getComputedStyle(document.documentElement).getPropertyValue(property);
    return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  }, name);
}

/** Milliseconds between the frames that the page draws in a time. */
export function frameGaps(page: Page, durationMs: number): Promise<number[]> {
  return page.evaluate(async (duration) => {
    const times: number[] = [];
    const end = performance.now() + duration;
    while (performance.now() < end) times.push(await new Promise<number>((resolve) => requestAnimationFrame(resolve)));
    return times.slice(1).map((time, i) => time - (times[i] ?? time));
  }, durationMs);
}
