/** @file Convolution, alone and with its gradients. */
import { conv2d, mul, sum, type Tensor, valueAndGrad } from "adjoint";
import type { Conv } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computing } from "./computing.ts";
import { load } from "./load.ts";

export function conv(_: Conv, inputs: Inputs): Promise<Job> {
  const [x, w] = [load(inputs, "x"), load(inputs, "w")];
  return computing([x, w], () => {
    let out = x;
    const halfSquares = (factors: { readonly x: Tensor; readonly w: Tensor }): Tensor => {
      out = conv2d(factors.x, factors.w, { padding: 1 });
      return mul(sum(mul(out, out)), 0.5);
    };
    const [loss, { x: dx, w: dw }] = valueAndGrad(halfSquares)({ x, w });
    loss.dispose();
    return { out, dx, dw };
  });
}

export function convForward(_: Conv, inputs: Inputs): Promise<Job> {
  const [x, w] = [load(inputs, "x"), load(inputs, "w")];
  return computing([x, w], () => ({ out: conv2d(x, w, { padding: 1 }) }));
}
