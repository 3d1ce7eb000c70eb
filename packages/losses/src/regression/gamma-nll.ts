/** @file The negative log-likelihood of positive amounts. */
import type { Tensor } from "@adjoint/core";
import type { WeightedLossOptions } from "../options.ts";
import { tweedieLoss } from "./tweedie.ts";

export interface GammaNllOptions extends WeightedLossOptions {
  /** Whether −log t − 1 is added, which makes the loss half of the deviance: 0 for a perfect prediction. Default false. */
  readonly deviance?: boolean | undefined;
}

/**
 * Negative log-likelihood of an amount t under a gamma distribution of unit shape, for the logarithm r of its mean, up to what
 * depends on t alone: r + t exp(−r). It is `tweedie` of power 2.
 *
 * Shapes: prediction f32[…], the logarithms of means, target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: 1 − t exp(−r), over N.
 * Numerics: exp(−r) overflows f32 to Infinity below r = −88.7. With `deviance` the loss near 0 keeps the absolute accuracy of its
 * terms, about 1e-7.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * A target of 0 on the device gives r, or Infinity with `deviance`.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if a target known on the host is not positive, or a weight NaN.
 * @see McCullagh, Nelder (1989), "Generalized linear models", chapter 8; scikit-learn, `HalfGammaLoss`
 * @example gammaNll(tensor([0, 1]), tensor([1, 2])) // 1.3679
 */
export function gammaNll(prediction: Tensor, target: Tensor, options: GammaNllOptions = {}): Tensor {
  return tweedieLoss("gammaNll", prediction, target, { ...options, power: 2, deviance: options.deviance ?? false });
}
