/**
 * @file What all transforms share: they call the user's function on tracked aliases of its parameters, and check what
 * it is given and what it answers.
 */
import { type DType, DTypeError, formatShape, ir, isFloat, type Node, Tensor, UsageError } from "@adjoint/core";
import { type FlatTree, flatten, type Tree } from "../tree.ts";

/** Parameters whose tensors were replaced by variables: leaves of one differentiation. */
export interface TracedLeaves<P extends Tree> extends FlatTree<P> {
  readonly variables: readonly Node[];
  /** The parameters to call the user's function with. */
  readonly tracked: P;
}

/**
 * Replaces each tensor by an alias that is a leaf of differentiation.
 * @throws {DTypeError} if a leaf is not of a floating dtype.
 */
export function traceLeaves<P extends Tree>(op: string, params: P, root = "params"): TracedLeaves<P> {
  const flat = flatten(op, params, root);
  const variables = flat.leaves.map((leaf, index) => {
    if (!isFloat(leaf.dtype)) refuseDType(op, leaf.dtype, flat.paths[index] ?? root);
    return ir.variable(leaf.node);
  });
  return { ...flat, variables, tracked: flat.rebuild(variables.map((node) => new Tensor<DType>(node))) };
}

/** How many functions are being traced, one inside another. */
let depth = 0;

/** Calls the user's function with tracking on. */
export function runTraced<T>(f: () => T): T {
  depth++;
  try {
    return ir.withTracking(true, f);
  } finally {
    depth--;
  }
}

/** True while a function that is being differentiated runs: losses inside are parts of another. */
export function isTracing(): boolean {
  return depth > 0;
}

function refuseDType(op: string, dtype: DType, path: string): never {
  const hint = "keep integers out of the first argument: pass them as a further one";
  throw new DTypeError({ op, rule: "a gradient exists with respect to floats only", got: `${dtype} at ${path}`, hint });
}

/**
 * The scalar that a function to be differentiated has returned.
 * @throws {UsageError} if it is not a tensor, or not a scalar.
 * @throws {DTypeError} if it is not of a floating dtype.
 */
export function expectLoss(op: string, result: unknown): Tensor<DType> {
  if (!(result instanceof Tensor)) {
    const isPromise = result instanceof Promise;
    const hint = isPromise
      ? "make it synchronous: read values after the gradient was taken"
      : "return the loss, reduced by mean() or sum()";
    const got = isPromise ? "a promise" : result === null ? "null" : typeof result;
    throw new UsageError({ op, rule: "the function must return a tensor", got, hint });
  }
  const loss: Tensor<DType> = result;
  loss.nodeFor(op);
  if (!isFloat(loss.dtype))
    throw new DTypeError({
      op,
      rule: "the result must be of a floating dtype",
      got: loss.dtype,
      hint: "integers have no gradient",
    });
  if (loss.shape.length > 0) {
    throw new UsageError({
      op,
      rule: "the result must be a scalar",
      got: `shape ${formatShape(loss.shape)}`,
      hint: "reduce it with mean() or sum(), or use vjp with a cotangent of its shape",
    });
  }
  return loss;
}

/**
 * Tensors of the gradients of `variables`; zeros for those that none reached. Unless they are `linked` to an outer
 * differentiation, they are constants to it, which a gradient that is itself a node of the forward pass is only made by detaching.
 */
export function gradientTensors(
  variables: readonly Node[],
  sums: ReadonlyMap<Node, Node>,
  isLinked: boolean,
): Tensor<DType>[] {
  return variables.map((variable) => {
    const sum = sums.get(variable) ?? ir.full(0, variable.shape, variable.dtype);
    return new Tensor<DType>(sum.isTracked && !isLinked ? ir.detach(sum) : sum);
  });
}
