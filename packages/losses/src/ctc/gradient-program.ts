/** @file CTC as a kernel program: the gradient with respect to the logits, or to the log-probabilities. */
import {
  inputBuffer,
  type KernelProgram,
  outputBuffer,
  type ProgramBuffer,
  type ProgramCall,
  scratchBuffer,
} from "@adjoint/core";
import { CTC_LIMITS, capacityFor, gradientKernel, lanesFor } from "./kernels.ts";
import { type CtcVariant, framesCall, pathsCall } from "./loss-program.ts";
import { sizeValues } from "./sizes.ts";
import { emissionWords, stateWords } from "./window.ts";

/** What the reduction of the losses means for their gradients. */
export interface CtcReductionScale {
  /** A number by which each loss is multiplied. */
  readonly scale: number;
  /** True if each loss is divided by the number of its labels (at least 1). */
  readonly isPerLabel: boolean;
}

/** Where the cotangent comes from: inputs of rank 0 or 1 in a buffer, or a number of the graph. */
export type CotangentSource = "one" | "each" | "number";

export interface GradientUse {
  readonly reduction: CtcReductionScale;
  readonly source: CotangentSource;
  readonly composite: NonNullable<KernelProgram["composite"]>;
}

/** The first inputs of the program. Behind them come what the loss saved, and the lengths that are given. */
export const GRADIENT_INPUTS = ["logits", "labels", "cotangent", "facts"] as const;

const at = (name: (typeof GRADIENT_INPUTS)[number]): ProgramBuffer => inputBuffer(GRADIENT_INPUTS.indexOf(name));

/** Output: the gradient, of the given shape, in the layout of the logits. */
export function ctcGradientProgram(variant: CtcVariant, shape: readonly number[], use: GradientUse): KernelProgram {
  const { sizes, layout, given, limits = CTC_LIMITS } = variant;
  const { rows, windows } = layout;
  const isWhole = windows === 1;
  const saved = GRADIENT_INPUTS.length;
  const lengths = Array.from({ length: Number(given.hasInput) + Number(given.hasLabel) }, (_, i) =>
    inputBuffer(saved + (isWhole ? 2 : 1) + i),
  );
  const scratch = isWhole ? [] : [emissionWords(sizes, rows), stateWords(sizes, rows)].map(i32Words);
  const [emissions, states] = [0, 1].map((i) => (isWhole ? inputBuffer(saved + i) : scratchBuffer(i))) as [
    ProgramBuffer,
    ProgramBuffer,
  ];
  const capacity = capacityFor(sizes.labels + 1, limits.weights);
  const weights = capacity === undefined ? [scratchBuffer(scratch.length)] : [];
  const buffers = { inputs: [at("logits"), at("labels"), ...lengths], emissions, states };
  const calls = Array.from({ length: windows }, (_, window) => {
    const gradient = gradientCall(variant, use, window, { emissions, states, weights });
    if (isWhole) return [gradient];
    const paths = [emissions, at("labels"), ...lengths, states, inputBuffer(saved)];
    const frames = framesCall(variant, buffers, window, 0);
    return [frames, pathsCall(variant, "enter", 0, [window, window], paths), gradient];
  });
  return {
    name: "ctc_gradient",
    outputs: [{ shape, dtype: "f32" }],
    scratch: [
      ...scratch,
      ...weights.map(() => ({ dtype: "f32", size: sizes.items * rows * (sizes.labels + 1) }) as const),
    ],
    calls: calls.flat(),
    composite: use.composite,
  };
}

const i32Words = (size: number) => ({ dtype: "i32", size }) as const;

interface WindowBuffers {
  readonly emissions: ProgramBuffer;
  readonly states: ProgramBuffer;
  /** One, where weights of labels do not fit shared memory. */
  readonly weights: readonly ProgramBuffer[];
}

function gradientCall(
  { sizes, layout, input, limits = CTC_LIMITS }: CtcVariant,
  { reduction, source }: GradientUse,
  window: number,
  { emissions, states, weights }: WindowBuffers,
): ProgramCall {
  const { items, frames, classes, labels } = sizes;
  const firstFrame = window * layout.rows;
  const count = Math.min(layout.rows, frames - firstFrame);
  const cotangent = source === "number" ? "number" : "buffer";
  const capacity = capacityFor(labels + 1, limits.weights);
  const lanesHint = lanesFor(Math.max(classes, labels + 1));
  const logits = input === "logits" ? [at("logits")] : [];
  const given = source === "number" ? [{ scalarInput: GRADIENT_INPUTS.indexOf("cotangent") }] : [];
  return {
    kernel: gradientKernel({ capacity, cotangent, input, lanesHint }),
    buffers: [
      ...[...logits, at("labels"), emissions, states, at("facts")],
      ...(cotangent === "buffer" ? [at("cotangent")] : []),
      ...[outputBuffer(0), ...weights],
    ],
    params: [
      ...sizeValues(sizes, layout.rows),
      ...[source === "each" ? 1 : 0, reduction.scale, reduction.isPerLabel ? 1 : 0, firstFrame],
      ...given,
    ],
    grid: [items, count],
    flops: items * count * (16 * classes + 30 * (labels + 1)),
  };
}
