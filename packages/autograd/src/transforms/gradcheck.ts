/** @file `gradcheck`: gradients against central differences, in double precision. */
import {
  cast,
  type DType,
  formatShape,
  isFloat,
  mul,
  realizeNodes,
  type Shape,
  sizeOf,
  stridesOf,
  sum,
  type Tensor,
  tensor,
  UsageError,
} from "@adjoint/core";
import { type FlatTree, flatten, type Tree } from "../tree.ts";
import { grad } from "./grad.ts";

export interface GradcheckOptions {
  /** Half the distance of the two points of a difference. Default 1e-6. */
  readonly eps?: number;
  /** Allowed distance from the difference. Default 1e-5. */
  readonly atol?: number;
  /** Allowed distance as a share of the difference, in addition. Default 1e-3. */
  readonly rtol?: number;
}

/** One element of a gradient, both ways. */
export interface GradcheckEntry {
  /** Which input, such as `inputs[0].weight`. */
  readonly path: string;
  /** Which element of it. */
  readonly index: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  /** Their distance. */
  readonly error: number;
  /** The distance that is allowed. */
  readonly allowed: number;
}

export interface GradcheckReport {
  /** How many elements were compared. */
  readonly checked: number;
  /** The element with the largest share of its allowed distance; undefined if there was none to compare. */
  readonly worst: GradcheckEntry | undefined;
}

/**
 * Compares the gradient of `f` at `inputs`, its arguments, with central differences. Floating inputs are made f64, so `f`
 * must compute in the dtype of its arguments; integers are passed on. A result that is no scalar is weighted by
 * fixed numbers and summed. Needs a backend with f64: the CPU.
 *
 * Resolves to a report of the entry that came closest to failing.
 * @throws {DTypeError} if the backend has no f64.
 * @throws {UsageError} with the worst entry, if one is further off than atol + rtol · |difference|; NaN never agrees.
 * @example await gradcheck((x: Tensor) => x.tanh(), [tensor([0.5, -1])])
 */
export async function gradcheck<F extends (...args: never[]) => Tensor<DType>>(
  f: F,
  inputs: Readonly<Parameters<F>>,
  options: GradcheckOptions = {},
): Promise<GradcheckReport> {
  const { eps = 1e-6, atol = 1e-5, rtol = 1e-3 } = options;
  const given = flatten("gradcheck", inputs, "inputs");
  const points = await Promise.all(given.leaves.map(readPoint));
  const evaluate = (leaves: readonly Tensor<DType>[]): Tensor<DType> =>
    weightedSum(f(...(given.rebuild(leaves) as unknown as never[])));
  const gradients = await analyticGradients(given, points, evaluate);

  let worst: GradcheckEntry | undefined;
  let checked = 0;
  for (const [leaf, { shape }] of given.leaves.entries()) {
    const analytic = gradients[leaf];
    if (analytic === undefined) continue;
    for (let i = 0; i < sizeOf(shape); i++) {
      const numeric = await difference(given, points, evaluate, leaf, i, eps);
      const entry = compare(analytic[i] ?? Number.NaN, numeric, atol, rtol);
      checked++;
      if (worst === undefined || badness(entry) > badness(worst)) {
        worst = { path: given.paths[leaf] ?? "inputs", index: unravel(i, shape), ...entry };
      }
    }
  }
  if (worst !== undefined && !(worst.error <= worst.allowed)) refuse(worst);
  return { checked, worst };
}

/** The data of a floating leaf; undefined for others. */
async function readPoint(leaf: Tensor<DType>): Promise<Float64Array | undefined> {
  return isFloat(leaf.dtype) ? Float64Array.from(await leaf.data()) : undefined;
}

type Point = Float64Array | undefined;

function tensorsAt(given: FlatTree<Tree>, points: readonly Point[]): Tensor<DType>[] {
  return given.leaves.map((leaf, index) => {
    const data = points[index];
    return data === undefined ? leaf : tensor(data, { shape: leaf.shape, dtype: "f64" });
  });
}

/** Weights that no symmetry of a function cancels: equal ones would hide every error that a sum is blind to. */
function weightedSum(result: Tensor<DType>): Tensor<DType> {
  if (result.size === 1 && result.shape.length === 0) return result;
  const weights = Float64Array.from({ length: result.size }, (_, i) => 1 + 0.5 * Math.sin(1 + 2.3 * i));
  return sum(mul(result, cast(tensor(weights, { shape: result.shape, dtype: "f64" }), result.dtype)));
}

async function analyticGradients(
  given: FlatTree<Tree>,
  points: readonly Point[],
  evaluate: (leaves: readonly Tensor<DType>[]) => Tensor<DType>,
): Promise<Point[]> {
  const start = tensorsAt(given, points);
  const isVaried = points.map((point) => point !== undefined);
  const merged = (varied: readonly Tensor<DType>[]): Tensor<DType>[] => {
    const next = varied.values();
    return start.map((leaf, index) => (isVaried[index] === true ? (next.next().value ?? leaf) : leaf));
  };
  const varied = start.filter((_, index) => isVaried[index]);
  const gradients = grad((leaves: readonly Tensor<DType>[]) => evaluate(merged(leaves)))(varied);
  // One run for all, so that its failure is told as one of gradcheck.
  realizeNodes(
    "gradcheck",
    gradients.map(({ node }) => node),
  );
  const read = await Promise.all(gradients.map(async (gradient) => Float64Array.from(await gradient.data())));
  const next = read.values();
  return isVaried.map((is) => (is ? next.next().value : undefined));
}

async function difference(
  given: FlatTree<Tree>,
  points: readonly Point[],
  evaluate: (leaves: readonly Tensor<DType>[]) => Tensor<DType>,
  leaf: number,
  element: number,
  eps: number,
): Promise<number> {
  const at = async (offset: number): Promise<number> => {
    const moved = points.map((point, index) => {
      if (index !== leaf || point === undefined) return point;
      return point.map((x, i) => (i === element ? x + offset : x));
    });
    const [value] = await evaluate(tensorsAt(given, moved)).data();
    return Number(value);
  };
  return ((await at(eps)) - (await at(-eps))) / (2 * eps);
}

function compare(
  analytic: number,
  numeric: number,
  atol: number,
  rtol: number,
): Omit<GradcheckEntry, "path" | "index"> {
  return { analytic, numeric, error: Math.abs(analytic - numeric), allowed: atol + rtol * Math.abs(numeric) };
}

function badness({ error, allowed }: Pick<GradcheckEntry, "error" | "allowed">): number {
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / allowed;
}

function unravel(position: number, shape: Shape): number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(position / stride) % (shape[axis] ?? 1));
}

function refuse({ path, index, analytic, numeric, error, allowed }: GradcheckEntry): never {
  throw new UsageError({
    op: "gradcheck",
    rule: "the gradient must agree with central differences",
    got: `${path}${formatShape(index)}: gradient ${analytic}, difference ${numeric}, ${error} apart, allowed ${allowed}`,
    hint: "check the rule of customVjp, or whether the function has a kink near the input",
  });
}
