/** @file The hinge loss of pairs in the wrong order. */
import { add, type DType, sub, type Tensor } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import { checkFinite } from "../check-number.ts";
import { checkSigns, chooseBySign } from "../embedding/signs.ts";
import { positivePart } from "../margin/positive-part.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";

export interface MarginRankingOptions extends WeightedLossOptions {
  /** By how much the one that ranks higher should exceed the other. Default 0. */
  readonly margin?: number | undefined;
}

/**
 * max(0, margin − target · (first − second)): the first should rank higher where the target is 1, the second where it
 * is −1.
 *
 * Shapes: first f32[…], second and target of the same shape, the target floats or integers → f32[], or f32[…] without
 * reduction.
 * Gradient: −target for the first, target for the second, up to the margin, at which it passes; 0 beyond.
 * A target other than ±1 is an error where the host knows it, and gives NaN elsewhere.
 * Weights are factors of the losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if scores are not floats, or the target is bool.
 * @throws {UsageError} for targets other than ±1, a margin that is not finite, or NaN among weights on the host.
 * @see PyTorch, `MarginRankingLoss`
 * @example marginRanking(tensor([1, 1]), tensor([3, 0]), tensor([1, 1])) // (2 + 0) / 2 = 1
 */
export function marginRanking(
  first: Tensor,
  second: Tensor,
  target: Tensor<DType>,
  options: MarginRankingOptions = {},
): Tensor {
  const op = "marginRanking";
  const reduction = checkReduction(op, options.reduction);
  const margin = checkFinite(op, "margin", options.margin ?? 0);
  const a = checkFloats(op, "first", first);
  const b = checkFloats(op, "second", second);
  const signs = checkSigns(op, "target", target);
  checkSameShape(op, { first: a.shape, second: b.shape, target: signs.shape });
  const lead = sub(a, b);
  const losses = positivePart(add(chooseBySign(signs, sub(b, a), lead), margin));
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}
