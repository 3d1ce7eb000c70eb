/** @file The transducer by kernels: the nodes of the loss, and the rule of its gradient. */

import { vjp } from "@adjoint/autograd";
import { clip, concat, type DType, expandDims, ir, mul, type Node, reshape, slice, Tensor } from "@adjoint/core";
import type { Reduction } from "../options.ts";
import { rankZeroNumber } from "../rank-zero-number.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { rnntCompositeLosses } from "./composite.ts";
import { checkRnntProblem, type RnntArguments, type RnntLossOptions, type RnntProblem } from "./problem.ts";
import { type CotangentSource, rnntGradientProgram, rnntLossProgram } from "./programs.ts";
import { itemsAtOnce } from "./sizes.ts";

/** The loss of what a user gave: by kernels in f32, from primitives in f64. */
export function rnntLossOf(given: RnntArguments, x: Tensor, labels: Tensor<"i32">, options: RnntLossOptions): Tensor {
  const reduction = checkReduction(given.op, options.reduction);
  const problem = checkRnntProblem(given, x, labels, options);
  return problem.logits.dtype === "f32" ? fusedRnntLoss(problem, reduction) : compositeRnntLoss(problem, reduction);
}

/** What the reduction multiplies each loss by; `items` are those of the whole batch. */
const scaleOf = (items: number, reduction: Reduction): number => (reduction === "mean" ? 1 / items : 1);

/**
 * The reduced loss. Reduction and loss are one node for differentiation: the gradient kernel scales by itself.
 * `budget`: bytes of the greatest buffer; where a batch needs more, its sequences go one group after another.
 */
export function fusedRnntLoss(problem: RnntProblem, reduction: Reduction, budget?: number): Tensor {
  const { logits, fastEmitLambda, sizes } = problem;
  const group = itemsAtOnce(sizes, budget);
  const starts = Array.from({ length: Math.max(1, Math.ceil(sizes.items / group)) }, (_, i) => i * group);
  const isWhole = starts.length === 1;
  const parts = starts.map((start) => {
    const end = Math.min(start + group, sizes.items);
    return { start, end, part: computePart(isWhole ? problem : partOf(problem, start, end)) };
  });
  const losses = new Tensor(joinNodes(parts.map(({ part }) => part.losses)));
  const weighed = fastEmitLambda === 0 ? losses : mul(losses, 1 + fastEmitLambda);
  const scale = scaleOf(sizes.items, reduction);
  const rule = (cotangent: Node, args: readonly Node[]): readonly Node[] => {
    const x = args[0] as Node;
    const one = rankZeroNumber(cotangent) ?? (cotangent.shape.length === 0 ? cotangent : undefined);
    const gradients = parts.map(({ start, end, part }) => {
      const upstream = one ?? (isWhole ? cotangent : itemsOf(new Tensor(cotangent), start, end).node);
      return part.gradient(isWhole ? x : itemsOf(new Tensor(x), start, end).node, upstream, scale);
    });
    return [joinNodes(gradients)];
  };
  return new Tensor(ir.custom(reduceLosses(weighed, reduction).node, [logits.node], rule));
}

/** Nodes, not tensors: a tensor of the result itself would hold its memory beside the one that the caller gets. */
function joinNodes(parts: readonly Node[]): Node {
  if (parts.length === 1) return parts[0] as Node;
  const tensors = parts.map((part) => new Tensor(part));
  return concat(tensors, 0).node;
}

/** Sequences `start` to before `end` of what has one for each. */
function itemsOf<D extends DType>(x: Tensor<D>, start: number, end: number): Tensor<D> {
  return slice(
    x,
    x.shape.map((_, i) => (i === 0 ? start : 0)),
    x.shape.map((extent, i) => (i === 0 ? end : extent)),
  );
}

/** A batch of some sequences of a problem. */
function partOf(problem: RnntProblem, start: number, end: number): RnntProblem {
  const cut = <D extends DType>(x: Tensor<D>): Tensor<D> => itemsOf(x, start, end);
  const { logits, labels, inputLengths, labelLengths, sizes } = problem;
  return {
    ...problem,
    logits: cut(logits),
    labels: cut(labels),
    inputLengths: inputLengths && cut(inputLengths),
    labelLengths: labelLengths && cut(labelLengths),
    sizes: { ...sizes, items: end - start },
  };
}

/** The losses of sequences, and how to get their gradients times a cotangent: one number, or one for each sequence. */
interface Part {
  readonly losses: Node;
  gradient(x: Node, cotangent: Node, scale: number): Node;
}

function computePart(problem: RnntProblem): Part {
  const { input, logits, labels, inputLengths, labelLengths, fastEmitLambda, clamp, sizes } = problem;
  const given = { hasInput: inputLengths !== undefined, hasLabel: labelLengths !== undefined };
  const lengths = [inputLengths, labelLengths].flatMap((x) => (x === undefined ? [] : [x.node]));
  const program = rnntLossProgram(sizes, given, input);
  const [losses, ...saved] = ir.kernel(program, [logits.node, labels.node, ...lengths]) as [Node];
  const gradient = (x: Node, cotangent: Node, scale: number): Node => {
    const number = rankZeroNumber(cotangent);
    const source: CotangentSource = number !== undefined ? "number" : cotangent.shape.length > 0 ? "each" : "one";
    const composite = ([y, , upstream]: readonly Node[]): readonly Node[] => [
      rnntCompositeGradient(problem, scale, y as Node, upstream as Node).node,
    ];
    const slope = rnntGradientProgram(sizes, input, { scale, fastEmitLambda, clamp }, source, composite);
    return ir.kernel(slope, [x, labels.node, number ?? cotangent, ...saved])[0] as Node;
  };
  return { losses, gradient };
}

/** The reduced loss from primitives. */
export function compositeRnntLoss(problem: RnntProblem, reduction: Reduction): Tensor {
  const reduced = reduceLosses(rnntCompositeLosses(problem), reduction);
  const scale = scaleOf(problem.sizes.items, reduction);
  // The gradient is cut off sequence by sequence, before any cotangent: a rule of its own.
  const rule = (cotangent: Node, args: readonly Node[]): readonly Node[] => [
    rnntCompositeGradient(problem, scale, args[0] as Node, cotangent).node,
  ];
  return new Tensor(ir.custom(reduced.node, [problem.logits.node], rule));
}

/** The gradient as a function of primitives; `cotangent` has rank 0, or one number for each sequence. */
function rnntCompositeGradient(problem: RnntProblem, scale: number, x: Node, cotangent: Node): Tensor {
  const { items } = problem.sizes;
  const f = (logits: Tensor): Tensor => rnntCompositeLosses({ ...problem, logits });
  const [value, pullback] = vjp(f, new Tensor(x));
  const ones = new Tensor(ir.full(1, value.shape, value.dtype));
  const slope = clip(pullback(ones)[0], -problem.clamp, problem.clamp);
  const each = reshape(new Tensor(ir.expand(cotangent, [items])), [items, 1, 1]);
  return mul(slope, mul(expandDims(each, 3), scale));
}
