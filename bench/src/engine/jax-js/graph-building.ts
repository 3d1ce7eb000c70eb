/** @file Tracing a chain and its gradient, as `jit` does before it compiles. */
import { devicePut, makeJaxpr, numpy as np, valueAndGrad } from "@jax-js/jax";
import type { GraphBuilding } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { loadAll, readAll } from "./arrays.ts";

export async function graphBuilding({ count }: GraphBuilding, inputs: Inputs): Promise<Job> {
  const { x, y } = await loadAll(inputs, ["x", "y"]);
  const withGradient = valueAndGrad((x: np.Array, y: np.Array) => {
    let out = x;
    for (let i = 0; i < count; i++) out = i % 2 === 0 ? np.sin(out) : out.mul(y.ref);
    y.dispose();
    return out.sum();
  });
  const trace = makeJaxpr(withGradient);
  return {
    async run() {
      trace(x, y).jaxpr.dispose();
    },
    async outputs() {
      // Not on a GPU: what is compared is the graph, and the sine of WGSL is far less exact than what a chain needs.
      const [out, gradient] = withGradient(await devicePut(x.ref, "wasm"), await devicePut(y.ref, "wasm"));
      const values = await readAll({ out, gradient });
      out.dispose();
      gradient.dispose();
      return values;
    },
    async close() {
      x.dispose();
      y.dispose();
    },
  };
}
