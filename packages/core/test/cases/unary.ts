/** @file Cases of functions of one operand. */

import type { DType, Tensor } from "@adjoint/core";
import {
  abs,
  ceil,
  cos,
  erf,
  exp,
  expm1,
  floor,
  log,
  log1p,
  log2,
  neg,
  reciprocal,
  round,
  rsqrt,
  sign,
  sin,
  sqrt,
  square,
  tan,
  trunc,
} from "@adjoint/core";
import type { Tolerance } from "@adjoint/core/testing";
import { bool, type Case, edges, FEW_ROUNDINGS, i32, input, positive, ROUNDED_ONCE, u32 } from "./case.ts";

type Unary = (x: Tensor) => Tensor<DType>;

/** Two rows for a function: ordinary numbers with gradients, and edge values. */
function smooth(name: string, run: Unary, arguments_ = input([3, 7]), tolerance: Tolerance = FEW_ROUNDINGS): Case[] {
  return [
    { name, inputs: [arguments_], run, tolerance },
    { name: `${name}: edges`, inputs: [edges], run, tolerance: { ...tolerance, abs: 1e-6 }, isDifferentiable: false },
  ];
}

/** Periodic functions of large numbers, at which differences of a small step say nothing about slopes. */
function far(name: string, run: Unary): Case[] {
  const large = input([5], [1e5, -123456.7, 3e8, 1e20, -3e38]);
  return smooth(`${name}: far`, run, large).map((row) => ({ ...row, isDifferentiable: false }));
}

/** The same for functions that are flat but for steps. */
function steps(name: string, run: Unary): Case[] {
  const halves = input([12], [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, -1.2, 1.2, 0, 8388607.5, 1e10, -1e-9]);
  return [
    { name, inputs: [input([3, 7])], run, tolerance: ROUNDED_ONCE },
    { name: `${name}: halves`, inputs: [halves], run, tolerance: ROUNDED_ONCE, isDifferentiable: false },
    { name: `${name}: edges`, inputs: [edges], run, tolerance: ROUNDED_ONCE, isDifferentiable: false },
    {
      name: `${name}: integers stay`,
      inputs: [i32([2], [-3, 4])],
      run,
      expected: run === signOf ? [-1, 1] : [-3, 4],
      expectedDType: "i32",
    },
  ];
}

const signOf: Unary = (x) => sign(x);

export const unaryCases: readonly Case[] = [
  ...smooth("neg", (x) => neg(x), input([3, 7]), ROUNDED_ONCE),
  ...smooth("abs", (x) => abs(x), input([3, 7]), ROUNDED_ONCE),
  ...smooth("square", (x) => square(x), input([3, 7]), ROUNDED_ONCE),
  ...smooth("reciprocal", (x) => reciprocal(x), positive([3, 7]), ROUNDED_ONCE),
  ...smooth("sqrt", (x) => sqrt(x), positive([3, 7]), ROUNDED_ONCE),
  ...smooth("rsqrt", (x) => rsqrt(x), positive([3, 7])),
  ...smooth("exp", (x) => exp(x)),
  ...smooth("expm1", (x) => expm1(x)),
  ...smooth("log", (x) => log(x), positive([3, 7])),
  ...smooth("log1p", (x) => log1p(x), positive([3, 7])),
  ...smooth("log2", (x) => log2(x), positive([3, 7])),
  { name: "sin", inputs: [input([3, 7])], run: (x) => sin(x), tolerance: FEW_ROUNDINGS },
  { name: "cos", inputs: [input([3, 7])], run: (x) => cos(x), tolerance: FEW_ROUNDINGS },
  ...far("sin", (x) => sin(x)),
  ...far("cos", (x) => cos(x)),
  { name: "tan", inputs: [input([5], [-1, -0.3, 0.2, 0.7, 1.1])], run: (x) => tan(x), tolerance: FEW_ROUNDINGS },
  ...smooth("erf", (x) => erf(x)),
  ...steps("sign", signOf),
  ...steps("floor", (x) => floor(x)),
  ...steps("ceil", (x) => ceil(x)),
  ...steps("trunc", (x) => trunc(x)),
  ...steps("round", (x) => round(x)),
  { name: "neg: i32", inputs: [i32([3], [1, -2, -(2 ** 31)])], run: (x) => neg(x), expected: [-1, 2, -(2 ** 31)] },
  { name: "neg: u32 wraps", inputs: [u32([2], [1, 0])], run: (x) => neg(x), expected: [2 ** 32 - 1, 0] },
  { name: "abs: i32", inputs: [i32([3], [1, -2, 0])], run: (x) => abs(x), expected: [1, 2, 0] },
  { name: "sign: u32", inputs: [u32([2], [0, 2 ** 31])], run: (x) => sign(x), expected: [0, 1] },
  {
    name: "square: bool counts",
    inputs: [bool([2], [1, 0])],
    run: (x) => square(x),
    expected: [1, 0],
    expectedDType: "i32",
  },
  { name: "exp: integers become f32", inputs: [i32([2], [0, 1])], run: (x) => exp(x), expectedDType: "f32" },
  { name: "exp: scalar", inputs: [input([], [0.5])], run: (x) => exp(x), expectedShape: [] },
  { name: "exp: empty", inputs: [input([2, 0], [])], run: (x) => exp(x), expectedShape: [2, 0], expected: [] },
  {
    name: "expm1: tiny",
    inputs: [input([3], [1e-7, -1e-9, 1e-20])],
    run: (x) => expm1(x),
    tolerance: { ...FEW_ROUNDINGS, abs: 0 },
  },
  {
    name: "log1p: tiny",
    inputs: [input([3], [1e-7, -1e-9, 1e-20])],
    run: (x) => log1p(x),
    tolerance: { ...FEW_ROUNDINGS, abs: 0 },
  },
  {
    name: "log: subnormal and 1",
    inputs: [input([3], [1e-40, 1, 1.0000001])],
    run: (x) => log(x),
    isDifferentiable: false,
  },
];
