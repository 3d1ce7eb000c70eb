/** @file Inputs as tensors. */
import { cast, oneHot, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import type { Inputs } from "../contract.ts";
import { input, integers } from "../inputs.ts";

/** @throws {Error} if there is no such input. */
export function load(inputs: Inputs, name: string): Tensor {
  const { shape, data } = input(inputs, name);
  return tensor(data, [...shape], data instanceof Int32Array ? "int32" : "float32");
}

/** The input `labels`, in the form that the losses take: ones among zeros in a last axis, as floats. Shape: [labels, classes]. */
export function loadOneHot(inputs: Inputs, classes: number): Tensor {
  // Asked for floats, the WebAssembly backend would write integers into them.
  return tidy(() => cast(oneHot(tensor(integers(inputs, "labels"), undefined, "int32"), classes), "float32"));
}
