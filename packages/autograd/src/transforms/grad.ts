/** @file `grad` and `valueAndGrad`: gradients of a scalar function with respect to a tree of parameters. */
import { type DType, ir, type Node, registerPendingLoss, type Tensor } from "@adjoint/core";
import { findPath } from "../path.ts";
import { sweep } from "../sweep.ts";
import type { Tree } from "../tree.ts";
import { expectLoss, gradientTensors, isTracing, runTraced, traceLeaves } from "./trace-leaves.ts";

/**
 * The gradient of `f` with respect to its first argument, as a function of the same arguments; the others are constants.
 *
 * Shapes: f: (P, …) → float[]; the result has the structure of P, each tensor the shape and dtype of its parameter.
 * Numerics: parameters on which the result does not depend get zeros. Gradients are graph: they can be differentiated.
 * @throws {UsageError} if `f` returns no scalar, or the first argument holds anything but tensors.
 * @throws {DTypeError} if a parameter is not of a floating dtype.
 * @example grad((x: Tensor) => x.mul(x))(tensor(3)) // 6
 */
export function grad<P extends Tree, R extends unknown[]>(
  f: (params: P, ...rest: R) => Tensor<DType>,
): (params: P, ...rest: R) => P {
  return (params, ...rest) => differentiate("grad", f, params, rest).gradients;
}

/**
 * Like `grad`, with the value of `f` beside: `[value, gradients]`. An optimizer's next step computes the value too, so
 * that reading it afterwards costs nothing, and gives that of the old parameters.
 * @example const [loss, grads] = valueAndGrad(f)(params, batch)
 */
export function valueAndGrad<P extends Tree, R extends unknown[], T extends Tensor<DType>>(
  f: (params: P, ...rest: R) => T,
): (params: P, ...rest: R) => [value: T, gradients: P] {
  return (params, ...rest) => {
    const { loss, gradients } = differentiate("valueAndGrad", f, params, rest);
    if (!isTracing()) registerPendingLoss(loss.node);
    return [loss as T, gradients];
  };
}

interface Differentiated<P> {
  readonly loss: Tensor<DType>;
  readonly gradients: P;
}

function differentiate<P extends Tree, R extends unknown[]>(
  op: string,
  f: (params: P, ...rest: R) => Tensor<DType>,
  params: P,
  rest: R,
): Differentiated<P> {
  const { variables, tracked, rebuild } = traceLeaves(op, params);
  const result = expectLoss(
    op,
    runTraced(() => f(tracked, ...rest)),
  );
  const loss = result.node;
  const targets = new Set(variables);
  const path = findPath([loss], (node) => targets.has(node));
  // Leaves apart from these variables belong to an outer differentiation, which may want to go through the result.
  const isInner = path.hasOtherLeaves && ir.tracks();
  const sums = ir.withTracking(isInner, () => sweep(path, [loss], [ir.number(1, loss.dtype)]));
  // Nobody can differentiate by the variables of this call any more: the graph may go when its results are there.
  if (!isInner) for (const node of path.order) letGo(node);
  return { loss: result, gradients: rebuild(gradientTensors(variables, sums, isInner)) };
}

function letGo(node: Node): void {
  node.isTracked = false;
  if (node.storage !== undefined) node.cut();
}
