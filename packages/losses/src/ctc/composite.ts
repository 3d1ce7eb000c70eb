/**
 * @file CTC from primitives, in log space, one step of the graph for each frame: what the kernels must agree with, what
 * defines their second derivative, and what computes f64. Its graph grows with T; it is meant for small problems.
 */
import {
  add,
  concat,
  detach,
  equal,
  exp,
  expandDims,
  full,
  less,
  log,
  logicalOr,
  logSoftmax,
  max,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  pad,
  permute,
  reshape,
  slice,
  squeeze,
  stack,
  sub,
  sum,
  type Tensor,
  takeAlongAxis,
  where,
} from "@adjoint/core";
import { indexAlong } from "../class-axis.ts";
import type { CtcProblem } from "./problem.ts";

/** Stands for the logarithm of 0: adding a log-probability leaves it as it is, and it is finite. */
const LOG_ZERO = -1e30;
/** Sums of logarithms below this hold no path. */
const NO_PATH = -1e29;

/**
 * The loss of each sequence, as `ctcLoss` defines it. Shapes: → [N], in the dtype of the logits.
 * @see Graves et al. (2006), Connectionist temporal classification, equations 6 to 8
 */
export function ctcCompositeLosses(problem: CtcProblem): Tensor {
  const { input, labels, blank, infeasibleLoss, sizes } = problem;
  const { items, frames } = sizes;
  const logits = problem.isTimeMajor ? permute(problem.logits, [1, 0, 2]) : problem.logits;
  const inputLengths = expandDims(problem.inputLengths ?? full([items], frames, { dtype: "i32" }), 1);
  const labelLengths = expandDims(problem.labelLengths ?? full([items], sizes.labels, { dtype: "i32" }), 1);
  const extended = interleave(labels, blank);
  const states = 2 * sizes.labels + 1;
  const state = indexAlong([items, states], 1);
  // Blanks are equal to each other, so this holds for labels only.
  const isSkip = notEqual(extended, shift(extended, 2, blank));

  const isRead = less(indexAlong([items, frames, 1], 1), expandDims(inputLengths, 2));
  const read = where(isRead, logits, 0);
  const logProbabilities = input === "logProbs" ? read : logSoftmax(read, 2);
  const emissions = takeAlongAxis(logProbabilities, expandDims(extended, 1), 2);
  const emissionAt = (t: number): Tensor => {
    const frame = squeeze(slice(emissions, [0, t, 0], [items, t + 1, states]), 1);
    return where(less(frame, LOG_ZERO), LOG_ZERO, frame);
  };

  const isEnd = logicalOr(equal(state, mul(labelLengths, 2)), equal(state, sub(mul(labelLengths, 2), 1)));
  if (frames === 0) return emptyLoss(labelLengths, infeasibleLoss, logits);
  let alpha = where(less(state, 2), emissionAt(0), LOG_ZERO);
  for (let t = 1; t < frames; t++) {
    const skipped = where(isSkip, shift(alpha, 2, LOG_ZERO), LOG_ZERO);
    const next = add(logSumExp3(alpha, shift(alpha, 1, LOG_ZERO), skipped), emissionAt(t));
    alpha = where(less(t, inputLengths), next, alpha);
  }
  const ends = where(isEnd, alpha, LOG_ZERO);
  const peak = detach(max(ends, 1, true));
  const total = squeeze(add(peak, log(sum(exp(sub(ends, peak)), 1, true))), 1);
  const loss = neg(total);
  // Rounding may leave a loss just below 0. Its gradient is right all the same. Of log-probabilities nothing is known.
  const positive = input === "logProbs" ? loss : sub(loss, detach(minimum(loss, 0)));
  const feasible = where(less(total, NO_PATH), infeasibleLoss, positive);
  return where(equal(squeeze(inputLengths, 1), 0), emptyLoss(labelLengths, infeasibleLoss, logits), feasible);
}

/** The loss of a sequence without frames: only the empty target is certain. */
function emptyLoss(labelLengths: Tensor<"i32">, infeasibleLoss: number, like: Tensor): Tensor {
  const zero = full([labelLengths.size], 0, { dtype: like.dtype });
  return where(equal(squeeze(labelLengths, 1), 0), zero, infeasibleLoss);
}

/** A blank before, between and behind labels: [N, U] → [N, 2U + 1]. */
function interleave(labels: Tensor<"i32">, blank: number): Tensor<"i32"> {
  const [items = 0, count = 0] = labels.shape;
  const blanks = full([items, count], blank, { dtype: "i32" });
  const pairs = reshape(stack([blanks, labels], 2), [items, 2 * count]);
  return concat([pairs, full([items, 1], blank, { dtype: "i32" })], 1);
}

/** Moves states up by `by`, filling with `value`. */
function shift<D extends "f32" | "i32">(x: Tensor<D>, by: number, value: number): Tensor<D> {
  const [items = 0, states = 0] = x.shape;
  return pad(
    slice(x, [0, 0], [items, states - by]),
    [
      [0, 0],
      [by, 0],
    ],
    value,
  );
}

function logSumExp3(a: Tensor, b: Tensor, c: Tensor): Tensor {
  const peak = detach(maximum(maximum(a, b), c));
  return add(peak, log(add(add(exp(sub(a, peak)), exp(sub(b, peak))), exp(sub(c, peak)))));
}
