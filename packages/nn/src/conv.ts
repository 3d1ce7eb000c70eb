/** @file Convolutions with parameters. */
import { add, type ConvOptions, conv1d as conv1dOp, conv2d as conv2dOp, ShapeError, type Tensor } from "@adjoint/core";
import { checkCount } from "./checks.ts";
import { type Key, keysOf, uniform } from "./init.ts";
import { type CallOptions, makeLayer, parameter, type UnaryLayer } from "./layer.ts";

export interface ConvParams {
  /** [outputs, inputs / groups, …kernel]. */
  readonly weight: Tensor;
  /** [outputs, 1, …], to be added to channels; absent without a bias. */
  readonly bias: Tensor | undefined;
}

export interface ConvLayerOptions extends ConvOptions {
  /** Adds a bias. Default true. */
  readonly bias?: boolean;
  /** Key of the initial values. Default: drawn from the global generator. */
  readonly key?: Key;
}

/** As `conv2d`, along one axis: [N, inputs, L] → [N, outputs, L′]. */
export function conv1d(
  inputs: number,
  outputs: number,
  kernel: number | readonly [number],
  options: ConvLayerOptions = {},
): UnaryLayer<ConvParams> {
  const size = typeof kernel === "number" ? [kernel] : kernel;
  return convLayer("conv1d", inputs, outputs, size, options, (x, w) => conv1dOp(x, w, options));
}

/**
 * Convolution of channels; stride, padding, dilation and groups as for the function `conv2d`.
 *
 * Shapes: [N, inputs, H, W] → [N, outputs, H′, W′].
 * Initial values: uniform in ±1/√(inputs / groups · kernel elements), for weight and bias, as in PyTorch.
 * @throws {ShapeError} if a size is not a positive whole number, if the groups do not divide both channels, or, at the call,
 * as `conv2d`.
 * @example conv2d(3, 8, 3, { padding: 1 })(zeros([1, 3, 5, 5])).shape // [1, 8, 5, 5]
 */
export function conv2d(
  inputs: number,
  outputs: number,
  kernel: number | readonly [height: number, width: number],
  options: ConvLayerOptions = {},
): UnaryLayer<ConvParams> {
  const size = typeof kernel === "number" ? [kernel, kernel] : kernel;
  return convLayer("conv2d", inputs, outputs, size, options, (x, w) => conv2dOp(x, w, options));
}

function convLayer(
  op: string,
  inputs: number,
  outputs: number,
  kernel: readonly number[],
  { groups = 1, bias: hasBias = true, key }: ConvLayerOptions,
  convolve: (x: Tensor, w: Tensor) => Tensor,
): UnaryLayer<ConvParams> {
  checkCount(op, { inputs, outputs, groups });
  for (const size of kernel) checkCount(op, { kernel: size });
  if (inputs % groups !== 0 || outputs % groups !== 0) {
    const rule = "groups must divide the channels on both sides";
    throw new ShapeError({ op, rule, got: `${inputs} → ${outputs} in ${groups}`, hint: "1 group is the default" });
  }
  const shape = [outputs, inputs / groups, ...kernel];
  const [weightKey, biasKey] = keysOf(key, 2);
  const bound = 1 / Math.sqrt(shape.slice(1).reduce((product, extent) => product * extent));
  const params: ConvParams = {
    weight: parameter(uniform(shape, bound, weightKey)),
    bias: hasBias ? parameter(uniform([outputs, ...kernel.map(() => 1)], bound, biasKey)) : undefined,
  };
  return makeLayer(params, ({ weight, bias }, x: Tensor, _options?: CallOptions) => {
    const y = convolve(x, weight);
    return bias === undefined ? y : add(y, bias);
  });
}
