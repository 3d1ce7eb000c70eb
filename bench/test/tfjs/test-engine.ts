/** @file What every engine of TensorFlow.js has to pass: values, losses, and that nothing is left behind. */
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { workload } from "../../src/catalogue/workloads.ts";
import type { Engine, Inputs, Job, StartEngine } from "../../src/engine/contract.ts";
import { compareOutputs, expectedOutputs } from "../../src/workload/expected.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";
import { draw } from "../../src/workload/numbers.ts";
import { referenceLosses } from "../../src/workload/training-losses.ts";
import { isTraining, type Workload } from "../../src/workload/types.ts";

function inputsOf(of: Workload): Inputs {
  return Object.fromEntries(Object.entries(inputSpecs(of)).map(([name, spec]) => [name, draw(spec)]));
}

/** Opens a workload and closes it afterwards, whatever happens. Undefined if the engine does not have it. */
async function withJob<T>(
  engine: Engine,
  of: Workload,
  use: (job: Job, inputs: Inputs) => Promise<T>,
): Promise<T | undefined> {
  const inputs = inputsOf(of);
  const job = await engine.open(of, inputs);
  if (job === undefined) return undefined;
  try {
    return await use(job, inputs);
  } finally {
    await job.close();
  }
}

/** What is wrong with the outputs of a second run. */
export async function complaintAbout(engine: Engine, of: Workload): Promise<string | undefined> {
  const found = await withJob(engine, of, async (job, inputs) => {
    await job.run();
    await job.run();
    const expected = expectedOutputs(of, inputs);
    const outputs = await job.outputs();
    const given = Object.entries(expected).flatMap(([name, { indices }]) => {
      const values = outputs[name];
      return values === undefined ? [] : [[name, indices.map((index) => values[index] ?? Number.NaN)] as const];
    });
    return { complaint: compareOutputs(expected, Object.fromEntries(given)).complaint };
  });
  return found === undefined ? "absent" : found.complaint;
}

/** Tests that the engine computes what it should. */
export function testEngine(start: StartEngine, workloads: readonly Workload[]): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  });

  describe("values are those of double precision, and memory comes back:", () => {
    it.each(workloads.map((of) => [of.name, of] as const))("%s", async (_, of) => {
      const before = memory().numBytes;
      expect(await complaintAbout(engine, of)).toBeUndefined();
      expect(memory().numBytes).toBe(before);
    });
  });
}

/** Tests that the engine trains as PyTorch does in double precision. */
export function testTraining(
  start: StartEngine,
  names: readonly string[] = ["memory-mlp-64x32x10-n16", "transformer-l16-d32-h2-c32-n2"],
): void {
  it.each(names)("%s: losses of the first steps are those of PyTorch, and memory does not grow", async (name) => {
    const engine = await start();
    const of = workload(name);
    if (!isTraining(of)) throw new Error("this is no training");
    const before = memory().numBytes;
    await withJob(engine, of, async (job) => {
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
