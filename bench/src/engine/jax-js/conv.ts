/** @file Convolution, alone and with its gradients, in its own layout: channels before rows and columns. */
import { jit, lax, type numpy as np, valueAndGrad } from "@jax-js/jax";
import type { Conv } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { jobOf, loadAll } from "./arrays.ts";

/** Half the sum of squares of the convolution, and the convolution. It takes its arguments over. */
function halfSquares(x: np.Array, w: np.Array): [np.Array, np.Array] {
  const out = lax.conv(x, w, [1, 1], "SAME");
  return [out.ref.mul(out.ref).sum().mul(0.5), out];
}

export async function conv(_: Conv, inputs: Inputs): Promise<Job> {
  const { x, w } = await loadAll(inputs, ["x", "w"]);
  const compiled = jit((x: np.Array, w: np.Array) => {
    const [[loss, out], [dx, dw]] = valueAndGrad(halfSquares, { argnums: [0, 1], hasAux: true })(x, w);
    loss.dispose();
    return { out, dx, dw };
  });
  return jobOf(
    () => compiled(x.ref, w.ref),
    () => {
      x.dispose();
      w.dispose();
      compiled.dispose();
    },
  );
}

export async function convForward(_: Conv, inputs: Inputs): Promise<Job> {
  const { x, w } = await loadAll(inputs, ["x", "w"]);
  const compiled = jit((x: np.Array, w: np.Array) => lax.conv(x, w, [1, 1], "SAME"));
  return jobOf(
    () => ({ out: compiled(x.ref, w.ref) }),
    () => {
      x.dispose();
      w.dispose();
      compiled.dispose();
    },
  );
}
