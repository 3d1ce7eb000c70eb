/** @file Where there is no adapter, or no browser, the run fails and says what to do. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { TestProject } from "vitest/node";
import { root } from "../../scripts/lib/paths.mjs";
import { setup as findAdapter } from "./find-adapter.ts";
import { setup as startChromium } from "./start-chromium.ts";

afterEach(() => vi.unstubAllEnvs());

/** As much of a project as its set-up asks for. */
function project(adapter: string, env: Readonly<Record<string, string>>): TestProject {
  return { name: "project", config: { env }, getProvidedContext: () => ({ adapter }) } as unknown as TestProject;
}

const nowhere = { VK_DRIVER_FILES: "/nowhere/icd.json" };

test.each([
  ["swiftshader", /^WebGPU finds no adapter in Node \(SwiftShader\)\. .*@sparticuz\/chromium.*run npm test again/],
  ["lavapipe", /^WebGPU finds no adapter in Node \(lavapipe\)\. .*Mesa 25/],
  ["native", /^WebGPU finds no adapter in Node \(driver of a GPU\)\. .*Vulkan \(Linux\), Metal \(macOS\)/],
])("without an adapter of %s", async (adapter, message) => {
  await expect(findAdapter(project(adapter, nowhere))).rejects.toThrow(message);
});

test("without a browser that starts", async () => {
  vi.stubEnv("ADJOINT_CHROMIUM", "/nowhere/chromium");
  const message = /^\/nowhere\/chromium \(ADJOINT_CHROMIUM\) does not start\. Set ADJOINT_CHROMIUM to the path of/;
  await expect(startChromium(project("", {}))).rejects.toThrow(message);
});

test("a set-up that fails, fails the run", { timeout: 60_000 }, () => {
  const args = ["run", "--project", "chromium plain", "test/set-up/page.browser.test.ts"];
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules", "vitest", "vitest.mjs"), ...args],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ADJOINT_CHROMIUM: "/nowhere/chromium", ADJOINT_TEST_SUMMARY: undefined },
    },
  );
  expect(stderr).toContain("/nowhere/chromium (ADJOINT_CHROMIUM) does not start");
  expect(status).toBe(1);
});
