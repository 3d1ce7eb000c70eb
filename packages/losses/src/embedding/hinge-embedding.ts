/** @file The hinge loss of distances. */
import { type DType, sub, type Tensor } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import { checkFinite } from "../check-number.ts";
import { positivePart } from "../margin/positive-part.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { checkSigns, chooseBySign } from "./signs.ts";

export interface HingeEmbeddingOptions extends WeightedLossOptions {
  /** The distance that unlike pairs should have. Default 1. */
  readonly margin?: number | undefined;
}

/**
 * The distance of a like pair (target 1), and max(0, margin − distance) for an unlike one (target −1).
 *
 * Shapes: distances f32[…], target of the same shape, floats or integers → f32[], or f32[…] without reduction.
 * Gradient: 1 for like pairs; −1 for unlike ones up to the margin, at which it passes, and 0 beyond.
 * A target other than ±1 is an error where the host knows it, and gives NaN elsewhere.
 * Weights are factors of the losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if distances are not floats, or the target is bool.
 * @throws {UsageError} for targets other than ±1, a margin that is not finite, or NaN among weights on the host.
 * @see PyTorch, `HingeEmbeddingLoss`
 * @example hingeEmbedding(tensor([0.5, 0.25]), tensor([1, -1])) // (0.5 + 0.75) / 2 = 0.625
 */
export function hingeEmbedding(distances: Tensor, target: Tensor<DType>, options: HingeEmbeddingOptions = {}): Tensor {
  const op = "hingeEmbedding";
  const reduction = checkReduction(op, options.reduction);
  const margin = checkFinite(op, "margin", options.margin ?? 1);
  const x = checkFloats(op, "distances", distances);
  const signs = checkSigns(op, "target", target);
  checkSameShape(op, { distances: x.shape, target: signs.shape });
  const losses = chooseBySign(signs, x, positivePart(sub(margin, x)));
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}
