/** @file `backward`: gradients of a loss into the `grad` of the tensors that asked for it. */
import {
  type BackwardOptions,
  type DType,
  ir,
  leafOf,
  type Node,
  registerPendingLoss,
  setBackwardHook,
  Tensor,
  UsageError,
} from "@adjoint/core";
import { findPath, type Path } from "../path.ts";
import { add } from "../rules/algebra.ts";
import { sweep } from "../sweep.ts";
import { expectLoss, gradientTensors, isTracing } from "./trace-leaves.ts";

/**
 * Adds the gradient of `loss` to the `grad` of every leaf with `requiresGrad` that it depends on. The leaves keep the
 * graph of their own; what lies between is released, unless `retainGraph`. An optimizer's next step computes the
 * loss too.
 * @throws {UsageError} if the loss is no scalar, depends on no leaf with `requiresGrad`, or was swept before.
 * @throws {DTypeError} if the loss is not of a floating dtype.
 */
export function backward(loss: Tensor<DType>, options: BackwardOptions = {}): void {
  const { node } = expectLoss("backward", loss);
  const path = findPath([node], (candidate) => leafOf(candidate) !== undefined, "refused");
  const leaves = path.order.filter(path.isTarget);
  if (leaves.length === 0) {
    throw new UsageError({
      op: "backward",
      rule: "the loss must depend on a tensor with requiresGrad",
      got: "none",
      hint: "make the parameters with { requiresGrad: true }, or use grad(f)",
    });
  }
  const sums = ir.withTracking(false, () => sweep(path, [node], [ir.number(1, node.dtype)]));
  const gradients = ir.withTracking(false, () => gradientTensors(leaves, sums, false));
  leaves.forEach((leaf, index) => {
    collect(leaf, gradients[index] as Tensor<DType>);
  });
  if (options.retainGraph !== true) release(path);
  if (!isTracing()) registerPendingLoss(node);
}

/** Gradients add up over several sweeps, until `zeroGrad`. */
function collect(leaf: Node, gradient: Tensor<DType>): void {
  const owner = leafOf(leaf);
  if (owner === undefined) return;
  const { grad } = owner;
  owner.grad =
    grad === null ? gradient : new Tensor<DType>(ir.withTracking(false, () => add(grad.node, gradient.node)));
}

function release(path: Path): void {
  for (const node of path.order) if (!path.isTarget(node)) node.release();
}

/** Gives `Tensor.backward` its meaning. Called once, before its first use. */
export function installBackward(): void {
  setBackwardHook(backward);
}
