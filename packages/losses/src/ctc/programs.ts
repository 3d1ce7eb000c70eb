/**
 * @file CTC as kernel programs: one for the loss of each sequence, one for the gradient with respect to the logits.
 */
import {
  inputBuffer,
  type Kernel,
  type KernelProgram,
  outputBuffer,
  type ProgramBuffer,
  scratchBuffer,
} from "@adjoint/core";
import { buildFramesKernel } from "./frames-kernel.ts";
import { buildGradientKernel, MAX_WEIGHTS } from "./gradient-kernel.ts";
import type { GivenLengths } from "./lengths.ts";
import { buildPathsKernel } from "./paths-kernel.ts";
import { bucketOf, type CtcSizes, emissionSlots, factCount, sizeValues, statePositions } from "./sizes.ts";
import { MAX_SHARED_CAPACITY } from "./state-rows.ts";

const kernels = new Map<string, Kernel>();

/** Kernels are built once for each variant. */
function cached(key: string, build: () => Kernel): Kernel {
  const known = kernels.get(key);
  if (known !== undefined) return known;
  const kernel = build();
  kernels.set(key, kernel);
  return kernel;
}

/** What fits shared memory; beyond it kernels work in buffers. Tests lower the limits to reach that path. */
export interface SharedLimits {
  /** Positions of a row of states. */
  readonly positions: number;
  /** Labels whose weights are summed. */
  readonly weights: number;
}

const LIMITS: SharedLimits = { positions: MAX_SHARED_CAPACITY, weights: MAX_WEIGHTS };

/** The size of a shared array for `count` elements: few sizes, so that few kernels serve all problems. */
function capacityFor(count: number, limit: number): number | undefined {
  return count > limit ? undefined : Math.min(limit, bucketOf(count));
}

/** Lanes of a frame's program. */
const lanesFor = (count: number): number => Math.min(256, bucketOf(count));

/**
 * Inputs: logits, labels i32[N, U][, input lengths i32[N]][, label lengths i32[N]]. Outputs: loss f32[N], and what the
 * gradient needs: emissions, states, facts. A sequence without a path has the loss `infeasibleLoss`.
 */
export function ctcLossProgram(
  sizes: CtcSizes,
  given: GivenLengths,
  infeasibleLoss: number,
  limits = LIMITS,
): KernelProgram {
  const { items, frames, classes, labels } = sizes;
  const emissionsSize = items * frames * 2 * emissionSlots(labels);
  const statesSize = 2 * items * frames * 4 * statePositions(labels);
  const lanes = lanesFor(classes);
  const capacity = capacityFor(statePositions(labels), limits.positions);
  const inputs = Array.from({ length: 2 + Number(given.hasInput) + Number(given.hasLabel) }, (_, i) => inputBuffer(i));
  const lengthsKey = `${given.hasInput} ${given.hasLabel}`;
  return {
    name: "ctc_loss",
    outputs: [
      { shape: [items], dtype: "f32" },
      { shape: [emissionsSize], dtype: "i32" },
      { shape: [statesSize], dtype: "i32" },
      { shape: [items * factCount(labels)], dtype: "i32" },
    ],
    scratch: [],
    calls: [
      {
        kernel: cached(`frames ${lengthsKey} ${lanes}`, () => buildFramesKernel(given, lanes)),
        buffers: [...inputs, outputBuffer(1)],
        params: [...sizeValues(sizes), Number.NaN],
        grid: [items, frames],
        flops: items * frames * (16 * classes + 40 * emissionSlots(labels)),
      },
      {
        kernel: cached(`paths ${lengthsKey} ${capacity}`, () => buildPathsKernel(given, capacity)),
        buffers: [outputBuffer(1), ...inputs.slice(1), outputBuffer(0), outputBuffer(2), outputBuffer(3)],
        params: [...sizeValues(sizes), Number.NaN, infeasibleLoss],
        grid: [items, 2],
        flops: items * 2 * frames * (labels + 1) * 40,
      },
    ],
  };
}

/** What the reduction of the losses means for their gradients. */
export interface CtcReductionScale {
  /** A number by which each loss is multiplied. */
  readonly scale: number;
  /** True if each loss is divided by the number of its labels (at least 1). */
  readonly isPerLabel: boolean;
}

/** Where the cotangent comes from: inputs of rank 0 or 1 in a buffer, or a number of the graph. */
export type CotangentSource = "one" | "each" | "number";

/** Inputs of the gradient program, in this order; the lengths, if given, follow and serve its composite only. */
export const GRADIENT_INPUTS = ["logits", "labels", "emissions", "states", "facts", "cotangent"] as const;

/** Output: the gradient, in the layout of the logits. */
export function ctcGradientProgram(
  sizes: CtcSizes,
  shape: readonly number[],
  reduction: CtcReductionScale,
  source: CotangentSource,
  composite: NonNullable<KernelProgram["composite"]>,
  limits = LIMITS,
): KernelProgram {
  const { items, frames, classes, labels } = sizes;
  const capacity = capacityFor(labels + 1, limits.weights);
  const lanesHint = lanesFor(Math.max(classes, labels + 1));
  const cotangent = source === "number" ? "number" : "buffer";
  const at = (name: (typeof GRADIENT_INPUTS)[number]): ProgramBuffer => inputBuffer(GRADIENT_INPUTS.indexOf(name));
  const given = source === "number" ? [{ scalarInput: GRADIENT_INPUTS.indexOf("cotangent") }] : [];
  return {
    name: "ctc_gradient",
    outputs: [{ shape, dtype: "f32" }],
    scratch: capacity === undefined ? [{ dtype: "f32", size: items * frames * (labels + 1) }] : [],
    calls: [
      {
        kernel: cached(`gradient ${capacity} ${cotangent} ${lanesHint}`, () =>
          buildGradientKernel({ capacity, cotangent, lanesHint }),
        ),
        buffers: [
          at("logits"),
          at("labels"),
          at("emissions"),
          at("states"),
          at("facts"),
          ...(cotangent === "buffer" ? [at("cotangent")] : []),
          outputBuffer(0),
          ...(capacity === undefined ? [scratchBuffer(0)] : []),
        ],
        params: [
          ...sizeValues(sizes),
          source === "each" ? 1 : 0,
          reduction.scale,
          reduction.isPerLabel ? 1 : 0,
          ...given,
        ],
        grid: [items, frames],
        flops: items * frames * (16 * classes + 30 * (labels + 1)),
      },
    ],
    composite,
  };
}
