/** @file What the transducer is given, checked and brought into one form. */
import { type DType, extentOf, formatShape, ShapeError, type Tensor, tensor, UsageError } from "@adjoint/core";
import { checkBlank, checkFloats, checkIntegers } from "../check.ts";
import { checkLabels, checkLengths, type Lengths } from "../ctc/check-lengths.ts";
import type { LossOptions } from "../options.ts";
import type { RnntSizes } from "./sizes.ts";

/** What is given at each node: logits, or logarithms of probabilities that are taken as they are. */
export type RnntInput = "logits" | "logProbs";

/** The function that was called, and what its first argument holds. */
export interface RnntArguments {
  readonly op: string;
  readonly input: RnntInput;
}

export interface RnntLossOptions extends LossOptions {
  /** Frames of each sequence. Default: all T. */
  readonly inputLengths?: Lengths | undefined;
  /** Labels of each target. Default: all U. */
  readonly labelLengths?: Lengths | undefined;
  /** The class that stands for no label and ends a frame. Default 0; torchaudio's default is the last. */
  readonly blank?: number | undefined;
  /** How much more labels are to be emitted early (FastEmit); at least 0. Default 0. */
  readonly fastEmitLambda?: number | undefined;
  /** Where the gradient of each sequence's loss is cut off, above 0. Default: nowhere. */
  readonly clamp?: number | undefined;
}

export interface RnntProblem {
  readonly input: RnntInput;
  /** What is given, f32 or f64 [N, T, U + 1, C]. */
  readonly logits: Tensor;
  /** [N, max(U, 1)]. */
  readonly labels: Tensor<"i32">;
  /** [N]; undefined where all sequences are full. */
  readonly inputLengths: Tensor<"i32"> | undefined;
  readonly labelLengths: Tensor<"i32"> | undefined;
  readonly fastEmitLambda: number;
  /** A great number where nothing is cut off. */
  readonly clamp: number;
  readonly sizes: RnntSizes;
}

const UNBOUNDED = 3e38;

/** @throws {ShapeError | DTypeError | UsageError} naming the argument that does not fit. */
export function checkRnntProblem(
  { op, input }: RnntArguments,
  logits: Tensor,
  labels: Tensor<DType>,
  options: RnntLossOptions,
): RnntProblem {
  const { blank = 0, fastEmitLambda = 0, clamp = UNBOUNDED } = options;
  const x = checkFloats(op, input, logits);
  const y = checkIntegers(op, "labels", labels);
  const got = `${input}=${formatShape(x.shape)}, labels=${formatShape(y.shape)}`;
  const [items, frames, positions, classes] = [0, 1, 2, 3].map((i) => (x.rank === 4 ? extentOf(x.shape, i) : 0)) as [
    number,
    number,
    number,
    number,
  ];
  if (x.rank !== 4 || positions === 0) {
    const hint = `expandDims(${input}, 0) for one sequence; it has a row before the first label and behind each`;
    throw new ShapeError({ op, rule: `${input} must be [N, T, U + 1, C]`, got, hint });
  }
  const count = positions - 1;
  if (y.rank !== 2 || y.shape[0] !== items || y.shape[1] !== count) {
    throw new ShapeError({ op, rule: `labels must be [N, U] for ${input} [N, T, U + 1, C]`, got });
  }
  checkBlank(op, blank, classes);
  const inputLengths = checkLengths(op, "inputLengths", options.inputLengths, items, frames);
  const labelLengths = checkLengths(op, "labelLengths", options.labelLengths, items, count);
  checkLabels(op, y, labelLengths.known ?? (options.labelLengths === undefined ? count : undefined), classes);
  checkAmount(op, "fastEmitLambda", fastEmitLambda, fastEmitLambda >= 0, "0 leaves it out");
  checkAmount(op, "clamp", clamp, clamp > 0, "leave it out if nothing is to be cut off");
  // Kernels take at least one label for each sequence; of an empty target none is looked at.
  const none = (): Tensor<"i32"> => tensor(new Int32Array(items), { dtype: "i32", shape: [items, 1] });
  return {
    ...{ input, logits: x, labels: count === 0 ? none() : y, fastEmitLambda, clamp },
    inputLengths: inputLengths.tensor,
    labelLengths: labelLengths.tensor,
    sizes: { items, frames, positions, classes, labelStride: Math.max(count, 1), blank },
  };
}

function checkAmount(op: string, name: string, value: number, isInRange: boolean, hint: string): void {
  if (Number.isFinite(value) && isInRange) return;
  const rule = `${name} must be a finite number ${name === "clamp" ? "above" : "of at least"} 0`;
  throw new UsageError({ op, rule, got: String(value), hint });
}
