/** @file From inputs to tensors. */
import { type Shape, type Tensor, tensor } from "adjoint";
import type { Inputs } from "../contract.ts";
import { floats, input, integers } from "../inputs.ts";

/** An input of floats, in its own shape if none is given. */
export function load(inputs: Inputs, name: string, shape: Shape = input(inputs, name).shape): Tensor {
  return tensor(floats(inputs, name), { shape });
}

/** The input `labels`. */
export function loadLabels(inputs: Inputs): Tensor<"i32"> {
  return tensor(integers(inputs, "labels"), { shape: input(inputs, "labels").shape });
}
