/** @file What losses of two classes share: labels −1 and 1, in either coding, and the margin that they make of a score. */
import { cast, DTYPES, type DType, DTypeError, mul, sub, type Tensor, UsageError } from "@adjoint/core";
import { checkFloats, checkSameShape, checkTensor, hostData } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";

export interface SignedLossOptions extends WeightedLossOptions {
  /** How the two classes are written: "signed" as −1 and 1, "binary" as 0 and 1. Default "signed". */
  readonly coding?: "signed" | "binary" | undefined;
}

/** The reduced losses `lossOf` of the margins y · score, which are positive where the score has the label's sign. */
export function signedLoss(
  op: string,
  scores: Tensor,
  target: Tensor<DType>,
  options: SignedLossOptions,
  lossOf: (margin: Tensor) => Tensor,
): Tensor {
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "scores", scores);
  const isBinary = checkCoding(op, options.coding) === "binary";
  const y = checkTwoLabels(op, target, isBinary ? 0 : -1, x);
  checkSameShape(op, { scores: x.shape, target: y.shape });
  const margin = mul(isBinary ? sub(mul(y, 2), 1) : y, x);
  return reduceLosses(weigh(op, lossOf(margin), options.weight), reduction);
}

function checkCoding(op: string, coding: SignedLossOptions["coding"]): "signed" | "binary" {
  if (coding === undefined || coding === "signed" || coding === "binary") return coding ?? "signed";
  throw new UsageError({ op, rule: "coding must be signed or binary", got: String(coding) });
}

/**
 * Labels of any dtype in that of `like`: 1, or `low` for the other class.
 * @throws {DTypeError} for bools that should be signed.
 * @throws {UsageError} with the first label, of those known on the host, that is neither.
 */
export function checkTwoLabels(op: string, target: Tensor<DType>, low: number, like: Tensor): Tensor {
  const labels = checkTensor(op, "target", target);
  if (low < 0 && DTYPES[labels.dtype].kind === "bool") {
    const rule = "target must be −1 or 1";
    throw new DTypeError({ op, rule, got: "bool", hint: 'coding: "binary" takes bools' });
  }
  const data = hostData(labels);
  const at = data?.findIndex((label) => label !== low && label !== 1) ?? -1;
  if (data !== undefined && at >= 0) {
    const rule = `target must be ${low === 0 ? "0" : "−1"} or 1`;
    const hint = low === 0 ? undefined : 'coding: "binary" takes 0 and 1';
    throw new UsageError({ op, rule, got: `${data[at]} at element ${at}`, hint });
  }
  return cast(labels, like.dtype) as Tensor;
}
