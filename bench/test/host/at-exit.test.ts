/** @file However the harness ends, no process is left over. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleFixture, untilGone } from "../support.ts";

let folder = "";
let program = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "adjoint-at-exit-"));
  program = await bundleFixture("fake-host", folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === "win32").each([
  ["by SIGTERM", "waits", 143],
  ["by an error", "throws", 1],
])("%s", async (_name, way, status) => {
  const host = spawn(process.execPath, [program, way], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(host.stdout.setEncoding("utf8"), "data");
  if (way === "waits") host.kill("SIGTERM");
  const [code] = await once(host, "exit");
  expect(code).toBe(status);
  await untilGone(Number(line));
});
