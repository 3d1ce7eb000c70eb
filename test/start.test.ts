/** @file `npm start` as a user meets it when something is wrong. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../scripts/lib/paths.mjs";

function start(...flags: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts", "start.mjs"), ...flags], {
    encoding: "utf8",
  });
  return { status, stderr };
}

test("a wrong value prints the choices and exits 2", { timeout: 60_000 }, () => {
  const { status, stderr } = start("--task", "poetry");
  expect(status).toBe(2);
  expect(stderr).toMatch(/regression, classification, sequence/);
});

test("a backend that is not there is refused in one line, and exits 1", { timeout: 60_000 }, () => {
  const { status, stderr } = start("--task", "regression", "--backend", "webgpu");
  expect(status).toBe(1);
  expect(stderr.trim()).toMatch(/^BackendError: configure: .*; got .*; take "cpu", or "auto"$/);
});
