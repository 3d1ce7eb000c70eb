/** @file What CTC is given, checked and brought into one form. */
import { type DType, extentOf, formatShape, ShapeError, type Tensor, tensor } from "@adjoint/core";
import { checkBlank, checkFloats, checkIntegers } from "../check.ts";
import type { LossOptions } from "../options.ts";
import { checkLabels, checkLengths, type Lengths } from "./check-lengths.ts";
import { padLabels } from "./concatenated.ts";
import type { CtcInput, CtcProblem } from "./problem.ts";

export interface CtcLossOptions extends LossOptions {
  /** Frames of each sequence. Default: all T. */
  readonly inputLengths?: Lengths | undefined;
  /** Labels of each target. Default: all U; concatenated labels need them. */
  readonly labelLengths?: Lengths | undefined;
  /** The class that stands for no label. Default 0. */
  readonly blank?: number | undefined;
  /** A sequence without a path has the loss 0 instead of Infinity. Default false. */
  readonly zeroInfinity?: boolean | undefined;
  /** The logits (or log-probabilities) are [T, N, C]. Default false. */
  readonly timeMajor?: boolean | undefined;
}

/** Who asks, and how the floats are called. */
export interface CtcArguments {
  readonly op: string;
  readonly input: CtcInput;
}

/** @throws {ShapeError | DTypeError | UsageError} naming the argument that does not fit. */
export function checkCtcProblem(
  { op, input }: CtcArguments,
  logits: Tensor,
  labels: Tensor<DType>,
  options: CtcLossOptions,
): CtcProblem {
  const { blank = 0, zeroInfinity = false, timeMajor: isTimeMajor = false } = options;
  const x = checkFloats(op, input, logits);
  const layout = isTimeMajor ? "[T, N, C]" : "[N, T, C]";
  if (x.rank !== 3) {
    const hint = `expandDims(${input}, 0) for one sequence`;
    throw new ShapeError({ op, rule: `${input} must be ${layout}`, got: formatShape(x.shape), hint });
  }
  const [items, frames] = [extentOf(x.shape, isTimeMajor ? 1 : 0), extentOf(x.shape, isTimeMajor ? 0 : 1)];
  const classes = extentOf(x.shape, 2);
  checkBlank(op, blank, classes);
  const inputLengths = checkLengths(op, "inputLengths", options.inputLengths, items, frames);
  const target = checkTarget(op, input, x, checkIntegers(op, "labels", labels), { ...options, items, classes, layout });
  return {
    ...{ input, logits: x, isTimeMajor, blank },
    ...target,
    inputLengths: inputLengths.tensor,
    infeasibleLoss: zeroInfinity ? 0 : Number.POSITIVE_INFINITY,
    sizes: {
      ...{ items, frames, classes, blank, labels: extentOf(target.labels.shape, 1) },
      itemStride: isTimeMajor ? classes : frames * classes,
      frameStride: isTimeMajor ? items * classes : classes,
    },
  };
}

interface TargetFacts extends CtcLossOptions {
  readonly items: number;
  readonly classes: number;
  readonly layout: string;
}

/** Labels [N, U], U ≥ 1, and their lengths. */
function checkTarget(op: string, input: CtcInput, x: Tensor, y: Tensor<"i32">, facts: TargetFacts) {
  const { items, classes, layout, timeMajor = false } = facts;
  const isFlat = y.rank === 1;
  if (!isFlat && (y.rank !== 2 || y.shape[0] !== items)) {
    const got = `${input}=${formatShape(x.shape)}, labels=${formatShape(y.shape)}`;
    const hint = timeMajor ? undefined : `set timeMajor if the ${input} are [T, N, C]`;
    const rule = `labels must be [N, U], or [ΣU] with labelLengths, for ${input} ${layout}`;
    throw new ShapeError({ op, rule, got, hint });
  }
  const padded = isFlat ? padLabels(op, y, facts.labelLengths, items) : { labels: y, lengths: facts.labelLengths };
  const count = extentOf(padded.labels.shape, 1);
  const lengths = checkLengths(op, "labelLengths", padded.lengths, items, count);
  checkLabels(op, padded.labels, lengths.known ?? (padded.lengths === undefined ? count : undefined), classes);
  if (count > 0) return { labels: padded.labels, labelLengths: lengths.tensor };
  // Kernels take at least one label for each sequence; of an empty target none is looked at.
  return { labels: zeros([items, 1]), labelLengths: zeros([items]) };
}

const zeros = (shape: readonly number[]): Tensor<"i32"> =>
  tensor(new Int32Array(shape.reduce((a, b) => a * b, 1)), { dtype: "i32", shape });
