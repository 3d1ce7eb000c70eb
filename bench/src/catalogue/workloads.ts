/** @file Which workloads there are. */
import type { Workload } from "../workload/types.ts";
import { ctcs } from "./workloads/ctc.ts";
import { convs, crossEntropies, gelus, layerNorms, softmaxes } from "./workloads/layers.ts";
import { overheads } from "./workloads/overheads.ts";
import { batchMatmuls, matmuls } from "./workloads/products.ts";
import { memories, trainings } from "./workloads/trainings.ts";

/** In the order in which they run. */
export const workloads: readonly Workload[] = [
  ...matmuls,
  ...batchMatmuls,
  ...gelus,
  ...softmaxes,
  ...layerNorms,
  ...crossEntropies,
  ...convs,
  ...ctcs,
  ...trainings,
  ...overheads,
  ...memories,
];

/** @throws {Error} if there is none of this name. */
export function workload(name: string): Workload {
  const found = workloads.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no workload ${name}`);
  return found;
}
