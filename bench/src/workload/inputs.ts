/** @file The inputs of each workload, as what is drawn. */
import type { InputSpec } from "./numbers.ts";
import type { Workload } from "./types.ts";

type Specs = Readonly<Record<string, InputSpec>>;

/** By the names that `types.ts` gives them. */
export function inputSpecs(of: Workload): Specs {
  switch (of.kind) {
    case "matmul": {
      const { m, k, n, layout } = of;
      return { a: uniform(1, layout === "tn" ? [k, m] : [m, k]), b: uniform(2, layout === "nt" ? [n, k] : [k, n]) };
    }
    case "gelu":
      return { x: uniform(1, [of.count], 4) };
    default:
      throw new Error(`${of.name} has no inputs yet`);
  }
}

function uniform(seed: number, shape: readonly number[], scale = 1): InputSpec {
  return { kind: "uniform", shape, seed, scale };
}
