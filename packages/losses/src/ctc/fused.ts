/** @file CTC by kernels: the nodes of the loss, and the rule of its gradient. */

import { vjp } from "@adjoint/autograd";
import { cast, concat, type DType, div, ir, maximum, mul, type Node, slice, Tensor } from "@adjoint/core";
import type { Reduction } from "../options.ts";
import { rankZeroNumber } from "../rank-zero-number.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { type CtcArguments, type CtcLossOptions, checkCtcProblem } from "./check-problem.ts";
import { ctcCompositeLosses } from "./composite.ts";
import { type CotangentSource, type CtcReductionScale, ctcGradientProgram } from "./gradient-program.ts";
import { type CtcVariant, ctcLossProgram } from "./loss-program.ts";
import type { CtcProblem } from "./problem.ts";
import { layOut } from "./window.ts";

/** The loss of what a user gave: by kernels in f32, from primitives in f64. */
export function ctcLossOf(given: CtcArguments, x: Tensor, labels: Tensor<"i32">, options: CtcLossOptions): Tensor {
  const reduction = checkReduction(given.op, options.reduction);
  const problem = checkCtcProblem(given, x, labels, options);
  if (problem.logits.dtype === "f32") return fusedCtcLoss(problem, reduction);
  return reduceCtcLosses(ctcCompositeLosses(problem), problem, reduction);
}

/** Reduces the losses of sequences; the mean divides each by the number of its labels, or 1, first. */
export function reduceCtcLosses(losses: Tensor, problem: CtcProblem, reduction: Reduction): Tensor {
  return reduceLosses(reduction === "mean" ? div(losses, labelCounts(problem, losses.dtype)) : losses, reduction);
}

function labelCounts({ labelLengths, sizes }: CtcProblem, dtype: DType): Tensor | number {
  return labelLengths === undefined ? sizes.labels : (cast(maximum(labelLengths, 1), dtype) as Tensor);
}

/** What the reduction makes of each loss; `items` are those of the whole batch. */
const scaleOf = (items: number, reduction: Reduction): CtcReductionScale =>
  reduction === "mean" ? { scale: 1 / items, isPerLabel: true } : { scale: 1, isPerLabel: false };

/**
 * The reduced loss. Reduction and loss are one node for differentiation: the gradient kernel scales by itself, so that
 * no kernel has to spread the cotangent first. `budget`: bytes of the greatest buffer.
 */
export function fusedCtcLoss(problem: CtcProblem, reduction: Reduction, budget?: number): Tensor {
  const { logits, sizes } = problem;
  const { group } = layOut(sizes, budget);
  const starts = Array.from({ length: Math.max(1, Math.ceil(sizes.items / Math.max(group, 1))) }, (_, i) => i * group);
  const parts = starts.map((start) => {
    const end = Math.min(start + group, sizes.items);
    return { start, end, part: computePart(starts.length === 1 ? problem : partOf(problem, start, end), budget) };
  });
  const losses = new Tensor(
    joinNodes(
      parts.map(({ part }) => part.losses),
      0,
    ),
  );
  const scale = scaleOf(sizes.items, reduction);
  const rule = (cotangent: Node, args: readonly Node[]): readonly Node[] => {
    const x = new Tensor(args[0] as Node);
    const one = rankZeroNumber(cotangent) ?? (reduction === "none" ? undefined : cotangent);
    const gradients = parts.map(({ start, end, part }) => {
      const isAll = starts.length === 1;
      const upstream = one ?? (isAll ? cotangent : slice(new Tensor(cotangent), [start], [end]).node);
      return part.gradient(isAll ? x : itemsOf(x, problem.isTimeMajor, start, end), upstream, scale);
    });
    return [joinNodes(gradients, problem.isTimeMajor ? 1 : 0)];
  };
  return new Tensor(ir.custom(reduceCtcLosses(losses, problem, reduction).node, [logits.node], rule));
}

/** Nodes, not tensors: a tensor of the result itself would hold its memory beside the one that the caller gets. */
function joinNodes(parts: readonly Node[], axis: number): Node {
  if (parts.length === 1) return parts[0] as Node;
  const tensors = parts.map((part) => new Tensor(part));
  return concat(tensors, axis).node;
}

/** Sequences `start` to before `end` of what has one for each. */
function itemsOf<D extends DType>(x: Tensor<D>, isTimeMajor: boolean, start: number, end: number): Tensor<D> {
  const axis = isTimeMajor ? 1 : 0;
  const put = (value: number, rest: readonly number[]) => rest.map((extent, i) => (i === axis ? value : extent));
  return slice(
    x,
    put(
      start,
      x.shape.map(() => 0),
    ),
    put(end, x.shape),
  );
}

/** A batch of some sequences of a problem. */
function partOf(problem: CtcProblem, start: number, end: number): CtcProblem {
  const { sizes, isTimeMajor, inputLengths, labelLengths } = problem;
  const items = end - start;
  const cut = (x: Tensor<"i32"> | undefined) => x && itemsOf(x, false, start, end);
  return {
    ...problem,
    logits: itemsOf(problem.logits, isTimeMajor, start, end),
    labels: itemsOf(problem.labels, false, start, end),
    inputLengths: cut(inputLengths),
    labelLengths: cut(labelLengths),
    sizes: { ...sizes, items, frameStride: isTimeMajor ? items * sizes.classes : sizes.frameStride },
  };
}

/** The losses of sequences, and how to get their gradients times a cotangent: one number, or one for each sequence. */
interface Part {
  readonly losses: Node;
  gradient(x: Tensor, cotangent: Node, scale: CtcReductionScale): Node;
}

function computePart(problem: CtcProblem, budget: number | undefined): Part {
  const { input, logits, labels, inputLengths, labelLengths, sizes } = problem;
  const given = { hasInput: inputLengths !== undefined, hasLabel: labelLengths !== undefined };
  const lengths = [inputLengths, labelLengths].flatMap((x) => (x === undefined ? [] : [x.node]));
  const variant: CtcVariant = { sizes, layout: layOut(sizes, budget), given, input };
  const program = ctcLossProgram(variant, problem.infeasibleLoss);
  const [losses, facts, ...saved] = ir.kernel(program, [logits.node, labels.node, ...lengths]) as [Node, Node];
  const gradient = (x: Tensor, cotangent: Node, reduction: CtcReductionScale): Node => {
    const number = rankZeroNumber(cotangent);
    const source: CotangentSource = number !== undefined ? "number" : cotangent.shape.length === 0 ? "one" : "each";
    const composite = (inputs: readonly Node[]) => [compositeGradient(problem, reduction, inputs).node];
    const slope = ctcGradientProgram(variant, x.shape, { reduction, source, composite });
    const [result] = ir.kernel(slope, [x.node, labels.node, number ?? cotangent, facts, ...saved, ...lengths]);
    return result as Node;
  };
  return { losses, gradient };
}

/** The gradient as a function of primitives, from the inputs of the gradient program. */
function compositeGradient(
  problem: CtcProblem,
  { scale, isPerLabel }: CtcReductionScale,
  inputs: readonly Node[],
): Tensor {
  const [logits, , cotangent] = inputs as readonly [Node, Node, Node];
  const f = (x: Tensor): Tensor => {
    const losses = ctcCompositeLosses({ ...problem, logits: x });
    const each = isPerLabel ? div(losses, labelCounts(problem, losses.dtype)) : losses;
    return mul(each, scale);
  };
  const [value, pullback] = vjp(f, new Tensor(logits));
  return pullback(new Tensor(ir.expand(cotangent, value.shape)))[0];
}
