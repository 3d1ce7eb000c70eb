/** @file What is right: elements of each output, in double precision, by definition. */
import type { Inputs } from "../engine/contract.ts";
import { expectedGraph, expectedTinyOps } from "./expected/chains.ts";
import { expectedConv } from "./expected/conv.ts";
import { expectedCtc } from "./expected/ctc.ts";
import { expectedColdStart, expectedProduct, expectedProducts } from "./expected/product.ts";
import { expectedCrossEntropy, expectedGelu, expectedLayerNorm, expectedSoftmax } from "./expected/rows.ts";
import type { ExpectedOutputs } from "./expected/sample.ts";
import { referenceLosses } from "./training-losses.ts";
import type { TrainingWorkload, Workload, WorkloadKind, WorkloadOf } from "./types.ts";

export type { Expected, ExpectedOutputs } from "./expected/sample.ts";

type Oracles = { readonly [K in WorkloadKind]: (of: WorkloadOf<K>, inputs: Inputs) => ExpectedOutputs };

const oracles: Oracles = {
  matmul: expectedProduct,
  "batch-matmul": expectedProducts,
  gelu: expectedGelu,
  softmax: expectedSoftmax,
  "layer-norm": expectedLayerNorm,
  "cross-entropy": expectedCrossEntropy,
  conv: expectedConv,
  "conv-forward": expectedConv,
  ctc: expectedCtc,
  mlp: expectedTraining,
  memory: expectedTraining,
  lstm: expectedTraining,
  "lstm-ctc": expectedTraining,
  transformer: expectedTraining,
  "tiny-ops": expectedTinyOps,
  "graph-building": expectedGraph,
  "cold-start": expectedColdStart,
  limit: () => ({}),
};

/** Takes up to a second or two for the largest workloads. */
export function expectedOutputs(of: Workload, inputs: Inputs): ExpectedOutputs {
  // Each row of the table takes workloads of its own kind.
  return oracles[of.kind](of as never, inputs);
}

/** The loss before any update, to 1e-4 of it: float32 sums of a network's length. */
function expectedTraining({ name }: TrainingWorkload): ExpectedOutputs {
  const loss = referenceLosses(name)[0] ?? Number.NaN;
  return { loss: { indices: [0], values: [loss], tolerance: 1e-4 * Math.abs(loss) } };
}

export interface Comparison {
  /** The largest error, as a fraction of what is allowed. */
  readonly error: number;
  /** What is wrong, if anything is. */
  readonly complaint: string | undefined;
}

/** Compares what an engine gave with what is right. */
export function compareOutputs(
  expected: ExpectedOutputs,
  given: Readonly<Record<string, readonly number[]>>,
): Comparison {
  let error = 0;
  let complaint: string | undefined;
  for (const [name, { indices, values, tolerance }] of Object.entries(expected)) {
    const got = given[name];
    if (got === undefined) continue;
    values.forEach((value, i) => {
      const element = got[i] ?? Number.NaN;
      const distance = Object.is(element, value) ? 0 : Math.abs(element - value) / tolerance;
      if (Number.isNaN(distance) || distance > 1)
        complaint ??= `${name}[${indices[i]}] is ${element}, expected ${value}`;
      error = Math.max(error, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
    });
  }
  if (!Object.keys(expected).some((name) => name in given) && Object.keys(expected).length > 0)
    complaint ??= "gave no result";
  return { error, complaint };
}
