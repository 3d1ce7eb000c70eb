/** @file Clipping gradients by their common norm. */
import { flatten, type Tree } from "@adjoint/autograd";
import { add, cast, type DType, div, full, ir, minimum, mul, sqrt, sum, Tensor, UsageError } from "@adjoint/core";

/**
 * The Euclidean norm of all tensors of a tree together.
 *
 * Shapes: any → float[].
 * @throws {UsageError} if the tree holds no tensor, or anything but tensors.
 * @example globalNorm({ w: tensor([3, 0]), b: tensor([4]) }) // 5
 */
export function globalNorm(tree: Tree): Tensor {
  return normOf("globalNorm", flatten("globalNorm", tree, "grads").leaves);
}

/**
 * Gradients scaled by min(1, max / (norm + 1e-6)), so that their common norm is at most `max`.
 * The limit may change from step to step without a new plan.
 * @throws {UsageError} if `max` is not positive, or the tree holds anything but tensors.
 * @see Pascanu, Mikolov, Bengio (2013); the 1e-6 is PyTorch's
 */
export function clipGlobalNorm<G extends Tree>(grads: G, max: number): G {
  const { leaves, rebuild } = flatten("clipGlobalNorm", grads, "grads");
  const factor = clipFactor("clipGlobalNorm", normOf("clipGlobalNorm", leaves), max);
  return rebuild(leaves.map((leaf) => scale(leaf, factor)));
}

/**
 * Clips what `backward` has accumulated in `grad` of all parameters, in place, and returns the norm before.
 * @throws {UsageError} if `max` is not positive, or no parameter has a gradient.
 */
export function clipGradNorm(params: Tree, max: number): Tensor {
  const owners = flatten("clipGradNorm", params).leaves.filter((leaf) => leaf.grad !== null);
  const norm = ir.withTracking(false, () =>
    normOf(
      "clipGradNorm",
      owners.map((owner) => owner.grad as Tensor<DType>),
    ),
  );
  ir.withTracking(false, () => {
    const factor = clipFactor("clipGradNorm", norm, max);
    for (const owner of owners) owner.grad = scale(owner.grad as Tensor<DType>, factor);
  });
  return norm;
}

function normOf(op: string, tensors: readonly Tensor<DType>[]): Tensor {
  const squares = tensors.map((tensor) => {
    const wide = (tensor.dtype === "f16" ? cast(tensor, "f32") : tensor) as Tensor;
    return sum(mul(wide, wide));
  });
  const [first, ...rest] = squares;
  if (first === undefined)
    throw new UsageError({ op, rule: "there must be a gradient to clip", got: "none", hint: "call backward() first" });
  return sqrt(rest.reduce((total, square) => add(total, square), first));
}

function clipFactor(op: string, norm: Tensor, max: number): Tensor {
  if (!(max > 0))
    throw new UsageError({
      op,
      rule: "the largest norm must be positive",
      got: String(max),
      hint: "Infinity clips nothing",
    });
  const limit = new Tensor(ir.scalar(max, norm.dtype));
  return minimum(div(limit, add(norm, 1e-6)), full([], 1, { dtype: norm.dtype }));
}

function scale<D extends DType>(tensor: Tensor<D>, factor: Tensor): Tensor<D> {
  const wide = (tensor.dtype === "f16" ? cast(tensor, "f32") : tensor) as Tensor;
  return cast(mul(wide, factor), tensor.dtype);
}
