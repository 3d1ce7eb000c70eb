/**
 * @file Operations as methods: every function of `ops/of-tensors.ts` becomes a method, here on the prototype and, by the types
 * below, on the interface. A new operation needs no line in this file.
 *
 * A door of core of its own: what does without methods must not import it, so that neither a bundle nor a type has them.
 */
import type { DType } from "../dtype.ts";
import type { OneHotOptions } from "../ops/indexing.ts";
import * as ops from "../ops/of-tensors.ts";
import type { Arithmetic, Common, Float, Operand, Promote } from "../ops/operand-types.ts";
import type { Sorted } from "../ops/order.ts";
import { Tensor } from "./tensor.ts";

type Ops = typeof ops;

/** The parameters after the first. */
type Rest<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;

/** The result, for the widest operands. */
type Result<F> = F extends (...args: never) => infer Out ? Out : never;

/** The dtypes that the result may have: all of them, those of numbers, those of floats, or one. */
type ResultDType<F> = Result<F> extends { readonly dtype: infer R } ? R : never;

/** True if the unions are equal. */
type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** The result's dtype, given that of the tensor: the set of possible ones tells the rule. */
type ResultFor<F, D extends DType> =
  Same<ResultDType<F>, DType> extends true
    ? Tensor<D>
    : Same<ResultDType<F>, Arithmetic<DType>> extends true
      ? Tensor<Arithmetic<D>>
      : Same<ResultDType<F>, Float<DType>> extends true
        ? Tensor<Float<D>>
        : Result<F> extends readonly { readonly dtype: unknown }[]
          ? Tensor<D>[]
          : Result<F> extends Record<"values" | "indices", unknown>
            ? Sorted<D>
            : Result<F>;

/** Operations of two operands, which promote. Those of other signatures take the rest of the parameters as they are. */
type Method<F, D extends DType> =
  Rest<F> extends [Operand]
    ? Same<ResultDType<F>, "bool"> extends true
      ? (...rest: Rest<F>) => Tensor<"bool">
      : BinaryMethod<F, D>
    : Rest<F> extends [Operand, Operand]
      ? <L extends Operand>(a: L, b: L) => Tensor<Common<Tensor<D>, L>>
      : (...rest: Rest<F>) => ResultFor<F, D>;

type BinaryMethod<F, D extends DType> = number extends Rest<F>[0]
  ? Same<ResultDType<F>, Float<DType>> extends true
    ? <B extends Operand>(b: B) => Tensor<Float<Common<Tensor<D>, B>>>
    : <B extends Operand>(b: B) => Tensor<Arithmetic<Common<Tensor<D>, B>>>
  : <B extends DType>(b: Tensor<B>) => Tensor<Arithmetic<Promote<D, B>>>;

/** Methods whose type does not follow from the shape of the function's signature. */
interface SpecialMethods {
  /** As the function `where`, with this tensor as the condition. */
  where<A extends Operand, B extends Operand>(a: A, b: B): Tensor<Common<A, B>>;
  /** As the function `cast`. */
  cast<E extends DType>(dtype: E): Tensor<E>;
  /** As the function `astype`. */
  astype<E extends DType>(dtype: E): Tensor<E>;
  /** As the function `oneHot`. */
  oneHot<E extends DType = "f32">(depth: number, options?: OneHotOptions<E>): Tensor<E>;
}

/** All operations as methods of a tensor of dtype D. */
export type TensorMethods<D extends DType> = SpecialMethods & {
  // By `as`, the documentation of the functions comes along.
  [K in keyof Ops as Exclude<K, keyof SpecialMethods>]: Method<Ops[K], D>;
};

type AnyOperation = (x: Tensor<DType>, ...rest: readonly unknown[]) => unknown;

/** Gives every tensor its methods. Called by `adjoint`, once. */
export function attachMethods(): void {
  const { prototype } = Tensor;
  for (const [name, op] of Object.entries(ops)) {
    if (name in prototype) continue;
    const method = op as unknown as AnyOperation;
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: Tensor<DType>, ...rest: readonly unknown[]): unknown {
        return method(this, ...rest);
      },
    });
  }
}
