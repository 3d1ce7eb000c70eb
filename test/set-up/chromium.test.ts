/** @file The browser that the tests are driven in. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { launchChromium } from "../../scripts/lib/chromium.mjs";

const server = createServer((_request, response) => response.end("<!doctype html><title>page</title>"));
let browser: Browser | undefined;

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(async () => {
  await browser?.close();
  server.close();
});
afterEach(() => vi.unstubAllEnvs());

test("a page has WebGPU, with an adapter that gives a device", { timeout: 60_000 }, async () => {
  browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const limit = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const device = await adapter?.requestDevice();
    return device?.limits.maxStorageBuffersPerShaderStage;
  });
  expect(limit).toBeGreaterThanOrEqual(8);
});

test("a browser that does not start is named, with what to do", async () => {
  vi.stubEnv("ADJOINT_CHROMIUM", "/nowhere/chromium");
  await expect(launchChromium()).rejects.toThrow(
    /^\/nowhere\/chromium \(ADJOINT_CHROMIUM\) does not start\. Install Chrome or Chromium, or set ADJOINT_CHROMIUM/,
  );
});
