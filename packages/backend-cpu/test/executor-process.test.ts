import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "executor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the fixture, bundled in a way, as a process of its own; `parked` gives the workers time to fall asleep. */
async function runBundled(
  name: string,
  options: object,
  ...args: string[]
): Promise<{ stdout: string; status: unknown }> {
  const outfile = join(folder, `${name}.mjs`);
  const entry = new URL("fixtures/executor-program.ts", import.meta.url).pathname;
  const conditions = ["source"];
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "neutral",
    conditions,
    ...options,
  });
  const { stdout, status, error } = spawnSync(process.execPath, [outfile, ...args], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { stdout: stdout.trim(), status: error ?? status };
}

describe("bundled by esbuild", () => {
  const ways: readonly [string, object][] = [
    ["plain", {}],
    ["minified", { minify: true }],
    ["minified-with-names", { minify: true, keepNames: true }],
  ];
  test.each(ways)("%s: workers take part, and the process ends by itself", async (name, options) => {
    expect(await runBundled(name, options)).toEqual({ stdout: "2 10 10", status: 0 });
  });

  test("the process ends while workers are still starting", async () => {
    expect(await runBundled("at-once", {}, "at-once")).toEqual({ stdout: "0 10 10", status: 0 });
  });
});
