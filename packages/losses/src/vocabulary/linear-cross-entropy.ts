/** @file Cross-entropy of a linear layer without its logits: what it takes, checked, and its reduction and gradient. */
import { vjp } from "@adjoint/autograd";
import {
  cast,
  clip,
  type DType,
  div,
  equal,
  extentOf,
  full,
  gather,
  ir,
  mul,
  type Node,
  notEqual,
  reshape,
  sum,
  Tensor,
  where,
} from "@adjoint/core";
import { checkFraction } from "../check.ts";
import type { LossOptions, Reduction } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { checkLinear } from "./check-linear.ts";
import {
  chunkedCrossEntropy,
  keptRows,
  type LinearParts,
  type LinearTarget,
  linearLogits,
  rowLosses,
  type Wanted,
} from "./chunked-cross-entropy.ts";

export interface LinearCrossEntropyOptions extends LossOptions {
  /** Added to the logits, f32[C]. */
  readonly bias?: Tensor | undefined;
  /** Rows whose logits exist at a time. Default: so many that the logits are no larger than x or 4 MiB, in 64 chunks at most. */
  readonly chunk?: number | undefined;
  /** A factor for each class, f32[C]. It has no gradient. */
  readonly classWeight?: Tensor | undefined;
  /** Rows with this label count for nothing. */
  readonly ignoreIndex?: number | undefined;
  /** Moves targets towards equal probabilities: t becomes t (1 − s) + s/C. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

const OP = "linearCrossEntropy";

/**
 * `crossEntropy(x Wᵀ + b, labels)`, for so many classes that the logits of all rows would not fit.
 *
 * Shapes: x f32[…, H], weight f32[C, H], bias f32[C], labels i32[…] → f32[]; without reduction f32[…].
 * Memory: one chunk of logits [chunk, C] and as much for its gradient, a product of the weight's size, and x once or twice;
 * the unfused form holds [N, C] several times.
 * Gradient: that of the unfused form. Where one is asked for, it is made chunk by chunk with the value, for x, weight and
 * bias alike, so that no logits are computed twice; the mean's divisor over all rows is known before. Without reduction the
 * cotangents are not known before, and logits are computed once more. Second derivatives go through the unfused form.
 * Numerics, means, ignored rows and labels that are no class: as `crossEntropy`. The gradient of the weight adds chunks
 * one after the other.
 * @throws {ShapeError} if shapes do not fit, or a label known on the host is no class.
 * @throws {DTypeError} if x, weight or bias are not floats of one dtype, or labels not integers.
 * @throws {UsageError} for a `chunk` that is not a whole number of at least 1, NaN in `classWeight`, or smoothing outside
 * [0, 1].
 * @see Wijmans et al. (2024), Cut your losses in large-vocabulary language models; Hsu et al. (2024), Liger kernel
 * @example linearCrossEntropy(tensor([[1, 2]]), tensor([[2, 0], [0, 0]]), tensor([0], { dtype: "i32" })) // 0.1269
 */
export function linearCrossEntropy(
  x: Tensor,
  weight: Tensor,
  labels: Tensor<DType>,
  options: LinearCrossEntropyOptions = {},
): Tensor {
  const reduction = checkReduction(OP, options.reduction);
  const smoothing = checkFraction(OP, "labelSmoothing", options.labelSmoothing);
  const { parts, target } = checkLinear(OP, x, weight, labels, { ...options, smoothing });
  if (extentOf(parts.x.shape, 0) === 0) return reshapeLosses(unfused(parts, target, reduction), labels, reduction);
  const { losses, gradients } =
    reduction !== "none" && ir.tracks() ? withGradients(parts, target, reduction) : { ...noGradients(parts, target) };
  const reduced = reduceLosses(losses, reduction, reduction === "mean" ? divisor(parts, target) : undefined);
  return reshapeLosses(differentiable(reduced, gradients, parts, target, reduction), labels, reduction);
}

const reshapeLosses = (losses: Tensor, labels: Tensor<DType>, reduction: Reduction): Tensor =>
  reduction === "none" ? reshape(losses, labels.shape) : losses;

type Gradients = { readonly [K in keyof LinearParts]: Tensor | undefined };

function withGradients(parts: LinearParts, target: LinearTarget, reduction: Reduction) {
  const wanted = wantedOf(parts);
  if (!wanted.x && !wanted.weight && !wanted.bias) return noGradients(parts, target);
  const count = extentOf(parts.x.shape, 0);
  const ones = full([count], 1, { dtype: parts.x.dtype }) as Tensor;
  const total = reduction === "mean" ? (divisor(parts, target) ?? count) : 1;
  return chunkedCrossEntropy(parts, target, wanted, div(ones, total));
}

function noGradients(parts: LinearParts, target: LinearTarget) {
  return { losses: chunkedCrossEntropy(parts, target).losses, gradients: undefined };
}

const wantedOf = ({ x, weight, bias }: LinearParts): Wanted => ({
  x: x.node.isTracked,
  weight: weight.node.isTracked,
  bias: bias?.node.isTracked ?? false,
});

/** What the mean divides by, from labels alone; undefined for the number of rows. 1 where all is ignored. */
function divisor({ x, weight }: LinearParts, target: LinearTarget): Tensor | undefined {
  const { labels, classWeight, ignoreIndex } = target;
  if (classWeight === undefined && ignoreIndex === undefined) return undefined;
  const isKept = ignoreIndex === undefined ? undefined : notEqual(labels, ignoreIndex);
  const isClass = clip(labels, 0, extentOf(weight.shape, 0) - 1);
  const own = classWeight === undefined ? undefined : gather(classWeight, isClass);
  const counts = own === undefined ? cast(isKept as Tensor<"bool">, x.dtype) : isKept ? where(isKept, own, 0) : own;
  const total = sum(counts as Tensor);
  return where(equal(total, 0), 1, total);
}

/** The loss by the formula it stands for. */
function unfused(parts: LinearParts, target: LinearTarget, reduction: Reduction): Tensor {
  const x = keptRows(parts.x, target.labels, target);
  const losses = rowLosses(linearLogits({ ...parts, x }), target.labels, target);
  return reduceLosses(losses, reduction, reduction === "mean" ? divisor(parts, target) : undefined);
}

/** Gives the reduced loss its gradients: those that came with it, times the cotangent, or else new ones. */
function differentiable(
  reduced: Tensor,
  gradients: Gradients | undefined,
  parts: LinearParts,
  target: LinearTarget,
  reduction: Reduction,
): Tensor {
  const args = argumentsOf(parts);
  const rule = (cotangent: Node, inputs: readonly Node[]): (Node | undefined)[] => {
    const given = partsOf(inputs);
    const c = new Tensor(cotangent);
    const scaled = gradients ?? chunkedCrossEntropy(given, target, wantedOf(given), c).gradients;
    return argumentsOf(scaled).map((gradient, index) => {
      if (gradient === undefined) return undefined;
      const value = gradients === undefined ? gradient : ir.withTracking(false, () => mul(gradient, c));
      return twiceDifferentiable(value, index, [...inputs, cotangent], target, reduction);
    });
  };
  const nodes = args.map((tensor) => (tensor as Tensor).node);
  return new Tensor(ir.custom(reduced.node, nodes, rule));
}

/** A gradient as a function of x, weight, bias and cotangent, whose own gradient is that of the unfused form's. */
function twiceDifferentiable(
  gradient: Tensor,
  index: number,
  inputs: readonly Node[],
  target: LinearTarget,
  reduction: Reduction,
): Node {
  return ir.custom(gradient.node, inputs, (cotangent, args) => {
    const slope = (...tensors: Tensor[]): Tensor => {
      const loss = (...given: Tensor[]): Tensor => unfused(partsOf(given.map(({ node }) => node)), target, reduction);
      const [, pullback] = vjp(loss, ...tensors.slice(0, -1));
      return pullback(tensors[tensors.length - 1] as Tensor)[index] as Tensor;
    };
    const [, pullback] = vjp(slope, ...args.map((node) => new Tensor(node)));
    return pullback(new Tensor(cotangent)).map(({ node }) => node);
  });
}

/** In the order of a custom node's arguments; the bias only if there is one. */
function argumentsOf(parts: Gradients): (Tensor | undefined)[] {
  return [parts.x, parts.weight, ...(parts.bias === undefined ? [] : [parts.bias])];
}

function partsOf(nodes: readonly Node[]): LinearParts {
  const [x, weight, bias] = nodes;
  return {
    x: new Tensor(x as Node),
    weight: new Tensor(weight as Node),
    bias: bias === undefined ? undefined : new Tensor(bias),
  };
}
