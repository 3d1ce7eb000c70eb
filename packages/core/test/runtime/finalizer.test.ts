import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, expect, it } from "vitest";
import { memory, shutdown, tensor } from "../../src/index.ts";
import { leaveToCollector } from "../../src/testing/leaks.ts";
import { startNull } from "./null-engine.ts";

afterAll(() => shutdown());

/** Runs a full garbage collection. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

it("returns memory of tensors that became unreachable", async () => {
  leaveToCollector();
  const backend = await startNull();
  const kept = tensor([1, 2]);
  await (async () => kept.add(tensor([3, 4])).data())();
  expect(backend.liveBuffers).toBe(3);
  for (let i = 0; i < 50 && backend.liveBuffers > 1; i++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(backend.liveBuffers).toBe(1);
  expect(memory().buffers).toBe(1);
  kept.dispose();
});
