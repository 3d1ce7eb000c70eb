/**
 * @file A recurrence step by step, for layers whose state does not fit into shared memory: at each step one product and
 * one kernel, forward as back, and the gradient of the weight as one product over all steps.
 */
import {
  type CustomRule,
  inputBuffer,
  ir,
  type Kernel,
  type KernelProgram,
  type Node,
  outputBuffer,
} from "@adjoint/core";
import { nodeAlgebra } from "./algebra.ts";
import { at, type Cell, type State } from "./cells.ts";
import { byGate, inOrder, itemOf, parts, stack } from "./composite.ts";
import { type Extents, positionParams, type RealType } from "./launch.ts";
import type { RecurrenceResult } from "./recurrence.ts";
import { backwardStepKernel, forwardStepKernel, type StepShape } from "./step-kernels.ts";

/** One recurrence: its cell, extents and dtype. */
interface Task {
  readonly cell: Cell;
  readonly extents: Extents;
  readonly dtype: RealType;
}

/** What a step leaves for the way back. */
interface Step {
  readonly before: Node;
  readonly saved: Node;
}

/** Inputs and results as for `recurrence`, for inputs of which some are differentiated. */
export function stepwise(task: Task, inputs: readonly [Node, Node, Node, Node]): RecurrenceResult {
  const { cell, extents } = task;
  const [input, weight, bias, initial] = inputs;
  const { batch, steps, directions, hidden: units } = extents;
  let state = parts(initial, 0).map((part) => ir.reshape(part, [directions, batch, units]));
  const hidden: Node[] = [];
  const history: Step[] = [];
  for (let step = 0; step < steps; step++) {
    const before = at(state, 0);
    const results = ir.kernel(forwardStep(task, step), [input, ir.dot(before, weight), bias, ...state]);
    state = results.slice(0, cell.states);
    hidden.push(at(state, 0));
    history.push({ before, saved: at(results, cell.states) });
  }
  const values = ir.permute(inOrder(stack(hidden, 2), extents), [1, 2, 0, 3]);
  const rule = gradientRule(task, history);
  const lastCell = state[1];
  return {
    hidden: ir.custom(values, inputs, rule("hidden")),
    lastCell: lastCell && ir.custom(lastCell, inputs, rule("lastCell")),
  };
}

/** The rules of both results: cotangents of input, weight, bias and initial state. */
function gradientRule(task: Task, history: readonly Step[]) {
  const { cell, extents, dtype } = task;
  const { batch, steps, directions, hidden: units } = extents;
  const rows = [directions, batch, units];
  return (which: "hidden" | "lastCell"): CustomRule =>
    (cotangent, args) => {
      const weight = ir.transpose(at(args, 1));
      const dHidden = which === "hidden" ? cotangent : ir.full(0, [batch, steps, directions, units], dtype);
      let through = ir.full(0, rows, dtype);
      let past = cell.keepsHidden ? [ir.full(0, rows, dtype)] : [];
      let dCells = cell.states === 2 ? [which === "lastCell" ? cotangent : ir.full(0, rows, dtype)] : [];
      const dInput: Node[] = [];
      const dGates: Node[] = [];
      for (let step = steps - 1; step >= 0; step--) {
        const { before, saved } = at(history, step);
        const kept = cell.needsPrevious ? [saved, before] : [saved];
        const results = ir.kernel(backwardStep(task, step), [dHidden, through, ...past, ...dCells, ...kept]);
        dInput.unshift(at(results, 0));
        dGates.unshift(at(results, 1));
        past = results.slice(2, 2 + past.length);
        dCells = results.slice(2 + past.length);
        through = ir.dot(at(results, 1), weight);
      }
      const frames = batch * steps;
      const columns = cell.gates * units;
      const gates = ir.reshape(stack(dGates, 1), [directions, frames, columns]);
      const states = stack(
        history.map(({ before }) => before),
        1,
      );
      const before = ir.transpose(ir.reshape(states, [directions, frames, units]));
      const dBias = ir.reshape(ir.reduce("sum", gates, [1]), [directions, columns]);
      const [kept] = past;
      const dState = kept === undefined ? through : ir.map("add", through, kept);
      return [
        ir.permute(inOrder(stack(dInput, 2), extents), [1, 2, 0, 3]),
        ir.dot(before, gates),
        dBias,
        stack([dState, ...dCells], 0),
      ];
    };
}

/** Inputs and outputs: those of `forwardStepKernel`. */
export function forwardStep({ cell, extents, dtype }: Task, step: number): KernelProgram {
  const { batch, directions, hidden: units } = extents;
  const kernel = kernelFor("forward", { cell, dtype, hidden: units, directions });
  const rows = [directions, batch, units];
  const states = cell.states === 2 ? [rows, rows] : [rows];
  return {
    ...launch({ cell, extents, dtype }, kernel, step, [...states, [directions, batch, cell.savedCount, units]]),
    composite: ([input, product, bias, ...old]) => {
      const shape = [directions, batch, cell.gates * units];
      const biasRows = ir.expand(ir.reshape(at([bias], 0), [directions, 1, cell.gates * units]), shape);
      const fromInput = inOrder(ir.permute(at([input], 0), [2, 0, 1, 3]), extents);
      const fromHidden = byGate(cell, ir.map("add", at([product], 0), biasRows));
      const before: State<Node> = cell.states === 2 ? [at(old, 0), at(old, 1)] : [at(old, 0)];
      const result = cell.forward(nodeAlgebra, byGate(cell, itemOf(fromInput, 2, step)), fromHidden, before);
      return [...result.state.slice(0, cell.states).map((value) => at([value], 0)), stack(result.saved, 2)];
    },
  };
}

/** Inputs and outputs: those of `backwardStepKernel`. */
export function backwardStep({ cell, extents, dtype }: Task, step: number): KernelProgram {
  const { batch, directions, hidden: units } = extents;
  const kernel = kernelFor("backward", { cell, dtype, hidden: units, directions });
  const rows = [directions, batch, units];
  const columns = [directions, batch, cell.gates * units];
  const carried = [...(cell.keepsHidden ? [rows] : []), ...(cell.states === 2 ? [rows] : [])];
  return {
    ...launch({ cell, extents, dtype }, kernel, step, [columns, columns, ...carried]),
    composite: ([dHidden, through, ...rest]) => {
      const past = cell.keepsHidden ? rest.shift() : undefined;
      const dCells = cell.states === 2 ? rest.shift() : undefined;
      const fromOutput = itemOf(inOrder(ir.permute(at([dHidden], 0), [2, 0, 1, 3]), extents), 2, step);
      const arriving = ir.map("add", fromOutput, at([through], 0));
      const dh = past === undefined ? arriving : ir.map("add", arriving, past);
      const after: State<Node> = dCells === undefined ? [dh] : [dh, dCells];
      const values = parts(at(rest, 0), 2).map((part) => ir.reshape(part, rows));
      const result = cell.backward(nodeAlgebra, values, rest[1], after);
      const gates = [result.input, result.hidden].map((list) => ir.reshape(stack(list, 2), columns));
      return [...gates, ...result.state.flatMap((value) => (value === undefined ? [] : [value]))];
    },
  };
}

/** One launch: first all inputs, then all outputs. */
function launch(
  { cell, extents, dtype }: Task,
  kernel: Kernel,
  step: number,
  shapes: readonly (readonly number[])[],
): Omit<KernelProgram, "composite"> {
  const { batch, directions, hidden: units } = extents;
  const inputs = Array.from({ length: kernel.buffers.length - shapes.length }, (_, i) => inputBuffer(i));
  const call = {
    kernel,
    buffers: [...inputs, ...shapes.map((_, i) => outputBuffer(i))],
    params: [...positionParams(extents), step],
    grid: [directions, batch],
    flops: 20 * cell.gates * units * batch * directions,
  };
  return { name: kernel.name, outputs: shapes.map((shape) => ({ shape, dtype })), scratch: [], calls: [call] };
}

const kernels = new Map<string, Kernel>();

function kernelFor(role: "forward" | "backward", shape: StepShape): Kernel {
  const key = [shape.cell.name, role, shape.dtype, shape.hidden, shape.directions].join();
  let kernel = kernels.get(key);
  if (kernel === undefined) {
    kernel = role === "forward" ? forwardStepKernel(shape) : backwardStepKernel(shape);
    kernels.set(key, kernel);
  }
  return kernel;
}
