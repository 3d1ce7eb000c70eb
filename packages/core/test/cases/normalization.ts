/** @file Cases of functions that set an element in relation to its row. */
import { layerNorm, logSoftmax, softmax, sum } from "@adjoint/core";
import { type Case, FEW_ROUNDINGS, i32, input, LONG_SUMS } from "./case.ts";

const rows = input([4, 7]);

export const normalizationCases: readonly Case[] = [
  { name: "softmax", inputs: [rows], run: (x) => softmax(x), tolerance: FEW_ROUNDINGS },
  { name: "softmax: first axis", inputs: [rows], run: (x) => softmax(x, 0), tolerance: FEW_ROUNDINGS },
  { name: "softmax: middle axis", inputs: [input([2, 5, 3])], run: (x) => softmax(x, 1), tolerance: FEW_ROUNDINGS },
  {
    name: "softmax: large",
    inputs: [input([2, 2], [1000, 999, -1000, 1000])],
    run: (x) => softmax(x),
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "softmax: −Infinity masks",
    inputs: [input([3], [0, -Infinity, 0])],
    run: (x) => softmax(x),
    expected: [0.5, 0, 0.5],
    isDifferentiable: false,
  },
  {
    name: "softmax: only −Infinity",
    inputs: [input([2], [-Infinity, -Infinity])],
    run: (x) => softmax(x),
    expected: [NaN, NaN],
    isDifferentiable: false,
  },
  { name: "softmax: one element", inputs: [input([3, 1])], run: (x) => softmax(x), expected: [1, 1, 1] },
  {
    name: "softmax: empty rows",
    inputs: [input([2, 0], [])],
    run: (x) => softmax(x),
    expected: [],
    expectedShape: [2, 0],
  },
  {
    name: "softmax: integers become f32",
    inputs: [i32([2], [3, 3])],
    run: (x) => softmax(x),
    expected: [0.5, 0.5],
    expectedDType: "f32",
  },
  { name: "logSoftmax", inputs: [rows], run: (x) => logSoftmax(x), tolerance: FEW_ROUNDINGS },
  {
    name: "logSoftmax: where softmax underflows",
    inputs: [input([2], [0, 200])],
    run: (x) => logSoftmax(x),
    expected: [-200, 0],
  },
  { name: "logSoftmax: first axis", inputs: [rows], run: (x) => logSoftmax(x, 0), tolerance: FEW_ROUNDINGS },
  { name: "softmax of a wide row", inputs: [input([2, 300])], run: (x) => softmax(x), tolerance: LONG_SUMS },
  { name: "layerNorm", inputs: [rows], run: (x) => layerNorm(x), tolerance: LONG_SUMS },
  {
    name: "layerNorm: scale and bias",
    inputs: [rows, input([7], { seed: 2 }), input([7], { seed: 3 })],
    run: (x, scale, bias) => layerNorm(x, { scale, bias }),
    tolerance: LONG_SUMS,
  },
  {
    name: "layerNorm: two axes",
    inputs: [input([2, 3, 4])],
    run: (x) => layerNorm(x, { rank: 2, eps: 1e-3 }),
    tolerance: LONG_SUMS,
  },
  {
    name: "layerNorm: constant row",
    inputs: [input([1, 3], [2, 2, 2])],
    run: (x) => layerNorm(x),
    expected: [0, 0, 0],
  },
  { name: "layerNorm, then a sum", inputs: [rows], run: (x) => sum(layerNorm(x), 0), tolerance: LONG_SUMS },
];
