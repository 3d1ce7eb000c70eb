/** @file The hinge of losses with margins. */
import { less, type Tensor, where } from "@adjoint/core";

/** max(0, x), which passes the gradient at the kink x = 0, as PyTorch's clamp does. NaN stays. */
export function aboveZero(x: Tensor): Tensor {
  return where(less(x, 0), 0, x);
}
