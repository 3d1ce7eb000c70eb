/** @file `vjp`: the value of a function of any result, and its vector–Jacobian products. */
import {
  type DType,
  DTypeError,
  formatShape,
  ir,
  isFloat,
  ShapeError,
  sameShape,
  Tensor,
  UsageError,
} from "@adjoint/core";
import { findPath } from "../path.ts";
import { sweep } from "../sweep.ts";
import { type FlatTree, flatten, type Tree } from "../tree.ts";
import { gradientTensors, runTraced, traceLeaves } from "./trace-leaves.ts";

/**
 * The value of `f(...args)`, and the function that takes a cotangent of the value to the cotangents of all arguments.
 *
 * Shapes: the cotangent has the structure and shapes of the value; what comes back has those of `args`. The pullback may
 * be called several times.
 * @throws {UsageError} if arguments or value hold anything but tensors, or the cotangent has another structure.
 * @throws {DTypeError} if an argument or a result is not of a floating dtype.
 * @throws {ShapeError} if a cotangent has not the shape of its result.
 * @example const [y, pullback] = vjp((x: Tensor) => x.exp(), tensor([0, 1])); pullback(onesLike(y)) // [[1, e]]
 */
export function vjp<A extends Tree[], T extends Tree>(
  f: (...args: A) => T,
  ...args: A
): [value: T, pullback: (cotangent: T) => A] {
  const { variables, tracked, rebuild } = traceLeaves("vjp", args, "args");
  const value = flatten(
    "vjp",
    runTraced(() => f(...tracked)),
    "result",
  );
  const outputs = value.leaves.map((leaf) => leaf.node);
  for (const { dtype } of outputs) {
    if (isFloat(dtype)) continue;
    const hint = "integers have no gradient: return them beside, not from the function";
    throw new DTypeError({ op: "vjp", rule: "results must be of a floating dtype", got: dtype, hint });
  }
  const targets = new Set(variables);
  const path = findPath(outputs, (node) => targets.has(node));
  const isInner = path.hasOtherLeaves && ir.tracks();

  const pullback = (cotangent: T): A => {
    const given = flatten("vjp", cotangent, "cotangent");
    checkCotangent(value, given);
    const cotangents = given.leaves.map((leaf) => leaf.node);
    const isLinked = ir.tracks() && (isInner || cotangents.some((node) => node.isTracked));
    const sums = ir.withTracking(isLinked, () => sweep(path, outputs, cotangents));
    return rebuild(gradientTensors(variables, sums, isLinked));
  };
  const shown = isInner ? outputs : outputs.map((node) => ir.detach(node));
  return [value.rebuild(shown.map((node) => new Tensor<DType>(node))), pullback];
}

function checkCotangent(value: FlatTree<Tree>, given: FlatTree<Tree>): void {
  const rule = "the cotangent must have the structure, shapes and dtypes of the value";
  const hint = "make it with onesLike or zerosLike of the value";
  if (given.leaves.length !== value.leaves.length) {
    const got = `${given.leaves.length} tensors for ${value.leaves.length} results`;
    throw new UsageError({ op: "vjp", rule, got, hint });
  }
  given.leaves.forEach((leaf, index) => {
    const result = value.leaves[index] as Tensor<DType>;
    const got = `${leaf.dtype}${formatShape(leaf.shape)} for ${result.dtype}${formatShape(result.shape)}`;
    if (!sameShape(leaf.shape, result.shape)) throw new ShapeError({ op: "vjp", rule, got, hint });
    if (leaf.dtype !== result.dtype) throw new DTypeError({ op: "vjp", rule, got, hint });
  });
}
