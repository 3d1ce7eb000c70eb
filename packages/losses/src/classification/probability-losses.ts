/** @file Binary cross-entropy of probabilities, under PyTorch's convention or that of Keras. */
import { add, detach, greater, less, log, log1p, mul, neg, sub, type Tensor, where } from "@adjoint/core";

/** PyTorch's limits: of the logarithms, and of what their gradients divide by. */
const LEAST_LOG = -100;
const LEAST_DIVISOR = 1e-12;

/** A probability and its logarithm, as a function of the p given: p itself, or 1 − p, whose small p would get lost in 1. */
interface Part {
  of(p: Tensor): Tensor;
  logOf(p: Tensor): Tensor;
}

const POSITIVE: Part = { of: (p) => p, logOf: (p) => log(p) };
const NEGATIVE: Part = { of: (p) => sub(1, p), logOf: (p) => log1p(neg(p)) };

/**
 * −t log p − (1 − t) log(1 − p). Without `eps` logarithms are at least −100 and their gradients at most 1e12; with it
 * both p and 1 − p are at least `eps`.
 */
export function probabilityLosses(p: Tensor, t: Tensor, eps: number | undefined): Tensor {
  const logOf = (part: Part) => (eps === undefined ? steepLog(part, p) : boundLog(part, p, eps));
  return neg(add(mul(t, logOf(POSITIVE)), mul(sub(1, t), logOf(NEGATIVE))));
}

/** The logarithm, at least −100. Below 1e-12 its gradient is that at 1e-12. */
function steepLog({ of, logOf }: Part, p: Tensor): Tensor {
  const part = of(p);
  const isSmall = less(part, LEAST_DIVISOR);
  const fixed = logOf(detach(p));
  const least = where(less(fixed, LEAST_LOG), LEAST_LOG, fixed);
  // The difference is 0 and carries the gradient.
  const steep = add(least, mul(sub(part, detach(part)), 1 / LEAST_DIVISOR));
  return where(isSmall, steep, logOf(where(isSmall, 0.5, p)));
}

/** The logarithm of what is limited to [eps, 1 − eps]; f32 has no 1 − 1e-7, but the logarithms of both. */
function boundLog({ of, logOf }: Part, p: Tensor, eps: number): Tensor {
  const isLow = less(of(p), eps);
  const isHigh = greater(of(p), 1 - eps);
  const inner = logOf(where(isLow, 0.5, where(isHigh, 0.5, p)));
  return where(isLow, Math.log(eps), where(isHigh, Math.log1p(-eps), inner));
}
