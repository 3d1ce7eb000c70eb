/** @file FLOPs of common parts, for each element, as their definitions have them. */

/** tanh form, as x/2 · (1 + tanh(x · (a + b x²))): x², a multiply-add, two products, tanh, and a multiply-add. */
export const GELU = 8;
/** Its derivative times the incoming gradient, of what the forward pass has kept. */
export const GELU_GRADIENT = 8;
/** Maximum, difference, exponential, sum, scaling. */
export const SOFTMAX = 5;
/** From softmax s and gradient d: s · (d − Σ s d). */
export const SOFTMAX_GRADIENT = 4;
/** Sum, difference, sum of squares, scaling, and scale with shift. */
export const LAYER_NORM = 7;
/** Of scale and shift: a multiply-add and an addition. */
export const LAYER_NORM_PARAMETER_GRADIENT = 3;
/** Of its input: product with scale, two means, and their removal. */
export const LAYER_NORM_INPUT_GRADIENT = 8;
/** With its gradient, which is the softmax scaled, less 1 at the label. */
export const CROSS_ENTROPY = SOFTMAX;

/** Both moments (3 and 4), root, ε, quotient, and a multiply-add. Corrections of the bias are in the rates. */
const ADAM = 12;

/** An update of `count` parameters: parameters and two moments are read and written, gradients written and read. */
export function adamCost(count: number): { flops: number; bytes: number } {
  return { flops: ADAM * count, bytes: 4 * 8 * count };
}

/**
 * Softmax of each frame and its difference to the occupancies; and for each of the 2U + 1 states, forward and backward variables (a
 * sum of three, times a probability, each) and their product added to its class.
 */
export function ctcFlops(batch: number, frames: number, labels: number, classes: number): number {
  return batch * frames * ((SOFTMAX + 1) * classes + 8 * (2 * labels + 1));
}
