/** @file The door to the methods of tensors. A program that imports it has them in its types; `attachMethods` makes them. */
import type { DType } from "./dtype.ts";
import type { TensorMethods } from "./tensor/methods.ts";

export { attachMethods, type TensorMethods } from "./tensor/methods.ts";

declare module "./tensor/tensor.ts" {
  interface Tensor<out D extends DType = "f32"> extends TensorMethods<D> {}
}
