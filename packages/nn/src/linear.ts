import { add, matmul, type Tensor } from "@adjoint/core";
import { checkCount } from "./checks.ts";
import { type Key, keysOf, uniform } from "./init.ts";
import { type CallOptions, makeLayer, parameter, type UnaryLayer } from "./layer.ts";

export interface LinearParams {
  /** [inputs, outputs]. */
  readonly weight: Tensor;
  /** [outputs]; absent without a bias. */
  readonly bias: Tensor | undefined;
}

export interface LinearOptions {
  /** Adds a bias. Default true. */
  readonly bias?: boolean;
  /** Key of the initial values. Default: drawn from the global generator. */
  readonly key?: Key;
}

/**
 * x W + b.
 *
 * Shapes: […, inputs] → […, outputs].
 * Initial values: uniform in ±1/√inputs, for weight and bias, as in PyTorch; the weight is stored transposed to PyTorch's.
 * @throws {ShapeError} if a size is not a positive whole number, or, at the call, if the last extent is not `inputs`.
 * @example linear(3, 2)(zeros([5, 3])).shape // [5, 2]
 */
export function linear(inputs: number, outputs: number, options: LinearOptions = {}): UnaryLayer<LinearParams> {
  checkCount("linear", { inputs, outputs });
  const [weightKey, biasKey] = keysOf(options.key, 2);
  const bound = 1 / Math.sqrt(inputs);
  const params: LinearParams = {
    weight: parameter(uniform([inputs, outputs], bound, weightKey)),
    bias: options.bias === false ? undefined : parameter(uniform([outputs], bound, biasKey)),
  };
  return makeLayer(params, ({ weight, bias }, x: Tensor, _options?: CallOptions) => {
    const product = matmul(x, weight);
    return bias === undefined ? product : add(product, bias);
  });
}
