/** @file Values and gradients of PyTorch's recurrent layers, made by `fixtures/make_torch_cases.py`. */
import { readFileSync } from "node:fs";
import { type Cell, gruCell, lstmCell, reluCell, tanhCell } from "../../src/recurrent/cells.ts";
import type { Extents } from "../../src/recurrent/launch.ts";

export interface ParamArrays {
  readonly inputWeight: readonly number[];
  readonly inputBias: readonly number[];
  readonly hiddenWeight: readonly number[];
  readonly hiddenBias: readonly number[];
}

export interface TorchCase {
  readonly name: string;
  readonly kind: "gru" | "lstm" | "rnn-tanh" | "rnn-relu";
  readonly inputs: number;
  readonly hidden: number;
  readonly batch: number;
  readonly steps: number;
  readonly bidirectional: boolean;
  readonly x: readonly number[];
  readonly state: readonly (readonly number[])[];
  readonly params: ParamArrays;
  readonly output: readonly number[];
  readonly last: readonly (readonly number[])[];
  /** Of the output, then of the last state. */
  readonly cotangents: readonly (readonly number[])[];
  readonly gradients: {
    readonly x: readonly number[];
    readonly state: readonly (readonly number[])[];
    readonly params: ParamArrays;
  };
}

export const torchCases: readonly TorchCase[] = JSON.parse(
  readFileSync(new URL("../fixtures/torch_cases.json", import.meta.url), "utf8"),
);

const CELLS: Readonly<Record<TorchCase["kind"], Cell>> = {
  gru: gruCell,
  lstm: lstmCell,
  "rnn-tanh": tanhCell,
  "rnn-relu": reluCell,
};

export const cellOf = ({ kind }: TorchCase): Cell => CELLS[kind];

export function extentsOf({ batch, steps, bidirectional, hidden }: TorchCase): Extents {
  return { batch, steps, directions: bidirectional ? 2 : 1, isReversed: false, hidden };
}
