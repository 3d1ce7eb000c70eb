import { layerNorm as normalize, ones, type Tensor, zeros } from "@adjoint/core";
import { checkCount } from "./checks.ts";
import { type CallOptions, makeLayer, parameter, type UnaryLayer } from "./layer.ts";

export interface LayerNormParams {
  readonly scale: Tensor;
  readonly bias: Tensor;
}

/**
 * Layer normalisation over the trailing axes, with a learnt scale and bias.
 *
 * Shapes: […, ...shape] → the same; `shape` is one extent or several.
 * Initial values: scale 1, bias 0.
 * @throws {ShapeError} if an extent is not a positive whole number, or, at the call, if x does not end in `shape`.
 * @see Ba, Kiros, Hinton (2016), arXiv:1607.06450
 */
export function layerNorm(
  shape: number | readonly number[],
  options: { readonly eps?: number } = {},
): UnaryLayer<LayerNormParams> {
  const extents = typeof shape === "number" ? [shape] : [...shape];
  checkCount("layerNorm", Object.fromEntries(extents.map((extent, axis) => [`extent ${axis}`, extent])));
  const params: LayerNormParams = { scale: parameter(ones(extents)), bias: parameter(zeros(extents)) };
  const { eps = 1e-5 } = options;
  return makeLayer(params, ({ scale, bias }, x: Tensor, _options?: CallOptions) =>
    normalize(x, { rank: extents.length, scale, bias, eps }),
  );
}
