/** @file Sees whether an engine computes what it should. */
import { workload } from "../src/catalogue/workloads.ts";
import type { Engine, Inputs, Job } from "../src/engine/contract.ts";
import { compareOutputs, expectedOutputs } from "../src/workload/expected.ts";
import { inputSpecs } from "../src/workload/inputs.ts";
import { draw } from "../src/workload/numbers.ts";
import { referenceLosses } from "../src/workload/training-losses.ts";
import type { Workload } from "../src/workload/types.ts";

/** Opens a workload, and closes it whatever happens. */
export async function withJob<T>(
  engine: Engine,
  of: Workload,
  use: (job: Job, inputs: Inputs) => Promise<T>,
): Promise<T> {
  const inputs = Object.fromEntries(Object.entries(inputSpecs(of)).map(([name, spec]) => [name, draw(spec)]));
  const job = await engine.open(of, inputs);
  if (job === undefined) throw new Error(`it does not have ${of.name}`);
  try {
    return await use(job, inputs);
  } finally {
    await job.close();
  }
}

/**
 * What is wrong with the outputs of a second run. All must be there, but those `without` which the engine does: losses
 * of CTC may be given one by one or as their sum.
 */
export function complaintAbout(
  engine: Engine,
  of: Workload,
  without: readonly string[] = [],
): Promise<string | undefined> {
  return withJob(engine, of, async (job, inputs) => {
    await job.run();
    await job.run();
    const outputs = await job.outputs();
    const expected = Object.fromEntries(
      Object.entries(expectedOutputs(of, inputs)).filter(([name]) => !without.includes(name)),
    );
    const given = Object.entries(expected).map(([name, { indices }]) => [
      name,
      indices.map((index) => outputs[name]?.[index] ?? Number.NaN),
    ]);
    return compareOutputs(expected, Object.fromEntries(given)).complaint;
  });
}

/** The largest error of its losses, step by step, as a fraction of those that PyTorch has in double precision. */
export function lossError(engine: Engine, name: string): Promise<number> {
  return withJob(engine, workload(name), async (job) => {
    let error = 0;
    for (const loss of referenceLosses(name)) {
      await job.run();
      const given = (await job.outputs())["loss"]?.[0] ?? Number.NaN;
      error = Math.max(error, Math.abs(given / loss - 1));
    }
    return error;
  });
}
