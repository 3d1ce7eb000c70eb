/** @file Describes, and does not compute. */
import { memory, realize, scope, type Tensor, valueAndGrad } from "adjoint";
import type { GraphBuilding } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { countRun, PlanCounter } from "./counters.ts";
import { load } from "./load.ts";

/**
 * So often something small is computed. A program that makes 20,000 nodes and computes none is taken to accumulate, and
 * gets its newest node computed; programs that use their graphs do not come to that.
 */
const RUNS_PER_FLUSH = 4;

/** A run leaves a graph; the values of the last one are computed when they are asked for. */
export async function graphBuilding({ count }: GraphBuilding, inputs: Inputs): Promise<Job> {
  const [x, y] = [load(inputs, "x"), load(inputs, "y")];
  await realize(x, y);
  const chain = (start: Tensor): Tensor => {
    let link = start;
    for (let i = 0; i < count; i++) link = i % 2 === 0 ? link.sin() : link.mul(y);
    return link.sum();
  };
  const plans = new PlanCounter();
  let built: readonly Tensor[] = [];
  let runs = 0;
  const free = (): void => {
    for (const tensor of built) tensor.dispose();
  };
  const build = (): void => {
    free();
    built = valueAndGrad(chain)(x);
  };
  return {
    async run() {
      build();
      if (++runs % RUNS_PER_FLUSH === 0) scope(() => x.neg()).dispose();
    },
    async outputs() {
      await realize(...built);
      const [out = [], gradient = []] = await Promise.all(built.map((tensor) => tensor.data()));
      return { out, gradient };
    },
    counters: () => countRun(async () => build(), 0, plans),
    heldBytes: () => memory().bytes,
    async close() {
      free();
      for (const tensor of [x, y]) tensor.dispose();
    },
  };
}
