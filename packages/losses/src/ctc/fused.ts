/** @file CTC by kernels: the nodes of the loss, and the rule of its gradient. */

import { vjp } from "@adjoint/autograd";
import { cast, type DType, div, ir, maximum, type Node, Tensor } from "@adjoint/core";
import type { Reduction } from "../options.ts";
import { reduceLosses } from "../reduce.ts";
import { ctcCompositeLosses } from "./composite.ts";
import type { CtcProblem } from "./problem.ts";
import { type CotangentSource, type CtcReductionScale, ctcGradientProgram, ctcLossProgram } from "./programs.ts";

/** Reduces the losses of sequences; the mean divides each by the number of its labels, or 1, first. */
export function reduceCtcLosses(losses: Tensor, problem: CtcProblem, reduction: Reduction): Tensor {
  return reduceLosses(reduction === "mean" ? div(losses, labelCounts(problem, losses.dtype)) : losses, reduction);
}

function labelCounts({ labelLengths, sizes }: CtcProblem, dtype: DType): Tensor | number {
  return labelLengths === undefined ? sizes.labels : (cast(maximum(labelLengths, 1), dtype) as Tensor);
}

const scaleOf = (problem: CtcProblem, reduction: Reduction): CtcReductionScale =>
  reduction === "mean" ? { scale: 1 / problem.sizes.items, isPerLabel: true } : { scale: 1, isPerLabel: false };

/**
 * The reduced loss. Reduction and loss are one node for differentiation: the gradient kernel scales by itself, so that
 * no kernel has to spread the cotangent first.
 */
export function fusedCtcLoss(problem: CtcProblem, reduction: Reduction): Tensor {
  const { logits, labels, inputLengths, labelLengths, sizes } = problem;
  const given = { hasInput: inputLengths !== undefined, hasLabel: labelLengths !== undefined };
  const lengths = [inputLengths, labelLengths].flatMap((x) => (x === undefined ? [] : [x.node]));
  const program = ctcLossProgram(sizes, given, problem.infeasibleLoss);
  const [losses, ...saved] = ir.kernel(program, [logits.node, labels.node, ...lengths]);
  const reduced = reduceCtcLosses(new Tensor(losses as Node), problem, reduction);

  const rule = (cotangent: Node, args: readonly Node[]): readonly Node[] => {
    const x = args[0] as Node;
    const number = rankZeroNumber(cotangent);
    const source: CotangentSource = number !== undefined ? "number" : reduction === "none" ? "each" : "one";
    const composite = (inputs: readonly Node[]): readonly Node[] => [
      compositeGradient(problem, reduction, inputs).node,
    ];
    const gradient = ctcGradientProgram(sizes, x.shape, scaleOf(problem, reduction), source, composite);
    return ir.kernel(gradient, [x, labels.node, ...saved, number ?? cotangent, ...lengths]);
  };
  return new Tensor(ir.custom(reduced.node, [logits.node], rule));
}

/** The number behind a cotangent that is the same for all sequences and known to the graph. */
function rankZeroNumber(cotangent: Node): Node | undefined {
  let node = cotangent;
  while (node.spec.kind === "expand" || node.spec.kind === "reshape") node = node.inputs[0] as Node;
  const isNumber = node.spec.kind === "const" || node.spec.kind === "scalar";
  return isNumber && node.shape.length === 0 ? node : undefined;
}

/** The gradient as a function of primitives, from the inputs of the gradient program. */
function compositeGradient(problem: CtcProblem, reduction: Reduction, inputs: readonly Node[]): Tensor {
  const logits = inputs[0] as Node;
  const cotangent = new Tensor(inputs[5] as Node);
  const f = (x: Tensor): Tensor => reduceCtcLosses(ctcCompositeLosses({ ...problem, logits: x }), problem, reduction);
  const [value, pullback] = vjp(f, new Tensor(logits));
  const spread = new Tensor(ir.expand(cotangent.node, value.shape));
  return pullback(spread)[0];
}
