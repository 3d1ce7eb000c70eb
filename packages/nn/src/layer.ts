/**
 * @file What a layer is: a function that carries the parameters it is called with.
 */
import type { Tree } from "@adjoint/autograd";
import { type DType, ir, Tensor } from "@adjoint/core";

/**
 * A function with parameters. Call it as it is, and its own parameters are used; they are leaves with `requiresGrad`, so
 * that `loss.backward()` and an optimizer know what to do:
 *
 *     const layer = linear(3, 1);
 *     mse(layer(x), y).backward();
 *
 * `with` gives the same function with other parameters, for `grad` and its kin:
 *
 *     const loss = (params: typeof layer.params) => mse(layer.with(params)(x), y);
 *     const [value, grads] = valueAndGrad(loss)(layer.params);
 */
export interface Layer<P extends Tree, A extends readonly unknown[], R> {
  (...inputs: A): R;
  /** What an optimizer changes. */
  readonly params: P;
  /** The layer with `params` in place of its own. */
  with(params: P): (...inputs: A) => R;
}

/** A layer from one tensor to one tensor. */
export type UnaryLayer<P extends Tree> = Layer<P, readonly [x: Tensor, options?: CallOptions], Tensor>;

/** What may change from call to call. Each layer looks at what concerns it. */
export interface CallOptions {
  /** False switches `dropout` off. Default true. */
  readonly isTraining?: boolean;
}

/** A layer from its parameters and the function it applies. */
export function makeLayer<P extends Tree, A extends readonly unknown[], R>(
  params: P,
  apply: (params: P, ...inputs: A) => R,
): Layer<P, A, R> {
  const layer = (...inputs: A): R => apply(params, ...inputs);
  return Object.assign(layer, {
    params,
    with:
      (other: P) =>
      (...inputs: A): R =>
        apply(other, ...inputs),
  });
}

/** The value as a parameter: a leaf to which `backward()` adds. */
export function parameter<D extends DType>(value: Tensor<D>): Tensor<D> {
  const leaf = new Tensor<D>(ir.variable(value.node));
  leaf.requiresGrad = true;
  return leaf;
}
