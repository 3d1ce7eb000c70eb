/**
 * @file The built package on WebGPU: Node and Bun through the package `webgpu` of the user's project, Deno through its own
 * `navigator.gpu`, which reads WGSL by another compiler than Chromium and Dawn.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectRightValues, installInto, type Runtime, runIn } from "./support/runtimes.ts";

let folder = "";
let program = "";

beforeAll(async () => {
  // Outside the repository: Bun would read its tsconfig.
  folder = mkdtempSync(join(tmpdir(), "adjoint-runtimes-"));
  program = await installInto(folder, { webgpu: true });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each<Runtime>(["node", "deno", "bun"])(
  "%s computes on WebGPU, and ends",
  { timeout: 120_000 },
  async (runtime) => {
    const found = await runIn(runtime, program, ["webgpu"]);
    expect(found.info.backend).toBe("webgpu");
    expectRightValues(found);
  },
);

test.each<Runtime>(["node", "deno", "bun"])("%s ends after shutdown", { timeout: 120_000 }, async (runtime) => {
  const found = await runIn(runtime, program, ["auto", "shutdown"]);
  expect(found.info).toMatchObject({ backend: "webgpu" });
  expect(found.info.fallback).toBeUndefined();
});
