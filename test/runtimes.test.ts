/** @file The built package in Node, Deno and Bun, on the CPU: right values, threads, and an end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectRightValues, installInto, type Runtime, runIn } from "./support/runtimes.ts";

const runtimes: readonly Runtime[] = ["node", "deno", "bun"];

let folder = "";
let program = "";

beforeAll(async () => {
  // Outside the repository: Bun would read its tsconfig.
  folder = mkdtempSync(join(tmpdir(), "adjoint-runtimes-"));
  program = await installInto(folder, { webgpu: false });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(runtimes)("%s", (runtime) => {
  test("computes on two threads, and ends", { timeout: 60_000 }, async () => {
    const found = await runIn(runtime, program, ["cpu"]);
    expect(found).toMatchObject({ info: { backend: "cpu", threads: 2 }, workers: 1 });
    expectRightValues(found);
  });

  test("starts without configure or a right to read the environment, and ends after shutdown", {
    timeout: 60_000,
  }, async () => {
    const found = await runIn(runtime, program, ["default", "shutdown"]);
    expect(found.info.backend).toBe("cpu");
    expectRightValues(found);
  });
});

test("auto says what is missing where the package webgpu is not installed", { timeout: 60_000 }, async () => {
  for (const runtime of ["node", "bun"] as const) {
    const { info } = await runIn(runtime, program, ["auto"]);
    expect(info).toMatchObject({ backend: "cpu", fallback: expect.stringContaining("npm install webgpu") });
  }
});
