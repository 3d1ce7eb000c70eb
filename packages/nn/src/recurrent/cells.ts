/**
 * @file The recurrent cells: for each, how one unit steps forward in time and how cotangents step back.
 *
 * A step sees a unit's pre-activations in two parts, from the input (`x W_ih + b_ih`) and from the hidden state
 * (`h W_hh + b_hh`), one value for each gate. The matrix products are not here: they are the same for every cell.
 */
import type { Algebra } from "./algebra.ts";

/** What a unit carries from step to step: its hidden value, and for an LSTM its cell value. */
export type State<T> = readonly [hidden: T, cell?: T];

/** Results of one step forward. */
export interface Forward<T> {
  readonly state: State<T>;
  /** What the step back needs. */
  readonly saved: readonly T[];
}

/** Results of one step back. */
export interface Backward<T> {
  /** Cotangents of the pre-activations from the input, by gate. */
  readonly input: readonly T[];
  /** Cotangents of the pre-activations from the hidden state, by gate. */
  readonly hidden: readonly T[];
  /** Cotangents of the state before the step, but for what goes through `hidden`; undefined where nothing does. */
  readonly state: readonly [hidden: T | undefined, cell?: T];
}

export interface Cell {
  readonly name: string;
  /** Pre-activations of a unit. */
  readonly gates: number;
  /** Values that a unit carries: 1, or 2 with a cell value. */
  readonly states: 1 | 2;
  /** How many values `forward` saves. */
  readonly savedCount: number;
  /** True if `backward` reads the hidden value before the step. */
  readonly needsPrevious: boolean;
  /** True if a cotangent goes past the pre-activations to the hidden value before the step. */
  readonly keepsHidden: boolean;
  forward<T>(a: Algebra<T>, input: readonly T[], hidden: readonly T[], before: State<T>): Forward<T>;
  /** `cotangent` is that of the state after the step; `previous` the hidden value before it, if needed. */
  backward<T>(a: Algebra<T>, saved: readonly T[], previous: T | undefined, cotangent: State<T>): Backward<T>;
}

/** An element that the caller promises to be there. */
export function at<T>(values: readonly (T | undefined)[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`value ${index} of ${values.length}`);
  return value;
}

/** Elman's network: h′ = activation(x + h). */
function elman(
  name: string,
  activate: <T>(a: Algebra<T>, x: T) => T,
  derive: <T>(a: Algebra<T>, y: T, dy: T) => T,
): Cell {
  return {
    name,
    gates: 1,
    states: 1,
    savedCount: 1,
    needsPrevious: false,
    keepsHidden: false,
    forward: (a, input, hidden) => {
      const next = activate(a, a.add(at(input, 0), at(hidden, 0)));
      return { state: [next], saved: [next] };
    },
    backward: (a, saved, _previous, [dh]) => {
      const d = derive(a, at(saved, 0), dh);
      return { input: [d], hidden: [d], state: [undefined] };
    },
  };
}

export const tanhCell: Cell = /* @__PURE__ */ elman(
  "rnn-tanh",
  (a, x) => a.tanh(x),
  (a, y, dy) => a.mul(dy, a.complement(a.mul(y, y))),
);

export const reluCell: Cell = /* @__PURE__ */ elman(
  "rnn-relu",
  (a, x) => a.wherePositive(x, x),
  (a, y, dy) => a.wherePositive(y, dy),
);

/**
 * Gated recurrent unit; gates r, z, n: n = tanh(x_n + r ⊙ h_n), h′ = (1 − z) ⊙ n + z ⊙ h. The bias of h_n is inside the
 * product with r.
 * @see Cho et al. (2014), in the form of cuDNN and PyTorch
 */
export const gruCell: Cell = {
  name: "gru",
  gates: 3,
  states: 1,
  savedCount: 4,
  needsPrevious: true,
  keepsHidden: true,
  forward: (a, input, hidden, [h]) => {
    const reset = a.sigmoid(a.add(at(input, 0), at(hidden, 0)));
    const update = a.sigmoid(a.add(at(input, 1), at(hidden, 1)));
    const proposal = a.tanh(a.add(at(input, 2), a.mul(reset, at(hidden, 2))));
    const next = a.add(proposal, a.mul(update, a.sub(h, proposal)));
    return { state: [next], saved: [reset, update, proposal, at(hidden, 2)] };
  },
  backward: (a, saved, previous, [dh]) => {
    const [reset, update, proposal, fromHidden] = [at(saved, 0), at(saved, 1), at(saved, 2), at(saved, 3)];
    const kept = a.mul(dh, update);
    const dUpdate = a.mul(a.mul(a.sub(at([previous], 0), proposal), kept), a.complement(update));
    const dProposal = a.mul(a.sub(dh, kept), a.complement(a.mul(proposal, proposal)));
    const dFromHidden = a.mul(dProposal, reset);
    const dReset = a.mul(a.mul(dFromHidden, fromHidden), a.complement(reset));
    return { input: [dReset, dUpdate, dProposal], hidden: [dReset, dUpdate, dFromHidden], state: [kept] };
  },
};

/**
 * Long short-term memory; gates i, f, g, o: c′ = f ⊙ c + i ⊙ g, h′ = o ⊙ tanh(c′).
 * @see Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000)
 */
export const lstmCell: Cell = {
  name: "lstm",
  gates: 4,
  states: 2,
  savedCount: 6,
  needsPrevious: false,
  keepsHidden: false,
  forward: (a, input, hidden, before) => {
    const gate = (index: number) => a.add(at(input, index), at(hidden, index));
    const [enter, forget, proposal, leave] = [
      a.sigmoid(gate(0)),
      a.sigmoid(gate(1)),
      a.tanh(gate(2)),
      a.sigmoid(gate(3)),
    ];
    const previous = at(before, 1);
    const cell = a.add(a.mul(forget, previous), a.mul(enter, proposal));
    const squashed = a.tanh(cell);
    const saved = [enter, forget, proposal, leave, previous, squashed];
    return { state: [a.mul(leave, squashed), cell], saved };
  },
  backward: (a, saved, _previous, [dh, dcAfter]) => {
    const [enter, forget, proposal] = [at(saved, 0), at(saved, 1), at(saved, 2)];
    const [leave, previous, squashed] = [at(saved, 3), at(saved, 4), at(saved, 5)];
    const throughCell = a.mul(a.mul(dh, leave), a.complement(a.mul(squashed, squashed)));
    const dc = a.add(at([dcAfter], 0), throughCell);
    /** Through a sigmoid: its output and the cotangent of that. */
    const gate = (value: typeof dh, cotangent: typeof dh) => a.mul(cotangent, a.mul(value, a.complement(value)));
    const d = [
      gate(enter, a.mul(dc, proposal)),
      gate(forget, a.mul(dc, previous)),
      a.mul(a.mul(dc, enter), a.complement(a.mul(proposal, proposal))),
      gate(leave, a.mul(dh, squashed)),
    ];
    return { input: d, hidden: d, state: [undefined, a.mul(dc, forget)] };
  },
};
