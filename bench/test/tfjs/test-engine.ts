/** @file What every engine of TensorFlow.js has to pass: values, losses, and that nothing is left behind. */
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { workload } from "../../src/catalogue/workloads.ts";
import type { Engine, StartEngine } from "../../src/engine/contract.ts";
import { referenceLosses } from "../../src/workload/training-losses.ts";
import type { Workload } from "../../src/workload/types.ts";
import { complaintAbout, withJob } from "../check-engine.ts";

/** Tests that the engine computes what it should, `without` outputs that it does not give. */
export function testEngine(start: StartEngine, workloads: readonly Workload[], without: readonly string[] = []): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  });

  describe("values are those of double precision, and memory comes back:", () => {
    it.each(workloads.map((of) => [of.name, of] as const))("%s", async (_, of) => {
      const before = memory().numBytes;
      expect(await complaintAbout(engine, of, without)).toBeUndefined();
      expect(memory().numBytes).toBe(before);
    });
  });
}

/** Tests that the engine trains as PyTorch does in double precision. */
export function testTraining(
  start: StartEngine,
  names: readonly string[] = ["memory-mlp-64x32x10-n16", "lstm-t20-f8-h16-c8-n4", "transformer-l16-d32-h2-c32-n2"],
): void {
  it.each(names)("%s: losses of the first steps are those of PyTorch, and memory does not grow", async (name) => {
    const engine = await start();
    const before = memory().numBytes;
    await withJob(engine, workload(name), async (job) => {
      const held = new Set<number | undefined>();
      for (const loss of referenceLosses(name)) {
        await job.run();
        const given = (await job.outputs())["loss"]?.[0] ?? Number.NaN;
        expect(Math.abs(given / loss - 1)).toBeLessThan(1e-4);
        held.add(job.heldBytes?.());
      }
      expect(held.size).toBe(1);
    });
    expect(memory().numBytes).toBe(before);
  });
}
