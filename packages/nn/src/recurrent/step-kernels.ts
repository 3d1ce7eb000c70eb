/**
 * @file Kernels of one step of a recurrence, forward and back, whose product with the weight was computed before: for
 * layers so wide that their state does not fit into shared memory.
 */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { laneAlgebra } from "./algebra.ts";
import { at, type Cell, type State } from "./cells.ts";
import type { RealType } from "./launch.ts";

/** Lanes that are worth having; wider layers take several turns. */
const MAX_LANES = 256;

/** What a step kernel depends on. */
export interface StepShape {
  readonly cell: Cell;
  readonly dtype: RealType;
  readonly hidden: number;
  readonly directions: number;
}

/** Declares the grid (D, N) and the parameters of `positionParams` with the step behind them. Rows are those of [D, N] and [N, T, D]. */
function declareStep(
  b: KernelBuilder,
  { hidden, directions }: StepShape,
): Readonly<Record<"direction" | "row" | "frame", Expr>> {
  const direction = b.gridIndex("direction");
  const sequence = b.gridIndex("sequence");
  const batch = b.param("batch", "i32");
  const steps = b.param("steps", "i32");
  const firstReversed = b.param("firstReversed", "i32");
  const step = b.param("step", "i32");
  b.hintLanes(Math.min(MAX_LANES, hidden));
  const time = b.let("time", k.where(k.le(firstReversed, direction), k.sub(k.sub(steps, 1), step), step));
  const frame = b.let("frame", k.add(k.mul(k.add(k.mul(sequence, steps), time), directions), direction));
  return { direction, row: b.let("row", k.add(k.mul(direction, batch), sequence)), frame };
}

/** The place of a lane in part `index` of `count` parts of a row, each as wide as the layer. */
const placeOf = (row: Expr, count: number, index: number, units: number, lane: Expr): Expr =>
  k.add(k.mul(k.sum(k.mul(row, count), index), units), lane);

/**
 * Buffers, in order: input [N, T, D, G·H]; products of hidden values and weight [D, N, G·H]; bias [D, G·H]; hidden values
 * [D, N, H]; if there are two states, cell values [D, N, H] → hidden values; cell values; saved [D, N, K, H].
 */
export function forwardStepKernel(shape: StepShape): Kernel {
  const { cell, dtype, hidden: units } = shape;
  const hasCell = cell.states === 2;
  return buildKernel(`${cell.name}-forward-step`, (b) => {
    const input = b.input("input", dtype);
    const product = b.input("product", dtype);
    const bias = b.input("bias", dtype);
    const hidden = b.input("hidden", dtype);
    const cells = hasCell ? b.input("cells", dtype) : undefined;
    const nextHidden = b.output("nextHidden", dtype);
    const nextCells = hasCell ? b.output("nextCells", dtype) : undefined;
    const saved = b.output("saved", dtype);
    const { direction, row, frame } = declareStep(b, shape);
    b.lanes(units, (lane) => {
      const gates = Array.from({ length: cell.gates }, (_, gate) => gate);
      const part = (of: Expr, gate: number): Expr => placeOf(of, cell.gates, gate, units, lane);
      const fromInput = gates.map((gate) => b.let("input", b.load(input, part(frame, gate))));
      const fromHidden = gates.map((gate) =>
        b.let("sum", k.add(b.load(product, part(row, gate)), b.load(bias, part(direction, gate)))),
      );
      const here = b.let("here", k.add(k.mul(row, units), lane));
      const old = b.let("old", b.load(hidden, here));
      const before: State<Expr> = cells === undefined ? [old] : [old, b.let("cell", b.load(cells, here))];
      const { state, saved: kept } = cell.forward(laneAlgebra(b), fromInput, fromHidden, before);
      b.store(nextHidden, here, state[0]);
      if (nextCells !== undefined) b.store(nextCells, here, at(state, 1));
      kept.forEach((value, i) => {
        b.store(saved, placeOf(row, cell.savedCount, i, units, lane), value);
      });
    });
  });
}

/**
 * Buffers, in order: cotangents of hidden [N, T, D, H]; what comes through the products of the step after [D, N, H]; if
 * the cell keeps hidden values, what came past them [D, N, H]; if there are two states, cotangents of cell values
 * [D, N, H]; saved [D, N, K, H]; if the cell needs them, hidden values before [D, N, H] → cotangents of the pre-activations
 * from the input [D, N, G·H]; of those from the hidden state; what goes past; and cotangents of cell values before.
 */
export function backwardStepKernel(shape: StepShape): Kernel {
  const { cell, dtype, hidden: units } = shape;
  const hasCell = cell.states === 2;
  return buildKernel(`${cell.name}-backward-step`, (b) => {
    const dHidden = b.input("dHidden", dtype);
    const through = b.input("through", dtype);
    const past = cell.keepsHidden ? b.input("past", dtype) : undefined;
    const dCells = hasCell ? b.input("dCells", dtype) : undefined;
    const saved = b.input("saved", dtype);
    const previous = cell.needsPrevious ? b.input("previous", dtype) : undefined;
    const dInput = b.output("dInput", dtype);
    const dGates = b.output("dGates", dtype);
    const nextPast = cell.keepsHidden ? b.output("nextPast", dtype) : undefined;
    const nextCells = hasCell ? b.output("nextCells", dtype) : undefined;
    const { row, frame } = declareStep(b, shape);
    b.lanes(units, (lane) => {
      const here = b.let("here", k.add(k.mul(row, units), lane));
      const arriving = k.add(b.load(dHidden, k.add(k.mul(frame, units), lane)), b.load(through, here));
      const dh = b.let("dh", past === undefined ? arriving : k.add(arriving, b.load(past, here)));
      const after: State<Expr> = dCells === undefined ? [dh] : [dh, b.let("dc", b.load(dCells, here))];
      const values = Array.from({ length: cell.savedCount }, (_, i) =>
        b.let("saved", b.load(saved, placeOf(row, cell.savedCount, i, units, lane))),
      );
      const old = previous === undefined ? undefined : b.let("old", b.load(previous, here));
      const { input, hidden, state } = cell.backward(laneAlgebra(b), values, old, after);
      const store = (to: typeof dInput, parts: readonly Expr[]): void =>
        parts.forEach((value, gate) => {
          b.store(to, placeOf(row, cell.gates, gate, units, lane), value);
        });
      store(dInput, input);
      store(dGates, hidden);
      if (nextPast !== undefined) b.store(nextPast, here, at(state, 0));
      if (nextCells !== undefined) b.store(nextCells, here, at(state, 1));
    });
  });
}
