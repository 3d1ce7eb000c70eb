/** @file Matrix products. */
import { matmul as product, realize, type Tensor, tensor } from "adjoint";
import type { Matmul } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { input } from "../inputs.ts";

export async function matmul({ layout }: Matmul, inputs: Inputs): Promise<Job> {
  const load = (name: string): Tensor => {
    const { shape, data } = input(inputs, name);
    return tensor(data as Float32Array, { shape });
  };
  const [a, b] = [load("a"), load("b")];
  await realize(a, b);
  let out: Tensor | undefined;
  return {
    async run() {
      out?.dispose();
      out = product(layout === "tn" ? a.transpose() : a, layout === "nt" ? b.transpose() : b);
      await realize(out);
    },
    outputs: async () => ({ out: (await out?.data()) ?? [] }),
    async close() {
      for (const x of [a, b, out]) x?.dispose();
    },
  };
}
