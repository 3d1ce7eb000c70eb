/** @file The browser that the tests are driven in. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../scripts/lib/chromium.mjs";

const server = createServer((_request, response) => response.end("<!doctype html><title>page</title>"));
let browser: Browser | undefined;

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(async () => {
  await browser?.close();
  server.close();
});

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
