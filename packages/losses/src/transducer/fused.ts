/** @file The transducer by kernels: the nodes of the loss, and the rule of its gradient. */

import { vjp } from "@adjoint/autograd";
import { clip, expandDims, ir, mul, type Node, reshape, Tensor } from "@adjoint/core";
import type { Reduction } from "../options.ts";
import { rankZeroNumber } from "../rank-zero-number.ts";
import { reduceLosses } from "../reduce.ts";
import { rnntCompositeLosses } from "./composite.ts";
import type { RnntProblem } from "./problem.ts";
import { type CotangentSource, rnntGradientProgram, rnntLossProgram } from "./programs.ts";

/** What the reduction multiplies each loss by. */
const scaleOf = ({ sizes }: RnntProblem, reduction: Reduction): number => (reduction === "mean" ? 1 / sizes.items : 1);

/** The reduced loss. Reduction and loss are one node for differentiation: the gradient kernel scales by itself. */
export function fusedRnntLoss(problem: RnntProblem, reduction: Reduction): Tensor {
  const { logits, labels, inputLengths, labelLengths, fastEmitLambda, clamp, sizes } = problem;
  const given = { hasInput: inputLengths !== undefined, hasLabel: labelLengths !== undefined };
  const lengths = [inputLengths, labelLengths].flatMap((x) => (x === undefined ? [] : [x.node]));
  const [losses, ...saved] = ir.kernel(rnntLossProgram(sizes, given), [logits.node, labels.node, ...lengths]);
  const weighed =
    fastEmitLambda === 0 ? new Tensor(losses as Node) : mul(new Tensor(losses as Node), 1 + fastEmitLambda);
  const rule = (cotangent: Node, args: readonly Node[]): readonly Node[] => {
    const number = rankZeroNumber(cotangent);
    const source: CotangentSource = number !== undefined ? "number" : reduction === "none" ? "each" : "one";
    const composite = ([x, , upstream]: readonly Node[]): readonly Node[] => [
      rnntCompositeGradient(problem, reduction, x as Node, upstream as Node).node,
    ];
    const scale = { scale: scaleOf(problem, reduction), fastEmitLambda, clamp };
    const program = rnntGradientProgram(sizes, scale, source, composite);
    return ir.kernel(program, [args[0] as Node, labels.node, number ?? cotangent, ...saved]);
  };
  return new Tensor(ir.custom(reduceLosses(weighed, reduction).node, [logits.node], rule));
}

/** The reduced loss from primitives. */
export function compositeRnntLoss(problem: RnntProblem, reduction: Reduction): Tensor {
  const reduced = reduceLosses(rnntCompositeLosses(problem), reduction);
  // The gradient is cut off sequence by sequence, before any cotangent: a rule of its own.
  const rule = (cotangent: Node, args: readonly Node[]): readonly Node[] => [
    rnntCompositeGradient(problem, reduction, args[0] as Node, cotangent).node,
  ];
  return new Tensor(ir.custom(reduced.node, [problem.logits.node], rule));
}

/** The gradient as a function of primitives; `cotangent` has rank 0, or one number for each sequence. */
function rnntCompositeGradient(problem: RnntProblem, reduction: Reduction, x: Node, cotangent: Node): Tensor {
  const { items } = problem.sizes;
  const f = (logits: Tensor): Tensor => rnntCompositeLosses({ ...problem, logits });
  const [value, pullback] = vjp(f, new Tensor(x));
  const ones = new Tensor(ir.full(1, value.shape, value.dtype));
  const slope = clip(pullback(ones)[0], -problem.clamp, problem.clamp);
  const each = reshape(new Tensor(ir.expand(cotangent, [items])), [items, 1, 1]);
  return mul(slope, mul(expandDims(each, 3), scaleOf(problem, reduction)));
}
