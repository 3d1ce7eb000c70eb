/** @file The transducer as kernel programs: the loss of each sequence, and the gradient with respect to the logits. */
import {
  inputBuffer,
  type Kernel,
  type KernelProgram,
  outputBuffer,
  type ProgramBuffer,
  scratchBuffer,
} from "@adjoint/core";
import { bucketOf } from "../ctc/sizes.ts";
import { buildGradientKernel } from "./gradient-kernel.ts";
import type { GivenLengths } from "./lengths.ts";
import { MAX_SHARED_NODES } from "./node-rows.ts";
import { buildNodesKernel } from "./nodes-kernel.ts";
import { buildOccupancyKernel } from "./occupancy-kernel.ts";
import { buildPathsKernel } from "./paths-kernel.ts";
import type { RnntInput } from "./problem.ts";
import { diagonalCount, EMISSION_ROWS, FACTS, type RnntSizes, STATE_ROWS, sizeValues } from "./sizes.ts";

const kernels = new Map<string, Kernel>();

/** Kernels are built once for each variant. */
function cached(key: string, build: () => Kernel): Kernel {
  const known = kernels.get(key);
  if (known !== undefined) return known;
  const kernel = build();
  kernels.set(key, kernel);
  return kernel;
}

const lanesFor = (count: number): number => Math.min(256, bucketOf(count));

/**
 * Inputs: logits, labels i32[N, U][, input lengths i32[N]][, label lengths i32[N]]. Outputs: loss f32[N], and what the
 * gradient needs: emissions, states, facts. `nodes`: the most of a diagonal that shared memory holds; tests lower it.
 */
export function rnntLossProgram(
  sizes: RnntSizes,
  given: GivenLengths,
  input: RnntInput,
  nodes = MAX_SHARED_NODES,
): KernelProgram {
  const { items, frames, positions, classes } = sizes;
  const cells = items * diagonalCount(sizes) * positions;
  const lengths = Array.from({ length: Number(given.hasInput) + Number(given.hasLabel) }, (_, i) => inputBuffer(2 + i));
  const capacity = positions > nodes ? undefined : Math.min(nodes, bucketOf(positions));
  const lanes = lanesFor(classes);
  const key = `${given.hasInput} ${given.hasLabel}`;
  return {
    name: "rnnt_loss",
    outputs: [
      { shape: [items], dtype: "f32" },
      { shape: [cells * EMISSION_ROWS], dtype: "i32" },
      { shape: [2 * cells * STATE_ROWS], dtype: "i32" },
      { shape: [items * FACTS], dtype: "i32" },
    ],
    scratch: [],
    calls: [
      {
        kernel: cached(`nodes ${key} ${input} ${lanes}`, () => buildNodesKernel(given, input, lanes)),
        buffers: [inputBuffer(0), inputBuffer(1), ...lengths, outputBuffer(1)],
        params: [...sizeValues(sizes), Number.NaN],
        grid: [items, frames, positions],
        flops: items * frames * positions * (12 * classes + 60),
      },
      {
        kernel: cached(`paths ${key} ${capacity}`, () => buildPathsKernel(given, capacity)),
        buffers: [outputBuffer(1), ...lengths, outputBuffer(0), outputBuffer(2), outputBuffer(3)],
        params: [
          ...[...sizeValues(sizes), Number.NaN, Number.POSITIVE_INFINITY],
          input === "logits" ? 0 : Number.NEGATIVE_INFINITY,
        ],
        grid: [items, 2],
        flops: 2 * cells * 30,
      },
    ],
  };
}

/** What each gradient is multiplied by, or cut off at, beside its cotangent. */
export interface RnntScale {
  /** What the reduction multiplies each loss by. */
  readonly scale: number;
  readonly fastEmitLambda: number;
  readonly clamp: number;
}

/** Where the cotangent comes from: inputs of rank 0 or 1 in a buffer, or a number of the graph. */
export type CotangentSource = "one" | "each" | "number";

/** Inputs of the gradient program, in this order. */
export const GRADIENT_INPUTS = ["logits", "labels", "cotangent", "emissions", "states", "facts"] as const;

/** Output: the gradient, in the layout of the logits. */
export function rnntGradientProgram(
  sizes: RnntSizes,
  input: RnntInput,
  { scale, fastEmitLambda, clamp }: RnntScale,
  source: CotangentSource,
  composite: NonNullable<KernelProgram["composite"]>,
): KernelProgram {
  const { items, frames, positions, classes } = sizes;
  const at = (name: (typeof GRADIENT_INPUTS)[number]): ProgramBuffer => inputBuffer(GRADIENT_INPUTS.indexOf(name));
  const [nodeLanes, lanes] = [lanesFor(Math.min(positions, frames)), lanesFor(classes)];
  const from = source === "number" ? "number" : "buffer";
  const nodes = items * frames * positions;
  return {
    name: "rnnt_gradient",
    outputs: [{ shape: [items, frames, positions, classes], dtype: "f32" }],
    scratch: [{ dtype: "f32", size: nodes * 2 }],
    calls: [
      {
        kernel: cached(`occupancy ${nodeLanes}`, () => buildOccupancyKernel(nodeLanes)),
        buffers: [at("emissions"), at("states"), at("facts"), scratchBuffer(0)],
        params: sizeValues(sizes),
        grid: [items, diagonalCount(sizes)],
        flops: nodes * 60,
      },
      {
        kernel: cached(`gradient ${input} ${from} ${lanes}`, () => buildGradientKernel(input, from, lanes)),
        buffers: [
          ...(input === "logits" ? [at("logits")] : []),
          ...[at("labels"), at("emissions"), at("facts"), scratchBuffer(0)],
          ...(from === "buffer" ? [at("cotangent")] : []),
          outputBuffer(0),
        ],
        params: [
          ...[...sizeValues(sizes), source === "each" ? 1 : 0, scale, 1 + fastEmitLambda, clamp],
          ...(from === "number" ? [{ scalarInput: GRADIENT_INPUTS.indexOf("cotangent") }] : []),
        ],
        grid: [items, frames, positions],
        flops: nodes * 12 * classes,
      },
    ],
    composite,
  };
}
