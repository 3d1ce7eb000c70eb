/** @file Describes, and does not compute. */
import { memory, realize, type Tensor, valueAndGrad } from "adjoint";
import type { GraphBuilding } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { countRun, PlanCounter } from "./counters.ts";
import { load } from "./load.ts";

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
  const free = (): void => {
    for (const tensor of built) tensor.dispose();
  };
  const run = async (): Promise<void> => {
    free();
    built = valueAndGrad(chain)(x);
  };
  return {
    run,
    async outputs() {
      await realize(...built);
      const [out = [], gradient = []] = await Promise.all(built.map((tensor) => tensor.data()));
      return { out, gradient };
    },
    counters: () => countRun(run, 0, plans),
    heldBytes: () => memory().bytes,
    async close() {
      free();
      for (const tensor of [x, y]) tensor.dispose();
    },
  };
}
