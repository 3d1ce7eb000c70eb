/** @file The parameters of adaptive softmax: their shapes, and whether they fit. */
import { formatShape, type Shape, ShapeError, sameShape, type Tensor, UsageError } from "@adjoint/core";
import { checkFloats } from "../check.ts";

export interface AdaptiveTail<T = Tensor> {
  /** [H, D]: to fewer features. */
  readonly projection: T;
  /** [size, H]: to the classes of the tail. */
  readonly output: T;
}

export interface AdaptiveParams<T = Tensor> {
  /** [frequent + tails, D]: the frequent classes, then one row for each tail. */
  readonly head: T;
  /** [frequent + tails]. */
  readonly headBias?: T | undefined;
  /** The tails, whose classes follow upon each other. */
  readonly tails: readonly AdaptiveTail<T>[];
}

export interface AdaptiveSizes {
  readonly features: number;
  readonly classes: number;
  /** The first class of each tail, increasing, above 0 and below `classes`. */
  readonly cutoffs: readonly number[];
  /** By how much the features of each tail are fewer than of the one before. Default 4. */
  readonly divValue?: number | undefined;
  /** Default false. */
  readonly headBias?: boolean | undefined;
}

/**
 * The shapes of the parameters of `adaptiveLogSoftmax`: tail i, from 1, has ⌊features / divValueⁱ⌋ features, one at least.
 * @throws {UsageError} if the cutoffs do not increase between 0 and the number of classes, or a number is not positive.
 * @example adaptiveShapes({ features: 8, classes: 10, cutoffs: [4] }).head // [5, 8]
 */
export function adaptiveShapes(sizes: AdaptiveSizes): AdaptiveParams<Shape> {
  const op = "adaptiveShapes";
  const { features, classes, cutoffs, divValue = 4, headBias = false } = sizes;
  const bounds = [0, ...cutoffs, classes];
  const isIncreasing = bounds.every((bound, i) => Number.isInteger(bound) && (i === 0 || bound > (bounds[i - 1] ?? 0)));
  if (!isIncreasing || cutoffs.length === 0) {
    const rule = "cutoffs must be whole numbers that increase, above 0 and below the number of classes";
    throw new UsageError({ op, rule, got: `cutoffs [${cutoffs.join(", ")}] for ${classes} classes` });
  }
  if (!(Number.isInteger(features) && features > 0 && divValue > 0)) {
    const rule = "features must be a whole number above 0, and divValue above 0";
    throw new UsageError({ op, rule, got: `features ${features}, divValue ${divValue}` });
  }
  const rows = (cutoffs[0] ?? 0) + cutoffs.length;
  const tails = cutoffs.map((cutoff, i) => {
    const width = Math.max(1, Math.floor(features / divValue ** (i + 1)));
    return { projection: [width, features], output: [(bounds[i + 2] ?? 0) - cutoff, width] };
  });
  return { head: [rows, features], headBias: headBias ? [rows] : undefined, tails };
}

export interface AdaptiveCluster extends AdaptiveTail {
  readonly first: number;
  readonly size: number;
}

export interface CheckedAdaptive {
  readonly x: Tensor;
  readonly head: Tensor;
  readonly headBias: Tensor | undefined;
  readonly clusters: readonly AdaptiveCluster[];
  /** How many classes the head has for itself. */
  readonly frequent: number;
  readonly classes: number;
}

/** @throws {ShapeError} if input, parameters and labels do not fit together. @throws {DTypeError} if one has no floats. */
export function checkAdaptive(op: string, input: Tensor, params: AdaptiveParams, labels?: Shape): CheckedAdaptive {
  const x = checkFloats(op, "input", input);
  const [count = 0, features = 0] = x.shape;
  fit(op, x.rank === 2, "input must be [N, D]", `input=${formatShape(x.shape)}`);
  const isLabelled = labels === undefined || sameShape(labels, [count]);
  fit(op, isLabelled, "labels must be [N]", `input=${formatShape(x.shape)}, labels=${formatShape(labels ?? [])}`);
  const head = checkFloats(op, "head", params.head);
  const rows = head.shape[0] ?? 0;
  const frequent = rows - params.tails.length;
  const got = `input=${formatShape(x.shape)}, head=${formatShape(head.shape)}, ${params.tails.length} tails`;
  fit(op, sameShape(head.shape, [rows, features]) && frequent > 0, "head must be [frequent + tails, D]", got);
  const headBias = params.headBias === undefined ? undefined : checkFloats(op, "headBias", params.headBias);
  const isBiasFit = headBias === undefined || sameShape(headBias.shape, [rows]);
  fit(
    op,
    isBiasFit,
    "headBias must have one element for each row of the head",
    `${formatShape(headBias?.shape ?? [])}`,
  );
  let classes = frequent;
  const clusters = params.tails.map((tail, i) => {
    const projection = checkFloats(op, `tails[${i}].projection`, tail.projection);
    const output = checkFloats(op, `tails[${i}].output`, tail.output);
    const width = projection.shape[0] ?? 0;
    const size = output.shape[0] ?? 0;
    const isFit = sameShape(projection.shape, [width, features]) && sameShape(output.shape, [size, width]) && size > 0;
    const shapes = `projection=${formatShape(projection.shape)}, output=${formatShape(output.shape)}, ${features} features`;
    fit(op, isFit, `tails[${i}] must be a projection [H, D] and an output [size, H]`, shapes);
    const first = classes;
    classes += size;
    return { projection, output, first, size };
  });
  return { x, head, headBias, clusters, frequent, classes };
}

function fit(op: string, holds: boolean, rule: string, got: string): void {
  if (!holds) throw new ShapeError({ op, rule, got, hint: "adaptiveShapes gives the shapes" });
}
