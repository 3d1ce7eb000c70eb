/** @file Dice loss of one class. */
import { formatShape, reshape, type Shape, ShapeError, sizeOf, squeeze, sub, type Tensor } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import { checkNotNegative } from "../check-number.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { DICE } from "./dice.ts";
import { overlapLosses, sigmoidRegion } from "./overlap.ts";

export interface BinaryDiceOptions extends WeightedLossOptions {
  /** Added to the overlap, in numerator and denominator. Default 1. */
  readonly smooth?: number | undefined;
  /** Added to the denominator. Default 0. */
  readonly eps?: number | undefined;
  /** The prediction holds logits. Default true. */
  readonly applySigmoid?: boolean | undefined;
}

/**
 * Dice loss of one class, 1 − (2 Σ p t + 2 smooth) / (Σ p + Σ t + 2 smooth + eps), for each sample of a batch; p is the
 * sigmoid of the prediction.
 *
 * Shapes: prediction f32[N, …], target of the same shape → f32[], or f32[N] without reduction.
 * Gradient: that of `dice`, times p (1 − p).
 * Numerics: 1 − p is the sigmoid of −x, so that a confident match keeps its relative accuracy.
 * Edges as for `dice`; two empty regions have loss 0, unless `smooth` is 0.
 * Weights are factors of the samples' losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if the shapes differ, or there is no axis of samples. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} for eps or smooth below 0, or NaN among weights on the host.
 * @see Milletari, Navab, Ahmadi (2016), "V-Net: fully convolutional neural networks for volumetric medical image segmentation"
 * @example binaryDice(tensor([[0, 0]]), tensor([[1, 0]])) // 1 − (1 + 2) / (2 + 2) = 0.25
 */
export function binaryDice(prediction: Tensor, target: Tensor, options: BinaryDiceOptions = {}): Tensor {
  const op = "binaryDice";
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "prediction", prediction);
  const t = checkFloats(op, "target", target);
  checkSameShape(op, { prediction: x.shape, target: t.shape });
  const shape = checkSamples(op, x);
  const smooth = checkNotNegative(op, "smooth", options.smooth ?? 1);
  const eps = checkNotNegative(op, "eps", options.eps ?? 0) * DICE.epsShare;
  const rows = reshape(x, shape);
  const region = options.applySigmoid === false ? { inside: rows, outside: sub(1, rows) } : sigmoidRegion(rows);
  const losses = overlapLosses({ region, target: reshape(t, shape), axes: [1], smooth, eps }, DICE);
  return reduceLosses(weigh(op, squeeze(losses, 1), options.weight), reduction);
}

/** The shape of the samples as rows: regions of any rank are one kernel then. */
function checkSamples(op: string, { shape }: Tensor): Shape {
  const [samples] = shape;
  if (samples !== undefined) return [samples, sizeOf(shape.slice(1))];
  throw new ShapeError({ op, rule: "the first axis is that of the samples", got: formatShape(shape) });
}
