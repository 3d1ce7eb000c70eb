/** @file CTC as a kernel program: the loss of each sequence, and what its gradient needs. */
import {
  inputBuffer,
  type KernelProgram,
  outputBuffer,
  type ProgramBuffer,
  type ProgramCall,
  scratchBuffer,
} from "@adjoint/core";
import { CTC_LIMITS, type CtcLimits, capacityFor, framesKernel, lanesFor, pathsKernel } from "./kernels.ts";
import type { GivenLengths } from "./lengths.ts";
import type { CtcInput } from "./problem.ts";
import { type CtcSizes, emissionSlots, factCount, sizeValues, statePositions } from "./sizes.ts";
import { type CtcLayout, emissionWords, stateWords } from "./window.ts";

/** What programs of one problem have in common. */
export interface CtcVariant {
  readonly sizes: CtcSizes;
  readonly layout: CtcLayout;
  readonly given: GivenLengths;
  readonly input: CtcInput;
  readonly limits?: CtcLimits | undefined;
}

/**
 * Inputs: logits, labels i32[N, U][, input lengths i32[N]][, label lengths i32[N]]. Outputs: loss f32[N], facts, and what
 * the gradient goes on with: emissions and states of all frames, or the rows at which windows are entered. A sequence
 * without a path has the loss `infeasibleLoss`.
 */
export function ctcLossProgram(variant: CtcVariant, infeasibleLoss: number): KernelProgram {
  const { sizes, layout, given } = variant;
  const { rows, windows } = layout;
  const isWhole = windows === 1;
  const sides = isWhole ? 1 : 2;
  const words = [sides * emissionWords(sizes, rows), stateWords(sizes, rows)];
  const saved = isWhole ? words : [stateWords(sizes, windows)];
  const [emissions, states] = [0, 1].map((i) => (isWhole ? outputBuffer(2 + i) : scratchBuffer(i)));
  const inputs = Array.from({ length: 2 + Number(given.hasInput) + Number(given.hasLabel) }, (_, i) => inputBuffer(i));
  const buffers = { inputs, emissions, states } as Buffers;
  const calls = Array.from({ length: windows }, (_, i) => {
    const [forward, backward] = [i, windows - 1 - i];
    return [
      framesCall(variant, buffers, forward, 0),
      ...(isWhole ? [] : [framesCall(variant, buffers, backward, 1)]),
      pathsCall(
        variant,
        isWhole ? "whole" : "leave",
        infeasibleLoss,
        [forward, backward],
        [
          ...[buffers.emissions, ...inputs.slice(1), buffers.states, outputBuffer(0), outputBuffer(1)],
          ...(isWhole ? [] : [outputBuffer(2)]),
        ],
      ),
    ];
  });
  return {
    name: "ctc_loss",
    outputs: [
      { shape: [sizes.items], dtype: "f32" },
      { shape: [sizes.items * factCount(sizes.labels)], dtype: "i32" },
      ...saved.map((size) => ({ shape: [size], dtype: "i32" }) as const),
    ],
    scratch: isWhole ? [] : words.map((size) => ({ dtype: "i32", size })),
    calls: calls.flat(),
  };
}

interface Buffers {
  /** Logits, labels, lengths. */
  readonly inputs: readonly ProgramBuffer[];
  readonly emissions: ProgramBuffer;
  readonly states: ProgramBuffer;
}

/** Emissions of the frames of one window; `side` says for which of two directions. */
export function framesCall(
  { sizes, layout, given, input }: CtcVariant,
  at: Buffers,
  window: number,
  side: number,
): ProgramCall {
  const { items, frames, classes, labels } = sizes;
  const count = Math.min(layout.rows, frames - window * layout.rows);
  return {
    kernel: framesKernel(given, input, lanesFor(classes)),
    buffers: [...at.inputs, at.emissions],
    params: [...sizeValues(sizes, layout.rows), Number.NaN, window * layout.rows, side * items],
    grid: [items, count],
    flops: items * count * (16 * classes + 40 * emissionSlots(labels)),
  };
}

export function pathsCall(
  { sizes, layout, given, input, limits = CTC_LIMITS }: CtcVariant,
  use: "whole" | "leave" | "enter",
  infeasibleLoss: number,
  [forward, backward]: readonly [number, number],
  buffers: readonly ProgramBuffer[],
): ProgramCall {
  const { items, frames, labels } = sizes;
  const capacity = capacityFor(statePositions(labels), limits.positions);
  const isTwofold = use === "leave" ? 1 : 0;
  return {
    kernel: pathsKernel({ given, input, use, capacity }),
    buffers,
    params: [
      ...[...sizeValues(sizes, layout.rows), Number.NaN, infeasibleLoss],
      ...[forward, backward, layout.windows, isTwofold],
    ],
    grid: [items, 2],
    flops: items * 2 * Math.min(frames, layout.rows) * (labels + 1) * 40,
  };
}
