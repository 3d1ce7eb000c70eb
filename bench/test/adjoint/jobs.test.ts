/**
 * @file Every workload that Adjoint has, in small and on the CPU: values, losses, counters, and that nothing is left behind.
 * On other devices the harness itself compares values before it times anything.
 */
import { memory, shutdown } from "adjoint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workload } from "../../src/catalogue/workloads.ts";
import { adjointCpuOneThread } from "../../src/engine/adjoint/start.ts";
import type { Engine, Inputs, Job } from "../../src/engine/contract.ts";
import { compareOutputs, expectedOutputs } from "../../src/workload/expected.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";
import { draw } from "../../src/workload/numbers.ts";
import { referenceLosses } from "../../src/workload/training-losses.ts";
import { isTraining, type TrainingWorkload, type Workload } from "../../src/workload/types.ts";
import { smallWorkloads } from "./small-workloads.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await adjointCpuOneThread();
});
afterAll(() => shutdown());

function inputsOf(of: Workload): Inputs {
  return Object.fromEntries(Object.entries(inputSpecs(of)).map(([name, spec]) => [name, draw(spec)]));
}

/** Opens a workload, closes it afterwards, and sees that all memory came back. */
async function withJob(of: Workload, inputs: Inputs, use: (job: Job) => Promise<void>): Promise<void> {
  const before = memory().bytes;
  const job = await engine.open(of, inputs);
  if (job === undefined) throw new Error(`${of.name} is absent`);
  await use(job);
  await job.close();
  expect(memory().bytes).toBe(before);
}

const trainings = [
  "mlp-64x64x10-n64",
  "lstm-t20-f8-h16-c8-n4",
  "lstm-ctc-t20-f8-h16-c8-u4-n4",
  "transformer-l16-d32-h2-c32-n2",
]
  .map(workload)
  .filter((of): of is TrainingWorkload => isTraining(of));

describe("values are those of double precision, in each of two runs:", () => {
  it.each(smallWorkloads.map((of) => [of.name, of] as const))("%s", async (_, of) => {
    const inputs = inputsOf(of);
    const expected = expectedOutputs(of, inputs);
    await withJob(of, inputs, async (job) => {
      for (let run = 0; run < 2; run++) {
        await job.run();
        const outputs = await job.outputs();
        const given = Object.entries(outputs).map(([name, values]) => [
          name,
          (expected[name]?.indices ?? []).map((index) => values[index] ?? Number.NaN),
        ]);
        const { complaint } = compareOutputs(expected, Object.fromEntries(given));
        expect(complaint).toBeUndefined();
      }
    });
  });
});

describe("losses of the first steps are those of PyTorch:", () => {
  it.each(trainings.map((of) => [of.name, of] as const))("%s", async (name, of) => {
    await withJob(of, inputsOf(of), async (job) => {
      const reference = referenceLosses(name);
      expect(reference).toHaveLength(of.steps);
      for (const loss of reference) {
        await job.run();
        const [given = Number.NaN] = Array.from((await job.outputs())["loss"] ?? []);
        expect(Math.abs(given - loss) / loss).toBeLessThan(1e-5);
      }
    });
  });
});

describe("counters", () => {
  it("tell of one run, which is none of those counted before it", async () => {
    const of = workload("matmul-16-nn");
    await withJob(of, inputsOf(of), async (job) => {
      for (let run = 0; run < 3; run++) await job.run();
      const bytes = 16 * 16 * 4;
      expect(job.heldBytes?.()).toBe(3 * bytes);
      const counters = await job.counters?.();
      expect(counters).toMatchObject({ dispatches: 1, submits: 1, movedBytes: 3 * bytes, flops: 2 * 16 ** 3 });
      expect(counters).toMatchObject({ planRuns: 3 });
      expect(counters?.planHits).toBeGreaterThanOrEqual(2);
      expect(counters?.peakBytes).toBeGreaterThanOrEqual(3 * bytes);
    });
  });

  it("tell of one training step, with the memory of its gradients, and tensors that do not grow", async () => {
    const of = workload("memory-mlp-64x32x10-n16");
    await withJob(of, inputsOf(of), async (job) => {
      for (let step = 0; step < 3; step++) await job.run();
      const held = job.heldBytes?.() ?? 0;
      const counters = await job.counters?.();
      expect(counters).toMatchObject({ submits: 1, planHits: 2, planRuns: 3 });
      expect(counters?.peakBytes).toBeGreaterThanOrEqual(held + 4 * (64 * 32 + 32 * 10));
      for (let step = 0; step < 20; step++) await job.run();
      expect(job.heldBytes?.()).toBe(held);
    });
  });

  it("find nothing that runs where a graph is only built", async () => {
    const of = workload("graph-building-1000");
    await withJob(of, inputsOf(of), async (job) => {
      await job.run();
      expect(await job.counters?.()).toMatchObject({ dispatches: 0, submits: 0, planRuns: 0 });
    });
  });
});
