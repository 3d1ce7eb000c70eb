/**
 * @file Cases on tensors of some 20,000 bytes, for devices that are told to bind 16,384: what is read and written beside each
 * other, across, backwards, by indices, several times, in 16 bits; and by the kernels that are written by hand. Compiling takes most of the time, so
 * gradients are left out whose kernels are like those of other rows.
 */
import { matmul, scatterAdd, sum, takeAlongAxis, where } from "adjoint";
import {
  type Case,
  FEW_ROUNDINGS,
  i32,
  input,
  LONG_SUMS,
  someNumbers,
  typedInput,
} from "../../../core/test/cases/case.ts";

const a = input([96, 56]);
const b = input([96, 56], { seed: 2 });
const half = typedInput("f16", [9001], someNumbers(9001, 3));
const halves = { rel: 2 ** -10, abs: 2 ** -12, reason: "rounded to 16 bits" };
const every7th = i32(
  [96],
  Array.from({ length: 96 }, (_, i) => (7 * i) % 96),
);

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const CASES_IN_PARTS: readonly Case[] = [
  { name: "elements", inputs: [a, b], run: (x, y) => x.mul(2).add(y.exp()), tolerance: LONG_SUMS },
  {
    name: "elements of six tensors",
    inputs: [1, 2, 3, 4, 5, 6].map((seed) => input([96, 56], { seed })),
    run: (...all) => all.reduce((x, y) => x.mul(0.5).add(y)),
    tolerance: FEW_ROUNDINGS,
    isDifferentiable: false,
  },
  {
    name: "four tensors across, more windows than bindings",
    inputs: [1, 2, 3, 4].map((seed) => input([96, 56], { seed })),
    run: (...all) => all.reduce((x, y) => x.mul(0.5).add(y.transpose().reshape([96, 56]))),
    tolerance: FEW_ROUNDINGS,
  },
  { name: "comparison", inputs: [a, b], run: (x, y) => x.less(y) },
  { name: "rows", inputs: [a], run: (x) => x.softmax(), tolerance: LONG_SUMS, isDifferentiable: false },
  {
    name: "one long row",
    inputs: [input([5000])],
    run: (x) => x.softmax(),
    tolerance: LONG_SUMS,
    isDifferentiable: false,
  },
  { name: "columns", inputs: [a], run: (x) => x.sum(0), tolerance: LONG_SUMS },
  { name: "all", inputs: [a], run: (x) => x.sum(), tolerance: LONG_SUMS },
  { name: "across", inputs: [a], run: (x) => x.transpose().mul(2), tolerance: FEW_ROUNDINGS },
  { name: "across and along", inputs: [a, b], run: (x, y) => x.transpose().reshape([96, 56]).add(y) },
  { name: "backwards", inputs: [a, b], run: (x, y) => x.flip([0, 1]).add(y), tolerance: FEW_ROUNDINGS },
  {
    name: "with a margin",
    inputs: [a],
    run: (x) =>
      x.pad([
        [3, 5],
        [2, 2],
      ]),
  },
  { name: "the inside", inputs: [a], run: (x) => x.slice([1, 0], [95, 55]).mul(3), tolerance: FEW_ROUNDINGS },
  { name: "rows by indices", inputs: [a, every7th], run: (x, at) => x.gather(at as never, 0) },
  {
    name: "columns by indices, one outside of the first window",
    inputs: [
      a,
      i32(
        [96, 1],
        Array.from({ length: 96 }, (_, i) => (5 * i) % 56),
      ),
    ],
    run: (x, at) => takeAlongAxis(x, at as never, 1),
  },
  {
    name: "sums by indices",
    inputs: [a, every7th, b],
    run: (x, at, y) => scatterAdd(x, at as never, y, 0),
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "product",
    inputs: [input([600, 8]), input([8, 9], { seed: 2 })],
    run: (x, y) => matmul(x, y),
    tolerance: LONG_SUMS,
  },
  {
    name: "product of columns",
    inputs: [input([600, 8]), input([600, 8], { seed: 2 })],
    run: (x, y) => matmul(x.transpose(), y),
    tolerance: { ...LONG_SUMS, abs: 1e-4 },
    isDifferentiable: false,
  },
  { name: "product with a vector", inputs: [a, input([56])], run: (x, y) => matmul(x, y), tolerance: LONG_SUMS },
  {
    name: "products of a batch",
    inputs: [input([3, 200, 8]), input([3, 8, 9], { seed: 2 })],
    run: (x, y) => matmul(x, y),
    tolerance: LONG_SUMS,
  },
  {
    name: "product, and what follows it",
    inputs: [input([96, 5]), input([5, 56], { seed: 2 }), b],
    run: (x, y, z) => matmul(x, y).add(z).relu(),
    tolerance: LONG_SUMS,
    isDifferentiable: false,
  },
  { name: "sorted", inputs: [a], run: (x) => x.sort(0).values, isDifferentiable: false },
  { name: "sums so far", inputs: [input([5001])], run: (x) => x.cumsum(0), tolerance: LONG_SUMS },
  { name: "16 bits", inputs: [half], run: (x) => x.mul(2), tolerance: halves, isDifferentiable: false },
  {
    name: "16 bits, backwards, from an odd place on",
    inputs: [input([9003])],
    run: (x) => x.cast("f16").slice([1], [9002]).flip([0]),
    tolerance: halves,
    isDifferentiable: false,
  },
  { name: "chosen", inputs: [a, b], run: (x, y) => where(x.greater(0), x, sum(y, 1, true)), tolerance: LONG_SUMS },
];

/** A product that is followed by more than its kernel has bindings for. Nothing is large. */
export const CASES_OF_MANY_BUFFERS: readonly Case[] = [
  {
    name: "product, and nine tensors added to it",
    inputs: [input([6, 5]), input([5, 7]), ...range(9).map((seed) => input([6, 7], { seed: seed + 3 }))],
    run: (x, y, ...others) => others.reduce((sum, z) => sum.mul(0.5).add(z), matmul(x, y)),
    tolerance: LONG_SUMS,
    isDifferentiable: false,
  },
];
