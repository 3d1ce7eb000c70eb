/** @file What the divergences share: what they take, and how their terms are reduced. */
import { div, equal, exp, less, log, ShapeError, sum, type Tensor, UsageError, where } from "@adjoint/core";
import { checkFloats, checkSameShape, hostData } from "../check.ts";
import { checkPositive } from "../check-number.ts";
import type { Reduction, WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";

export interface DivergenceOptions extends Omit<WeightedLossOptions, "reduction"> {
  /** "batchmean": the sum, divided by the extent of the first axis. Default "mean". */
  readonly reduction?: Reduction | "batchmean" | undefined;
  /** True if the target is given as logarithms. Default false. */
  readonly logTarget?: boolean | undefined;
  /** False if the prediction is given as probabilities, which are raised to `eps`, as Keras does. Default true. */
  readonly logInput?: boolean | undefined;
  /** The least probability of a prediction that is no logarithm; there the gradient is 0. Default 1e-7. */
  readonly eps?: number | undefined;
}

export interface DivergenceTerms {
  /** log p. */
  readonly x: Tensor;
  readonly t: Tensor;
  /** log t; 0 where t is 0. */
  readonly logT: Tensor;
  /** Whether t is 0. */
  readonly isVoid: Tensor<"bool">;
}

/** The reduced terms. */
export function divergence(
  op: string,
  prediction: Tensor,
  target: Tensor,
  options: DivergenceOptions,
  termsOf: (given: DivergenceTerms) => Tensor,
): Tensor {
  const { logInput = true, logTarget = false } = options;
  const isBatchMean = options.reduction === "batchmean";
  const reduction = isBatchMean ? "sum" : checkReduction(op, options.reduction as Reduction | undefined);
  const name = logInput ? "logPrediction" : "prediction";
  const p = checkFloats(op, name, prediction);
  const given = checkFloats(op, "target", target);
  checkSameShape(op, { [name]: p.shape, target: given.shape });
  if (!logInput) checkNotNegative(op, name, p);
  if (!logTarget) checkNotNegative(op, "target", given);

  const isVoid = equal(logTarget ? exp(given) : given, 0);
  const safe = where(isVoid, logTarget ? 0 : 1, given);
  const logT = logTarget ? safe : log(safe);
  const t = where(isVoid, 0, logTarget ? exp(safe) : given);
  const x = logInput ? p : raisedLog(op, p, options.eps);
  const terms = weigh(op, termsOf({ x, t, logT, isVoid }), options.weight);
  return isBatchMean ? div(sum(terms), checkBatch(op, terms)) : reduceLosses(terms, reduction);
}

function raisedLog(op: string, p: Tensor, eps = 1e-7): Tensor {
  const least = checkPositive(op, "eps", eps);
  const isLow = less(p, least);
  return where(isLow, Math.log(least), log(where(isLow, 1, p)));
}

function checkBatch(op: string, terms: Tensor): number {
  const [count] = terms.shape;
  if (count !== undefined) return count;
  throw new ShapeError({ op, rule: "batchmean needs a first axis", got: "a scalar", hint: 'reduction: "sum"' });
}

/** @throws {UsageError} with the first number below 0 of a tensor that is still on the host. */
function checkNotNegative(op: string, name: string, x: Tensor): void {
  const data = hostData(x);
  const at = data?.findIndex((value) => value < 0) ?? -1;
  if (data === undefined || at < 0) return;
  const hint = name === "target" ? "logTarget: true takes logarithms" : "logInput: true takes logarithms";
  throw new UsageError({ op, rule: `${name} must be ≥ 0`, got: `${data[at]} at element ${at}`, hint });
}
