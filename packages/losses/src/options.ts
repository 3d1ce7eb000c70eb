/** @file Options that losses share. */
import type { Tensor } from "@adjoint/core";

/** How the losses of elements or samples become the result. Each loss says what its mean divides by. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  /** Default "mean". */
  readonly reduction?: Reduction | undefined;
}

export interface WeightedLossOptions extends LossOptions {
  /** Factors of the single losses, broadcast to them. */
  readonly weight?: Tensor | undefined;
}
