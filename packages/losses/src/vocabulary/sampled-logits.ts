/** @file The logits of the labels and of some sampled classes, which stand for those of all classes. */
import {
  add,
  any,
  cast,
  concat,
  type DType,
  equal,
  expandDims,
  extentOf,
  formatShape,
  gather,
  less,
  lessEqual,
  logicalAnd,
  matmul,
  mul,
  reshape,
  ShapeError,
  sub,
  sum,
  type Tensor,
  transpose,
  where,
} from "@adjoint/core";
import { checkIntegers } from "../check.ts";
import { checkLabelRange } from "../classification/label-rows.ts";
import type { LossOptions } from "../options.ts";
import type { LogExpectedCount } from "./candidates.ts";
import { checkLinearParts } from "./check-linear.ts";

export interface SampledOptions extends LossOptions {
  /** Added to the logits, f32[C]. */
  readonly bias?: Tensor | undefined;
  /** What is subtracted from each logit. Default: nothing, which suits classes drawn uniformly in a softmax. */
  readonly logExpectedCount?: LogExpectedCount | undefined;
  /** Leaves a sampled class out of the rows whose label it is. */
  readonly removeAccidentalHits?: boolean | undefined;
}

export interface SampledLogits {
  /** [N, K + S], those of the labels first. NaN in rows with a label that is no class. */
  readonly logits: Tensor;
  /** K. */
  readonly labelCount: number;
}

/**
 * Checks the arguments and computes x · W[c] + b[c] − log count(c) for labels and samples.
 * @throws {ShapeError} if shapes do not fit, or a label or sample known on the host is no class.
 */
export function sampledLogits(
  op: string,
  x: Tensor,
  weight: Tensor,
  labels: Tensor<DType>,
  sampled: Tensor<DType>,
  options: SampledOptions & { readonly removeAccidentalHits: boolean },
): SampledLogits {
  const { parts, classes } = checkLinearParts(op, x, weight, options.bias);
  const count = extentOf(parts.x.shape, 0);
  const y = checkIntegers(op, "labels", labels);
  const samples = checkIntegers(op, "sampled", sampled);
  const isMatrix = y.rank === 2;
  if (
    x.rank !== 2 ||
    samples.rank !== 1 ||
    (y.rank !== 1 && !isMatrix) ||
    y.shape[0] !== count ||
    (y.size === 0) !== (count === 0)
  ) {
    const got = `x=${formatShape(x.shape)}, labels=${formatShape(y.shape)}, sampled=${formatShape(samples.shape)}`;
    throw new ShapeError({ op, rule: "x must be [N, H], labels [N] or [N, K], sampled [S]", got });
  }
  checkLabelRange(op, y, classes, undefined);
  checkLabelRange(op, samples, classes, undefined);
  const labelCount = isMatrix ? extentOf(y.shape, 1) : 1;
  const own = reshape(y, [count, labelCount]);
  const given = { ...parts, logExpectedCount: options.logExpectedCount };
  const isClass = logicalAnd(lessEqual(0, own), less(own, classes));
  const known = where(isClass, own, 0);
  const products = sum(mul(expandDims(parts.x, 1), gather(parts.weight, known)), 2);
  const ownLogits = where(isClass, corrected(products, known, given), Number.NaN);
  const others = corrected(matmul(parts.x, transpose(gather(parts.weight, samples))), samples, given);
  if (!options.removeAccidentalHits) return { logits: concat([ownLogits, others], 1), labelCount };
  const isHit = any(equal(expandDims(own, 2), samples), 1);
  return { logits: concat([ownLogits, where(isHit, Number.NEGATIVE_INFINITY, others)], 1), labelCount };
}

interface Correction {
  readonly bias: Tensor | undefined;
  readonly logExpectedCount: LogExpectedCount | undefined;
}

function corrected(products: Tensor, classes: Tensor<"i32">, { bias, logExpectedCount }: Correction): Tensor {
  const logits = bias === undefined ? products : add(products, gather(bias, classes));
  if (logExpectedCount === undefined) return logits;
  return sub(logits, cast(logExpectedCount(classes), logits.dtype) as Tensor);
}
