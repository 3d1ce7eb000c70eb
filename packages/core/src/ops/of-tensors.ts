/**
 * @file All operations whose first parameter is a tensor. These become methods of `Tensor`, too, so that bundlers can leave none of
 * them out.
 */
export * from "./activation.ts";
export * from "./arg-reduction.ts";
export * from "./arithmetic.ts";
export * from "./cast.ts";
export * from "./clip.ts";
export * from "./comparison.ts";
export * from "./convolution.ts";
export * from "./detach.ts";
export * from "./indexing.ts";
export * from "./matmul.ts";
export * from "./normalization.ts";
export type * from "./operand-types.ts";
export * from "./order.ts";
export * from "./part.ts";
export * from "./pooling.ts";
export type { Axes } from "./reduce-axes.ts";
export * from "./reduction.ts";
export * from "./shape.ts";
export type { Padding, PerAxis, WindowOptions } from "./spatial.ts";
export * from "./statistics.ts";
export * from "./tile.ts";
export * from "./unary.ts";
