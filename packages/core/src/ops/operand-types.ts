/**
 * @file Result dtypes on the level of types: the twins of `promote` and of what numbers do beside tensors.
 */
import type { DType } from "../dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** What an operation takes where a scalar may stand for a tensor. */
export type Operand = Tensor<DType> | number;

type FloatDType = "f32" | "f16" | "f64";

/** The dtype in which integers and bools are computed by functions of real numbers: f32. Floats stay. */
export type Float<D extends DType> = D extends FloatDType ? D : "f32";

/** The dtype of arithmetic: bool counts as i32. */
export type Arithmetic<D extends DType> = D extends "bool" ? "i32" : D;

/** The common dtype of two tensors; `never` where f64 meets another. */
export type Promote<A extends DType, B extends DType> = A extends DType
  ? B extends DType
    ? PromotePair<A, B>
    : never
  : never;

type PromotePair<A extends DType, B extends DType> = [A] extends [B]
  ? A
  : "f64" extends A | B
    ? never
    : "f32" extends A | B
      ? "f32"
      : "f16" extends A | B
        ? "f16"
        : "i32" extends A | B
          ? "i32"
          : "u32";

/** Beside an integer tensor a whole number takes its dtype, any other number makes f32. */
type WithNumber<D extends DType, N extends number> = D extends FloatDType
  ? D
  : number extends N
    ? Arithmetic<D> | "f32"
    : `${N}` extends `${bigint}`
      ? Arithmetic<D>
      : "f32";

/** The common dtype of two operands. Two numbers make f32. */
export type Common<A extends Operand, B extends Operand> =
  A extends Tensor<infer D>
    ? B extends Tensor<infer E>
      ? Promote<D, E>
      : B extends number
        ? WithNumber<D, B>
        : never
    : B extends Tensor<infer E>
      ? A extends number
        ? WithNumber<E, A>
        : never
      : "f32";

/** The dtype of one operand. A number is f32. */
export type DTypeOf<X extends Operand> = X extends Tensor<infer D> ? D : "f32";
