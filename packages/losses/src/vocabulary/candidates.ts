/** @file Classes drawn for losses that sample, and how often each class is to be expected among them. */
import { add, cast, clip, type DType, div, exp, floor, log, log1p, mul, sub, type Tensor } from "@adjoint/core";

/** log of the number of times that each of the given classes, i32[…], is expected among those drawn: f32[…]. */
export type LogExpectedCount = (classes: Tensor<"i32">) => Tensor;

/**
 * Classes by the log-uniform (Zipfian) distribution, P(c) = log((c + 2) / (c + 1)) / log(C + 1): right where classes are
 * sorted by falling frequency. They are drawn with replacement.
 *
 * Shapes: uniform f32[S], numbers in [0, 1) → i32[S].
 * @see TensorFlow, random.log_uniform_candidate_sampler
 * @example logUniformClasses(rand([64]), 50_000)
 */
export function logUniformClasses(uniform: Tensor, classes: number): Tensor<"i32"> {
  const drawn = sub(floor(exp(mul(uniform, Math.log(classes + 1)))), 1);
  return cast(clip(drawn, 0, classes - 1), "i32");
}

/** How often `logUniformClasses` gives a class among `samples`: samples · P(c), as a logarithm. */
export function logUniformCount(samples: number, classes: number): LogExpectedCount {
  return (given) => {
    const c = cast(given as Tensor<DType>, "f32") as Tensor;
    return add(log(div(log1p(div(1, add(c, 1))), Math.log(classes + 1))), Math.log(samples));
  };
}
