/** @file The inputs of each workload, as what is drawn. */
import type { InputSpec } from "./numbers.ts";
import { constant, integers, type Specs, uniform } from "./specs.ts";
import { trainingSpecs } from "./training-inputs.ts";
import type { Conv, Workload, WorkloadKind, WorkloadOf } from "./types.ts";

type SpecsOf = { readonly [K in WorkloadKind]: (of: WorkloadOf<K>) => Specs };

const convSpecs = ({ batch, channels, edge }: Conv): Specs => ({
  x: uniform(1, [batch, channels, edge, edge]),
  w: uniform(2, [channels, channels, 3, 3], Math.sqrt(3 / (9 * channels))),
});

const specsOf: SpecsOf = {
  matmul: ({ m, k, n, layout }) => ({
    a: uniform(1, layout === "tn" ? [k, m] : [m, k]),
    b: uniform(2, layout === "nt" ? [n, k] : [k, n]),
  }),
  "batch-matmul": ({ batch, edge }) => ({ a: uniform(1, [batch, edge, edge]), b: uniform(2, [batch, edge, edge]) }),
  gelu: ({ count }) => ({ x: uniform(1, [count], 4) }),
  softmax: ({ rows, columns }) => ({ x: uniform(1, [rows, columns], 4) }),
  "layer-norm": ({ rows, columns }) => ({
    x: uniform(1, [rows, columns]),
    scale: uniform(2, [columns]),
    shift: uniform(3, [columns]),
  }),
  "cross-entropy": ({ rows, columns }) => ({
    logits: uniform(1, [rows, columns], 4),
    labels: integers(2, [rows], 0, columns),
  }),
  conv: convSpecs,
  "conv-forward": convSpecs,
  ctc: ({ batch, frames, labels, classes }) => ({
    logits: uniform(1, [batch, frames, classes], 4),
    labels: integers(2, [batch, labels], 1, classes),
  }),
  ...trainingSpecs,
  "tiny-ops": ({ elements }) => ({ x: uniform(1, [elements]), y: uniform(2, [elements]) }),
  // With factors of 1, neither the chain of sines nor its derivative vanishes or grows.
  "graph-building": ({ elements }) => ({ x: uniform(1, [elements]), y: constant([elements], 1) }),
  "cold-start": ({ size }) => ({ a: uniform(1, [size, size]), b: uniform(2, [size, size]) }),
  limit: () => ({}),
};

/** By the names that `types.ts` gives them. */
export function inputSpecs(of: Workload): Readonly<Record<string, InputSpec>> {
  // Each row of the table takes workloads of its own kind.
  return specsOf[of.kind](of as never);
}
