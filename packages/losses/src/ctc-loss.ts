/** @file Connectionist temporal classification: what the loss takes, checked. */
import { type DType, extentOf, formatShape, ShapeError, type Tensor, tensor } from "@adjoint/core";
import { checkBlank, checkFloats, checkIntegers, hostData } from "./check.ts";
import { ctcCompositeLosses } from "./ctc/composite.ts";
import { fusedCtcLoss, reduceCtcLosses } from "./ctc/fused.ts";
import type { CtcProblem } from "./ctc/problem.ts";
import type { LossOptions } from "./options.ts";
import { checkReduction } from "./reduce.ts";

/** Lengths of sequences: numbers, or a tensor i32[N]. */
export type Lengths = readonly number[] | Tensor<"i32">;

export interface CtcLossOptions extends LossOptions {
  /** Frames of each sequence. Default: all T. */
  readonly inputLengths?: Lengths | undefined;
  /** Labels of each target. Default: all U. */
  readonly labelLengths?: Lengths | undefined;
  /** The class that stands for no label. Default 0. */
  readonly blank?: number | undefined;
  /** A sequence without a path has the loss 0 instead of Infinity. Default false. */
  readonly zeroInfinity?: boolean | undefined;
  /** The logits are [T, N, C]. Default false. */
  readonly timeMajor?: boolean | undefined;
}

const OP = "ctcLoss";

/**
 * Connectionist temporal classification: −log of the probability, under a softmax of each frame's logits, of all frame
 * sequences that give the labels once repetitions are merged and blanks dropped. In nats.
 *
 * Shapes: logits f32[N, T, C] ([T, N, C] if `timeMajor`), labels i32[N, U] → f32[], or f32[N] without reduction.
 * The mean divides each loss by the number of its labels (at least 1), and the sum of these by N.
 * Gradient: softmax − occupancy, exactly 0 on frames beyond the length, whatever these hold.
 * Numerics: path weights are f32 with exponents of their own. For T = 2000 and U = 400 the gradient differs from double
 * precision by some 1e-6. Log-probabilities below −4.6e7 count as those of 0.
 *
 * A sequence without a path (too few frames, or a needed logit of −∞) has the loss Infinity, or 0 with `zeroInfinity`,
 * and the gradient 0. No frames: 0 for the empty target, else no path. Labels beyond their length are not looked at. A
 * label equal to the blank is a state of its own that gives the blank's class, and may follow another label directly, as
 * in PyTorch and Keras. Lengths and labels out of range are errors where they are still on the host, and else make the
 * loss of their sequence NaN.
 * f64 is computed from primitives, frame by frame; it is for checks of small problems.
 * @throws {ShapeError} if shapes do not fit, or lengths, labels or the blank lie out of range.
 * @throws {DTypeError} if the logits are not floats, or labels or lengths not integers.
 * @see Graves et al. (2006), Connectionist temporal classification
 * @example ctcLoss(zeros([1, 3, 3]), tensor([[1, 1]], { dtype: "i32" })) // 3 ln 3 / 2
 */
export function ctcLoss(logits: Tensor, labels: Tensor<"i32">, options: CtcLossOptions = {}): Tensor {
  const reduction = checkReduction(OP, options.reduction);
  const problem = checkProblem(logits, labels, options);
  if (problem.logits.dtype === "f32") return fusedCtcLoss(problem, reduction);
  return reduceCtcLosses(ctcCompositeLosses(problem), problem, reduction);
}

/**
 * `ctcLoss` from primitives, for any float dtype: the oracle of the kernels. Its graph grows with T.
 * Shapes, options and errors as for `ctcLoss`.
 */
export function ctcComposite(logits: Tensor, labels: Tensor<"i32">, options: CtcLossOptions = {}): Tensor {
  const reduction = checkReduction(OP, options.reduction);
  const problem = checkProblem(logits, labels, options);
  return reduceCtcLosses(ctcCompositeLosses(problem), problem, reduction);
}

function checkProblem(logits: Tensor, labels: Tensor<DType>, options: CtcLossOptions): CtcProblem {
  const { blank = 0, zeroInfinity = false, timeMajor: isTimeMajor = false } = options;
  const x = checkFloats(OP, "logits", logits);
  const y = checkIntegers(OP, "labels", labels);
  const layout = isTimeMajor ? "[T, N, C]" : "[N, T, C]";
  if (x.rank !== 3) {
    const hint = "expandDims(logits, 0) for one sequence";
    throw new ShapeError({ op: OP, rule: `logits must be ${layout}`, got: formatShape(x.shape), hint });
  }
  const [items, frames] = [extentOf(x.shape, isTimeMajor ? 1 : 0), extentOf(x.shape, isTimeMajor ? 0 : 1)];
  const classes = extentOf(x.shape, 2);
  if (y.rank !== 2 || y.shape[0] !== items) {
    const got = `logits=${formatShape(x.shape)}, labels=${formatShape(y.shape)}`;
    const hint = isTimeMajor ? undefined : "set timeMajor if the logits are [T, N, C]";
    throw new ShapeError({ op: OP, rule: `labels must be [N, U] for logits ${layout}`, got, hint });
  }
  checkBlank(OP, blank, classes);
  const count = extentOf(y.shape, 1);
  const inputLengths = checkLengths("inputLengths", options.inputLengths, items, frames);
  const labelLengths = checkLengths("labelLengths", options.labelLengths, items, count);
  checkLabels(
    hostData(y),
    labelLengths.known ?? (options.labelLengths === undefined ? count : undefined),
    count,
    classes,
  );
  // Kernels take at least one label for each sequence; of an empty target none is looked at.
  const isEmpty = count === 0;
  const none = (shape: readonly number[]): Tensor<"i32"> =>
    tensor(new Int32Array(shape.reduce((a, b) => a * b, 1)), { dtype: "i32", shape });
  return {
    logits: x,
    labels: isEmpty ? none([items, 1]) : y,
    inputLengths: inputLengths.tensor,
    labelLengths: isEmpty ? none([items]) : labelLengths.tensor,
    isTimeMajor,
    blank,
    infeasibleLoss: zeroInfinity ? 0 : Number.POSITIVE_INFINITY,
    sizes: {
      items,
      frames,
      classes,
      labels: Math.max(count, 1),
      itemStride: isTimeMajor ? classes : frames * classes,
      frameStride: isTimeMajor ? items * classes : classes,
      blank,
    },
  };
}

interface CheckedLengths {
  readonly tensor: Tensor<"i32"> | undefined;
  /** The lengths, if the host knows them. */
  readonly known: ArrayLike<number> | undefined;
}

function checkLengths(name: string, lengths: Lengths | undefined, items: number, limit: number): CheckedLengths {
  if (lengths === undefined) return { tensor: undefined, known: undefined };
  const isList = Array.isArray(lengths);
  const given = isList ? undefined : checkIntegers(OP, name, lengths);
  const shape = given?.shape ?? [(lengths as readonly number[]).length];
  if (shape.length !== 1 || shape[0] !== items) {
    throw new ShapeError({
      op: OP,
      rule: `${name} must have one length for each of ${items} sequences`,
      got: formatShape(shape),
      hint: "leave them out if all are full",
    });
  }
  const known = isList ? (lengths as readonly number[]) : given === undefined ? undefined : hostData(given);
  if (known !== undefined) {
    const at = Array.from(known).findIndex((length) => !Number.isInteger(length) || length < 0 || length > limit);
    if (at >= 0) {
      const rule = `${name} must be whole numbers in [0, ${limit}]`;
      throw new ShapeError({
        op: OP,
        rule,
        got: `${known[at]} for sequence ${at}`,
        hint: "lengths leave out the padding",
      });
    }
  }
  if (given !== undefined) return { tensor: given, known };
  return { tensor: tensor(Int32Array.from(lengths as readonly number[]), { dtype: "i32" }), known };
}

/** @throws {ShapeError} with the first label, of those known on the host and within their length, that is no class. */
function checkLabels(
  data: ArrayLike<number> | undefined,
  lengths: ArrayLike<number> | number | undefined,
  count: number,
  classes: number,
): void {
  if (data === undefined || lengths === undefined || count === 0) return;
  for (let i = 0; i < data.length; i++) {
    const item = Math.floor(i / count);
    const length = typeof lengths === "number" ? lengths : (lengths[item] ?? 0);
    const label = data[i] ?? 0;
    if (i % count >= length || (label >= 0 && label < classes)) continue;
    const rule = `labels must lie in [0, ${classes})`;
    const got = `${label} at [${item}, ${i % count}]`;
    throw new ShapeError({ op: OP, rule, got, hint: "labelLengths leaves padding out" });
  }
}
