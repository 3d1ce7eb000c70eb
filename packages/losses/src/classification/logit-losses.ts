/** @file The two losses of a logit: as of a positive and as of a negative target. */
import { add, div, equal, exp, greater, log1p, logicalAnd, mul, neg, sub, type Tensor, where } from "@adjoint/core";

/**
 * −t log σ(x) − (1 − t) log(1 − σ(x)), where the loss of a positive target is multiplied by `posWeight`.
 *
 * Numerics: max(x, 0) − x t + log1p(e^−|x|) split by target, so that confident logits keep their relative accuracy and
 * infinite ones give 0 or infinity.
 */
export function logitLosses(x: Tensor, t: Tensor, posWeight?: Tensor): Tensor {
  return lossesOf(splitLogits(x), x, t, posWeight);
}

/** `logitLosses`, and t σ(−x) + (1 − t) σ(x): how far the prediction is from the target, without cancellation. */
export function logitLossesAndMistakes(x: Tensor, t: Tensor): { readonly losses: Tensor; readonly mistakes: Tensor } {
  const split = splitLogits(x);
  const { isPositive, smaller } = split;
  // With the lesser of σ(x) and σ(−x), neither branch cancels.
  const lesser = div(smaller, add(smaller, 1));
  const own = where(isPositive, t, sub(1, t));
  const mistakes = add(sub(1, own), mul(lesser, sub(mul(own, 2), 1)));
  return { losses: lossesOf(split, x, t), mistakes };
}

interface SplitLogits {
  readonly isPositive: Tensor<"bool">;
  /** e^−|x|. */
  readonly smaller: Tensor;
}

/** One comparison decides all that follows, so that the gradients at 0 fit together and give ½. */
function splitLogits(x: Tensor): SplitLogits {
  const isPositive = greater(x, 0);
  return { isPositive, smaller: exp(where(isPositive, neg(x), x)) };
}

function lossesOf({ isPositive, smaller }: SplitLogits, x: Tensor, t: Tensor, posWeight?: Tensor): Tensor {
  const tail = log1p(smaller);
  const ifPositive = add(where(isPositive, 0, neg(x)), tail);
  const ifNegative = add(where(isPositive, x, 0), tail);
  return add(share(posWeight === undefined ? t : mul(t, posWeight), ifPositive), share(sub(1, t), ifNegative));
}

/** fraction · loss, where nothing of an infinite loss is 0. */
function share(fraction: Tensor, loss: Tensor): Tensor {
  const isVoid = logicalAnd(equal(fraction, 0), equal(loss, Number.POSITIVE_INFINITY));
  return mul(fraction, where(isVoid, 0, loss));
}
