/** @file The two losses of a logit: as of a positive and as of a negative target. */
import { add, equal, exp, greater, log1p, logicalAnd, mul, neg, sub, type Tensor, where } from "@adjoint/core";

/**
 * −t log σ(x) − (1 − t) log(1 − σ(x)), where the loss of a positive target is multiplied by `posWeight`.
 *
 * Numerics: max(x, 0) − x t + log1p(e^−|x|) split by target, so that confident logits keep their relative accuracy and
 * infinite ones give 0 or infinity.
 */
export function logitLosses(x: Tensor, t: Tensor, posWeight?: Tensor): Tensor {
  // One comparison decides all of these, so that their gradients at 0 fit together and give ½.
  const isPositive = greater(x, 0);
  const tail = log1p(exp(where(isPositive, neg(x), x)));
  const ifPositive = add(where(isPositive, 0, neg(x)), tail);
  const ifNegative = add(where(isPositive, x, 0), tail);
  return add(share(posWeight === undefined ? t : mul(t, posWeight), ifPositive), share(sub(1, t), ifNegative));
}

/** fraction · loss, where nothing of an infinite loss is 0. */
function share(fraction: Tensor, loss: Tensor): Tensor {
  const isVoid = logicalAnd(equal(fraction, 0), equal(loss, Number.POSITIVE_INFINITY));
  return mul(fraction, where(isVoid, 0, loss));
}
