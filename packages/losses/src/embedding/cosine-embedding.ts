/** @file The cosine loss of pairs that are alike or not. */
import { type DType, formatShape, ShapeError, sameShape, sub, type Tensor } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import { checkFinite, checkNotNegative } from "../check-number.ts";
import { positivePart } from "../margin/positive-part.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { cosine } from "./distance.ts";
import { checkSigns, chooseBySign } from "./signs.ts";

export interface CosineEmbeddingOptions extends WeightedLossOptions {
  /** The cosine that unlike pairs may have; of use in [−1, 1]. Default 0. */
  readonly margin?: number | undefined;
  /** Added to the squared lengths. Default 1e-12. */
  readonly eps?: number | undefined;
}

/**
 * 1 − cos(first, second) for a like pair (target 1), and max(0, cos − margin) for an unlike one (target −1).
 *
 * Shapes: first f32[…, D], second of the same shape, target […], floats or integers → f32[]; f32[…] without reduction.
 * Gradient: that of the cosine, wherever the hinge is not below 0: at the kink it passes.
 * Numerics: long vectors are scaled before they are squared, so that finite input gives no NaN. A vector of zeros has
 * the cosine 0, with all others; its own gradient is the other's direction over √eps, and 0 for `eps: 0`.
 * A target other than ±1 is an error where the host knows it, and gives NaN elsewhere.
 * Weights are factors of the losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if the shapes do not fit. @throws {DTypeError} if vectors are not floats, or the target is bool.
 * @throws {UsageError} for targets other than ±1, eps < 0, a margin that is not finite, or NaN among weights on the host.
 * @see PyTorch, `CosineEmbeddingLoss`
 * @example cosineEmbedding(tensor([[1, 0]]), tensor([[3, 4]]), tensor([1])) // 1 − 0.6 = 0.4
 */
export function cosineEmbedding(
  first: Tensor,
  second: Tensor,
  target: Tensor<DType>,
  options: CosineEmbeddingOptions = {},
): Tensor {
  const op = "cosineEmbedding";
  const reduction = checkReduction(op, options.reduction);
  const margin = checkFinite(op, "margin", options.margin ?? 0);
  const eps = checkNotNegative(op, "eps", options.eps ?? 1e-12);
  const a = checkFloats(op, "first", first);
  const b = checkFloats(op, "second", second);
  checkSameShape(op, { first: a.shape, second: b.shape });
  const signs = checkSigns(op, "target", target);
  if (a.rank === 0 || !sameShape(signs.shape, a.shape.slice(0, -1))) {
    const got = `first=${formatShape(a.shape)}, target=${formatShape(signs.shape)}`;
    throw new ShapeError({ op, rule: "the target must have the shape of the vectors without the last axis", got });
  }
  const similarity = cosine(a, b, eps);
  const losses = chooseBySign(signs, sub(1, similarity), positivePart(sub(similarity, margin)));
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}
