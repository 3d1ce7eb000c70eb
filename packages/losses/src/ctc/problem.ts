/** @file A CTC problem whose parts were checked. */
import type { Tensor } from "@adjoint/core";
import type { CtcSizes } from "./sizes.ts";

/** What the floats of a problem are: they pass through softmax first, or are logarithms of probabilities already. */
export type CtcInput = "logits" | "logProbs";

export interface CtcProblem {
  readonly input: CtcInput;
  /** f32 or f64 [N, T, C], or [T, N, C] if `isTimeMajor`. Log-probabilities go by this name as well. */
  readonly logits: Tensor;
  /** [N, U], U ≥ 1. */
  readonly labels: Tensor<"i32">;
  /** [N]; undefined where all sequences are full. */
  readonly inputLengths: Tensor<"i32"> | undefined;
  readonly labelLengths: Tensor<"i32"> | undefined;
  readonly isTimeMajor: boolean;
  readonly blank: number;
  /** The loss of a sequence without a path: Infinity or 0. */
  readonly infeasibleLoss: number;
  readonly sizes: CtcSizes;
}
