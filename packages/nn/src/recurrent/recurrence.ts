/**
 * @file A whole recurrence as graph nodes: kernels with a rule for their gradient, or the unrolled formula where the
 * kernels do not apply.
 */
import { type CustomRule, type DType, ir, type Node } from "@adjoint/core";
import { at, type Cell } from "./cells.ts";
import { forwardComposite } from "./composite.ts";
import type { Extents, RealType } from "./launch.ts";
import { backwardProgram, forwardProgram } from "./programs.ts";
import { stepwise } from "./stepwise.ts";

/** What a recurrence gives. */
export interface RecurrenceResult {
  /** Hidden values of all steps, [N, T, D, H]. */
  readonly hidden: Node;
  /** Cell values after the last step, [D, N, H], if the cell has them. */
  readonly lastCell: Node | undefined;
}

/**
 * Runs `cell` over time.
 *
 * Shapes: input [N, T, D, G·H] (the input's part of the pre-activations), weight [D, H, G·H], bias [D, G·H], initial
 * [S, D, N, H] (hidden and, for two states, cell values); all of one floating dtype. f16 is unrolled.
 * Gradient: one kernel for the cotangents of all pre-activations, then one contraction for those of the weight. A
 * state too large for shared memory goes step by step, with a product and a kernel each.
 */
export function recurrence(cell: Cell, extents: Extents, inputs: readonly [Node, Node, Node, Node]): RecurrenceResult {
  const { dtype } = inputs[0];
  const isTracked = ir.tracks() && inputs.some((node) => node.isTracked);
  const forward = isReal(dtype) ? forwardProgram(cell, extents, dtype, isTracked) : undefined;
  const hasCell = cell.states === 2;
  if (forward === undefined) {
    if (isTracked && isReal(dtype)) return stepwise({ cell, extents, dtype }, inputs);
    const [hidden, lastCell] = forwardComposite(cell, extents, inputs);
    return { hidden: at([hidden], 0), lastCell: hasCell ? lastCell : undefined };
  }
  const outputs = ir.kernel(forward, inputs);
  const [hidden, lastCell] = [at(outputs, 0), hasCell ? at(outputs, 1) : undefined];
  if (!isTracked) return { hidden, lastCell };
  const [saved, previous] = outputs.slice(-2);
  const rule = gradientRule(cell, extents, at([saved], 0), at([previous], 0));
  return {
    hidden: ir.custom(hidden, inputs, rule("hidden")),
    lastCell: lastCell === undefined ? undefined : ir.custom(lastCell, inputs, rule("lastCell")),
  };
}

const isReal = (dtype: DType): dtype is RealType => dtype === "f32" || dtype === "f64";

/** The rules of both results: cotangents of input, weight, bias and initial state. */
function gradientRule(cell: Cell, extents: Extents, saved: Node, previous: Node) {
  const { batch, steps, directions, hidden: units } = extents;
  const dtype = saved.dtype as RealType;
  const frames = batch * steps;
  const columns = cell.gates * units;
  return (which: "hidden" | "lastCell"): CustomRule =>
    (cotangent, args) => {
      const program = backwardProgram(cell, extents, dtype);
      if (program === undefined) throw new TypeError(`${cell.name} has a forward kernel but no backward kernel`);
      const weight = ir.barrier(ir.transpose(at(args, 1)));
      const dHidden = which === "hidden" ? cotangent : ir.full(0, [batch, steps, directions, units], dtype);
      const dLastCell = which === "lastCell" ? cotangent : ir.full(0, [directions, batch, units], dtype);
      const cotangents = cell.states === 2 ? [dHidden, dLastCell] : [dHidden];
      const kept = cell.needsPrevious ? [saved, previous] : [saved];
      const [dInput, dGates, dInitial] = ir.kernel(program, [...cotangents, ...kept, weight]);
      const gates = ir.reshape(at([dGates], 0), [directions, frames, columns]);
      const before = ir.transpose(ir.reshape(previous, [directions, frames, units]));
      const dBias = ir.reshape(ir.reduce("sum", gates, [1]), [directions, columns]);
      return [dInput, ir.dot(before, gates), dBias, dInitial];
    };
}
