/** @file Uniformly distributed numbers: real, whole, and true or false. */
import { ShapeError } from "../errors.ts";
import { cast, expand, map } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { add, mul } from "../ops/arithmetic.ts";
import { less } from "../ops/comparison.ts";
import { constantLike } from "../ops/masks.ts";
import type { Operand } from "../ops/operand-types.ts";
import { numberNode, typed } from "../ops/operands.ts";
import type { Shape } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { bitsNode } from "./bits.ts";
import type { RandomKey } from "./key.ts";

export interface UniformOptions {
  /** Least value. Default 0. */
  readonly low?: number;
  /** Upper bound. Default 1. */
  readonly high?: number;
}

/**
 * Uniform numbers in [low, high).
 *
 * Numerics: a multiple of 2⁻²⁴ in [0, 1), exact in f32 and equal on every backend; another range is reached by one
 * multiplication and one addition, whose rounding may give `high` itself.
 * @throws {ShapeError} if an extent is not a whole number ≥ 0.
 */
export function uniform(key: RandomKey, shape: Shape, options: UniformOptions = {}): Tensor {
  const { low = 0, high = 1 } = options;
  const unit = new Tensor(unitNode("random.uniform", key, shape));
  const scaled = high - low === 1 ? unit : mul(unit, high - low);
  return low === 0 ? scaled : add(scaled, low);
}

/** Multiples of 2⁻²⁴ in [0, 1), from the upper 24 bits. */
function unitNode(op: string, key: RandomKey, shape: Shape): Node {
  const bits = bitsNode(op, key, shape);
  const fraction = cast(map("shr", bits, constantLike(bits, 8)), "f32");
  return map("mul", fraction, constantLike(fraction, 2 ** -24));
}

/**
 * Whole numbers in [low, high), as i32.
 *
 * Numerics: 32 bits modulo the range, so that a number may be more probable than another by range / 2³².
 * @throws {ShapeError} if the bounds are not whole numbers, the range is empty, or an extent is wrong.
 */
export function randint(key: RandomKey, low: number, high: number, shape: Shape): Tensor<"i32"> {
  const isRange = Number.isInteger(low) && Number.isInteger(high) && low < high && high - low < 2 ** 32;
  if (!isRange) {
    const rule = "low and high must be whole numbers with low < high";
    const hint = "high itself is never drawn";
    throw new ShapeError({ op: "random.randint", rule, got: `low ${low}, high ${high}`, hint });
  }
  const bits = bitsNode("random.randint", key, shape);
  const offset = cast(map("mod", bits, expand(numberNode(high - low, "u32"), bits.shape)), "i32");
  return typed(add(new Tensor<"i32">(offset), low));
}

/**
 * True with probability `p`, a number or a tensor that broadcasts to the shape.
 *
 * Numerics: the probability is a multiple of 2⁻²⁴.
 */
export function bernoulli(key: RandomKey, p: Operand, shape: Shape): Tensor<"bool"> {
  return less(new Tensor(unitNode("random.bernoulli", key, shape)), p);
}
