/** @file Cases of activation functions. */

import type { DType, Tensor } from "@adjoint/core";
import {
  elu,
  gelu,
  geluTanh,
  leakyRelu,
  logSigmoid,
  mish,
  relu,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  tanh,
  tanhShrink,
} from "@adjoint/core";
import type { Tolerance } from "@adjoint/core/testing";
import { type Case, FEW_ROUNDINGS, i32, input } from "./case.ts";

const LARGE = [-1000, -100, -90, -50, -20, 20, 50, 90, 100, 1000] as const;

/** Rows for an activation: ordinary numbers, large ones, where formulas overflow, and values that are not finite. */
function activation(name: string, run: (x: Tensor) => Tensor<DType>, tolerance: Tolerance = FEW_ROUNDINGS): Case[] {
  return [
    { name, inputs: [input([3, 9])], run, tolerance },
    { name: `${name}: large`, inputs: [input([LARGE.length], LARGE)], run, tolerance },
    { name: `${name}: zero and NaN`, inputs: [input([3], [0, -0, NaN])], run, tolerance, isDifferentiable: false },
  ];
}

const GELU_TAIL: Tolerance = { rel: 1e-6, abs: 5e-7, reason: "1 + erf cancels in the lower tail" };

export const activationCases: readonly Case[] = [
  ...activation("tanh", (x) => tanh(x)),
  ...activation("relu", (x) => relu(x)),
  ...activation("sigmoid", (x) => sigmoid(x)),
  ...activation("logSigmoid", (x) => logSigmoid(x)),
  ...activation("softplus", (x) => softplus(x)),
  ...activation("silu", (x) => silu(x)),
  ...activation("mish", (x) => mish(x)),
  ...activation("gelu", (x) => gelu(x), GELU_TAIL),
  ...activation("geluTanh", (x) => geluTanh(x), GELU_TAIL),
  ...activation("leakyRelu", (x) => leakyRelu(x)),
  ...activation("elu", (x) => elu(x)),
  ...activation("selu", (x) => selu(x)),
  ...activation("softsign", (x) => softsign(x)),
  ...activation("tanhShrink", (x) => tanhShrink(x)),
  { name: "leakyRelu: slope", inputs: [input([2], [-2, 3])], run: (x) => leakyRelu(x, 0.25), expected: [-0.5, 3] },
  { name: "elu: alpha", inputs: [input([2], [-1000, 3])], run: (x) => elu(x, 2), expected: [-2, 3] },
  {
    name: "relu: integers stay",
    inputs: [i32([3], [-1, 0, 2])],
    run: (x) => relu(x),
    expected: [0, 0, 2],
    expectedDType: "i32",
  },
  {
    name: "sigmoid: infinities",
    inputs: [input([2], [-Infinity, Infinity])],
    run: (x) => sigmoid(x),
    expected: [0, 1],
    isDifferentiable: false,
  },
  {
    name: "sigmoid: lower tail",
    inputs: [input([2], [-30, -80])],
    run: (x) => sigmoid(x),
    tolerance: { ...FEW_ROUNDINGS, abs: 0 },
  },
  {
    name: "sigmoid: integers become f32",
    inputs: [i32([1], [0])],
    run: (x) => sigmoid(x),
    expected: [0.5],
    expectedDType: "f32",
  },
];
