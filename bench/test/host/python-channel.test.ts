import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { MissingError } from "../../src/engine/contract.ts";
import { openPythonChannel } from "../../src/host/python-channel.ts";
import type { Response } from "../../src/worker/protocol.ts";

afterEach(() => vi.unstubAllEnvs());

test("messages are lines of JSON, in which numbers that are not finite are text", async () => {
  vi.stubEnv("ADJOINT_PYTHON", process.execPath);
  const channel = await openPythonChannel(fileURLToPath(new URL("fixtures/fake-python.mjs", import.meta.url)));
  const response = await new Promise<Response>((resolve) => {
    channel.onResponse(resolve);
    channel.send({ kind: "hold", runs: 1 });
  });
  expect(response).toEqual({ kind: "opened", echo: "hold", outputs: { out: [Number.NaN, -Infinity, 1] } });
  channel.send({ kind: "close" });
  expect((await channel.ended).reason).toBe("ended with status 1: a warning that a library prints\nTraceback");
});

test("without a Python", async () => {
  vi.stubEnv("ADJOINT_PYTHON", "/nowhere/python3");
  await expect(openPythonChannel()).rejects.toThrow(MissingError);
  await expect(openPythonChannel()).rejects.toThrow("there is no /nowhere/python3; set ADJOINT_PYTHON to");
});
