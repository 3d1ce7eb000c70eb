/** @file Logarithms of given probabilities. */
import { div, equal, greater, less, log, sum, type Tensor, UsageError, where } from "@adjoint/core";
import { hostData } from "../check.ts";

/**
 * log p of rows of probabilities, which are divided by their sums first and then limited to [eps, 1 − eps], where the
 * gradient is 0. The limits are set on the logarithm: f32 has no 1 − 1e-7. A row of zeros has p = 0.
 */
export function normalizedLogs(p: Tensor, axis: number, eps: number): Tensor {
  const total = sum(p, axis, true);
  const share = div(p, where(equal(total, 0), 1, total));
  return limitedLog(share, eps);
}

/** log p, for p limited to [eps, 1 − eps]. */
export function limitedLog(p: Tensor, eps: number): Tensor {
  const isLow = less(p, eps);
  const isHigh = greater(p, 1 - eps);
  const inner = log(where(isLow, 1, where(isHigh, 1, p)));
  return where(isLow, Math.log(eps), where(isHigh, Math.log1p(-eps), inner));
}

/** @throws {UsageError} with the first number, of those known on the host, outside [0, 1]. */
export function checkProbabilities(op: string, name: string, x: Tensor): void {
  const data = hostData(x);
  const at = data?.findIndex((p) => !(p >= 0 && p <= 1)) ?? -1;
  if (data === undefined || at < 0) return;
  const rule = `${name} must lie in [0, 1]`;
  throw new UsageError({ op, rule, got: `${data[at]} at element ${at}`, hint: "a sigmoid or softmax gives such" });
}

/** The bound `eps` of probabilities. @throws {UsageError} if it does not lie in (0, ½). */
export function checkBound(op: string, eps: number): number {
  if (eps > 0 && eps < 0.5) return eps;
  throw new UsageError({ op, rule: "eps must lie in (0, 0.5)", got: String(eps), hint: "Keras has 1e-7" });
}
