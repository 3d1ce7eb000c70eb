/** @file `npm start` as a user meets it when something is wrong. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../scripts/lib/paths.mjs";

function start(flags: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "scripts/start.mjs"), ...flags.split(" ")],
    {
      encoding: "utf8",
      env: { ...process.env, ...env },
    },
  );
  return { status, stdout, stderr };
}

test("a wrong value prints the choices and exits 2", { timeout: 60_000 }, () => {
  const { status, stderr } = start("--task poetry");
  expect(status).toBe(2);
  expect(stderr).toMatch(/regression, classification, sequence, sgd/);
});

const webgpu = "--task regression --backend webgpu --epochs 1";

test("a backend that is not there is refused in one line, and exits 1", { timeout: 60_000 }, () => {
  const { status, stderr } = start(webgpu, { VK_DRIVER_FILES: "/nowhere/icd.json" });
  expect(status).toBe(1);
  const lines = stderr.split("\n").filter((line) => /^\w*Error: /.test(line));
  expect(lines).toEqual([expect.stringMatching(/^BackendError: configure: .*; got .*; /)]);
});

/** Names of the drivers that distributions install, to be passed over. */
const installed = ["lvp", "intel", "radeon", "virtio", "gfxstream", "nouveau", "nvidia"].map((name) => `${name}_*`);

test("a machine without a driver trains on WebGPU in software, and is told so", { timeout: 120_000 }, () => {
  const { status, stdout, stderr } = start(webgpu, { VK_LOADER_DRIVERS_DISABLE: installed.join() });
  expect(status).toBe(0);
  expect(stderr).toMatch(
    /^This machine has no driver for WebGPU: computing in software \(.*SwiftShader.*\), slowly\.$/m,
  );
  expect(stdout).toContain("on webgpu");
});

test("auto without an adapter trains on the CPU, and says why in its first line", { timeout: 60_000 }, () => {
  const { status, stdout } = start(webgpu.replace("webgpu", "auto"), { VK_DRIVER_FILES: "/nowhere/icd.json" });
  expect(status).toBe(0);
  expect(stdout.split("\n")[0]).toMatch(
    / on cpu \(\d+ threads?, since the webgpu backend needs an adapter; got none; .*\)\.$/,
  );
});
