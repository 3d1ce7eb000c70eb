/**
 * @file The recurrent layers `rnn`, `gru` and `lstm`: parameters, checks, and the input's part for all steps in one product.
 */
import {
  add,
  concat,
  DTypeError,
  formatShape,
  matmul,
  permute,
  reshape,
  ShapeError,
  slice,
  stack,
  Tensor,
  zeros,
} from "@adjoint/core";
import { checkCount } from "../checks.ts";
import { type Key, keysOf, uniform } from "../init.ts";
import { type Layer, makeLayer, parameter } from "../layer.ts";
import { type Cell, gruCell, lstmCell, reluCell, tanhCell } from "./cells.ts";
import type { Extents } from "./launch.ts";
import { recurrence } from "./recurrence.ts";

/** D is the number of directions, G that of the gates: 1 (rnn), 3 (gru: r, z, n), 4 (lstm: i, f, g, o). */
export interface RecurrentParams {
  /** [inputs, D·G·H]. */
  readonly inputWeight: Tensor;
  /** [D·G·H]. */
  readonly inputBias: Tensor;
  /** [D, H, G·H]. */
  readonly hiddenWeight: Tensor;
  /** [D, G·H]. */
  readonly hiddenBias: Tensor;
}

export interface RecurrentOptions {
  /** Reads the sequence in both directions, and puts the results side by side. Default false. */
  readonly bidirectional?: boolean;
  /** Reads the sequence from its end. Default false. */
  readonly reverse?: boolean;
  /** Key of the initial values. Default: drawn from the global generator. */
  readonly key?: Key;
}

export interface RnnOptions extends RecurrentOptions {
  /** Default tanh. */
  readonly nonlinearity?: "tanh" | "relu";
}

/** What `rnn` and `gru` give. */
export interface RecurrentResult {
  /** Hidden values of every step, [N, T, D·H]. */
  readonly output: Tensor;
  /** Hidden values after the last step of each direction, [D, N, H]. */
  readonly state: Tensor;
}

/** What an LSTM carries from step to step, [D, N, H] each. */
export interface LstmState {
  readonly hidden: Tensor;
  readonly cell: Tensor;
}

/** What `lstm` gives. */
export interface LstmResult {
  /** Hidden values of every step, [N, T, D·H]. */
  readonly output: Tensor;
  /** What is carried after the last step of each direction. */
  readonly state: LstmState;
}

/** A layer over sequences x[N, T, inputs], from an initial state that is 0 by default. */
export type RecurrentLayer<S, R> = Layer<RecurrentParams, readonly [x: Tensor, state?: S], R>;

/**
 * Elman's recurrent network: h′ = tanh(x W_ih + b_ih + h W_hh + b_hh), or relu.
 *
 * Shapes: x[N, T, inputs], state[D, N, H] → output[N, T, D·H], state[D, N, H].
 * Initial values: uniform in ±1/√H, as in PyTorch.
 * @throws {ShapeError} if a size is not a positive whole number, or, at the call, if x or the state has another shape.
 * @throws {DTypeError} at the call, if the parameters or the state have another dtype than x has.
 */
export function rnn(inputs: number, hidden: number, options: RnnOptions = {}): RecurrentLayer<Tensor, RecurrentResult> {
  return simpleLayer("rnn", options.nonlinearity === "relu" ? reluCell : tanhCell, inputs, hidden, options);
}

/**
 * Gated recurrent units: r, z = sigmoid(…), n = tanh(x_n + r ⊙ (h W_hn + b_hn)), h′ = (1 − z) ⊙ n + z ⊙ h.
 * Shapes, initial values and errors as for `rnn`. The gates lie in the order r, z, n, as in PyTorch.
 * @see Cho et al. (2014), arXiv:1406.1078
 */
export function gru(
  inputs: number,
  hidden: number,
  options: RecurrentOptions = {},
): RecurrentLayer<Tensor, RecurrentResult> {
  return simpleLayer("gru", gruCell, inputs, hidden, options);
}

/**
 * Long short-term memory: i, f, o = sigmoid(…), g = tanh(…), c′ = f ⊙ c + i ⊙ g, h′ = o ⊙ tanh(c′).
 * Shapes, initial values and errors as for `rnn`; the state has two parts. The gates lie in the order i, f, g, o.
 * @see Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)
 */
export function lstm(
  inputs: number,
  hidden: number,
  options: RecurrentOptions = {},
): RecurrentLayer<LstmState, LstmResult> {
  const shape = layerShape("lstm", lstmCell, inputs, hidden, options);
  return makeLayer(initialParams(shape, options.key), (params, x: Tensor, state?: LstmState) => {
    const extents = callExtents(shape, x);
    const initial = state === undefined ? undefined : [state.hidden, state.cell];
    const { output, last, lastCell } = run(shape, extents, params, x, initial);
    return { output, state: { hidden: last, cell: lastCell ?? last } };
  });
}

/** What is known of a layer before it is called. */
interface LayerShape {
  readonly op: string;
  readonly cell: Cell;
  readonly inputs: number;
  readonly hidden: number;
  readonly directions: 1 | 2;
  readonly isReversed: boolean;
}

function layerShape(op: string, cell: Cell, inputs: number, hidden: number, options: RecurrentOptions): LayerShape {
  checkCount(op, { inputs, hidden });
  const { bidirectional = false, reverse = false } = options;
  return { op, cell, inputs, hidden, directions: bidirectional ? 2 : 1, isReversed: reverse };
}

function initialParams({ cell, inputs, hidden, directions }: LayerShape, key: Key | undefined): RecurrentParams {
  const bound = 1 / Math.sqrt(hidden);
  const columns = cell.gates * hidden;
  const [inputWeight, inputBias, hiddenWeight, hiddenBias] = keysOf(key, 4);
  return {
    inputWeight: parameter(uniform([inputs, directions * columns], bound, inputWeight)),
    inputBias: parameter(uniform([directions * columns], bound, inputBias)),
    hiddenWeight: parameter(uniform([directions, hidden, columns], bound, hiddenWeight)),
    hiddenBias: parameter(uniform([directions, columns], bound, hiddenBias)),
  };
}

/** A layer whose state is one tensor. */
function simpleLayer(
  op: string,
  cell: Cell,
  inputs: number,
  hidden: number,
  options: RecurrentOptions,
): RecurrentLayer<Tensor, RecurrentResult> {
  const shape = layerShape(op, cell, inputs, hidden, options);
  return makeLayer(initialParams(shape, options.key), (params, x: Tensor, state?: Tensor) => {
    const { output, last } = run(shape, callExtents(shape, x), params, x, state === undefined ? undefined : [state]);
    return { output, state: last };
  });
}

function callExtents({ op, inputs, hidden, directions, isReversed }: LayerShape, x: Tensor): Extents {
  const [batch, steps, features] = x.shape;
  if (x.rank !== 3 || batch === undefined || steps === undefined || features !== inputs || batch * steps === 0) {
    const got = `x=${formatShape(x.shape)}`;
    const rule = `x must be [N, T, ${inputs}], with at least one sequence and one step`;
    throw new ShapeError({ op, rule, got, hint: "expandDims(x, 0) for one sequence" });
  }
  return { batch, steps, directions, isReversed, hidden };
}

interface RunResult {
  readonly output: Tensor;
  readonly last: Tensor;
  readonly lastCell: Tensor | undefined;
}

function run(
  shape: LayerShape,
  extents: Extents,
  params: RecurrentParams,
  x: Tensor,
  initial: readonly Tensor[] | undefined,
): RunResult {
  const { op, cell } = shape;
  const { batch, steps, directions, hidden: units } = extents;
  const stateShape = [directions, batch, units];
  for (const part of initial ?? []) {
    if (formatShape(part.shape) === formatShape(stateShape)) continue;
    const rule = `the state must be [D, N, H] = ${formatShape(stateShape)}`;
    throw new ShapeError({ op, rule, got: formatShape(part.shape), hint: "leave it out to start from 0" });
  }
  const fromInput = add(matmul(x, params.inputWeight), params.inputBias);
  const { dtype } = fromInput;
  const state = initial === undefined ? zeros([cell.states, ...stateShape], { dtype }) : stack(initial);
  for (const [name, given] of Object.entries({
    hiddenWeight: params.hiddenWeight,
    hiddenBias: params.hiddenBias,
    state,
  })) {
    if (given.dtype === dtype) continue;
    throw new DTypeError({
      op,
      rule: `${name} must have the dtype of x and the weights`,
      got: `${given.dtype}, not ${dtype}`,
    });
  }
  const { hidden, lastCell } = recurrence(cell, extents, [
    reshape(fromInput, [batch, steps, directions, cell.gates * units]).node,
    params.hiddenWeight.node,
    params.hiddenBias.node,
    state.node,
  ]);
  const values = new Tensor(hidden);
  return {
    output: reshape(values, [batch, steps, directions * units]),
    last: lastStep(values, extents),
    lastCell: lastCell === undefined ? undefined : new Tensor(lastCell),
  };
}

/** The hidden values [N, T, D, H] after the last step of each direction, as [D, N, H]. */
function lastStep(values: Tensor, { batch, steps, directions, isReversed, hidden }: Extents): Tensor {
  const parts = Array.from({ length: directions }, (_, direction) => {
    const time = (direction === 1) !== isReversed ? 0 : steps - 1;
    return slice(values, [0, time, direction, 0], [batch, time + 1, direction + 1, hidden]);
  });
  return permute(reshape(concat(parts, 2), [batch, directions, hidden]), [1, 0, 2]);
}
