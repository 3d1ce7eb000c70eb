import { describe, expect, it } from "vitest";
import { workload, workloads } from "../../src/catalogue/workloads.ts";
import type { Inputs, Job } from "../../src/engine/contract.ts";
import { loops } from "../../src/engine/loops/start.ts";
import { compareOutputs, expectedOutputs } from "../../src/workload/expected.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";
import { draw } from "../../src/workload/numbers.ts";
import { referenceLosses } from "../../src/workload/training-losses.ts";
import { isTraining, type Matmul, type Workload } from "../../src/workload/types.ts";

const base = { name: "test", family: "test", size: 1, isQuick: false } as const;
const layouts = ["nn", "nt", "tn"] as const;
// With and without rows that are left over from four at a time.
const products = layouts.flatMap((layout) =>
  [3, 8, 13].map((k): Matmul => ({ ...base, name: `matmul-${layout}-${k}`, kind: "matmul", layout, m: 5, k, n: 7 })),
);
const others: Workload[] = [
  { ...base, name: "conv", kind: "conv", batch: 2, channels: 3, edge: 4 },
  // Few classes, so that labels follow themselves.
  { ...base, name: "ctc", kind: "ctc", batch: 4, frames: 12, labels: 4, classes: 3 },
];
const quick = workloads.filter(
  (of) => of.isQuick && of.kind !== "graph-building" && !(of.kind === "matmul" && of.size > 128) && of.size < 1e5,
);

async function open(of: Workload): Promise<{ job: Job; inputs: Inputs }> {
  const inputs = Object.fromEntries(Object.entries(inputSpecs(of)).map(([name, spec]) => [name, draw(spec)]));
  const job = await (await loops()).open(of, inputs);
  if (job === undefined) throw new Error(`${of.name} is absent`);
  return { job, inputs };
}

async function complaintAbout(
  of: Workload,
  { job, inputs }: { job: Job; inputs: Inputs },
): Promise<string | undefined> {
  const outputs = await job.outputs();
  const expected = expectedOutputs(of, inputs);
  const given = Object.entries(expected).flatMap(([name, { indices }]) => {
    const values = outputs[name];
    return values === undefined ? [] : [[name, indices.map((index) => values[index] ?? Number.NaN)]];
  });
  return compareOutputs(expected, Object.fromEntries(given)).complaint;
}

describe("plain loops", () => {
  it.each([...products, ...others, ...quick])("give what is expected of $name", async (of) => {
    const opened = await open(of);
    await opened.job.run();
    expect(await complaintAbout(of, opened)).toBeUndefined();
    // Nothing is left over from a run before; only training goes on.
    if (isTraining(of)) return;
    await opened.job.run();
    expect(await complaintAbout(of, opened)).toBeUndefined();
  });

  it.each(quick.filter(isTraining))("train as $name should", async ({ name, steps }) => {
    const { job } = await open(workload(name));
    for (const loss of referenceLosses(name).slice(0, steps)) {
      await job.run();
      expect((await job.outputs())["loss"]?.[0]).toBeCloseTo(loss, 5);
    }
  });
});
