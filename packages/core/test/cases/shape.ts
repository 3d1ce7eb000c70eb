/** @file Cases of changes of shape, of parts, and of combinations. */
import {
  add,
  broadcastTo,
  concat,
  expandDims,
  flatten,
  flip,
  moveAxis,
  mul,
  pad,
  permute,
  reshape,
  slice,
  split,
  squeeze,
  stack,
  sum,
  tile,
  transpose,
} from "@adjoint/core";
import { bool, type Case, i32, input, ROUNDED_ONCE } from "./case.ts";

const box = input([2, 3, 4]);
const two = { seed: 2 };

/** Movement of data is exact. */
const moved = (rows: readonly Case[]): Case[] => rows.map((row) => ({ tolerance: ROUNDED_ONCE, ...row }));

export const shapeCases: readonly Case[] = moved([
  { name: "reshape", inputs: [box], run: (x) => reshape(x, [4, 6]), expectedShape: [4, 6] },
  { name: "reshape: inferred", inputs: [box], run: (x) => reshape(x, [2, -1]), expectedShape: [2, 12] },
  { name: "reshape: to a scalar", inputs: [input([1, 1])], run: (x) => reshape(x, []), expectedShape: [] },
  { name: "reshape: empty", inputs: [input([0, 3], [])], run: (x) => reshape(x, [3, 0]), expectedShape: [3, 0] },
  { name: "flatten", inputs: [box], run: (x) => flatten(x), expectedShape: [24] },
  { name: "flatten: from an axis on", inputs: [box], run: (x) => flatten(x, 1), expectedShape: [2, 12] },
  { name: "flatten: scalar", inputs: [input([])], run: (x) => flatten(x), expectedShape: [1] },
  { name: "squeeze", inputs: [input([1, 3, 1])], run: (x) => squeeze(x), expectedShape: [3] },
  { name: "squeeze: one axis", inputs: [input([1, 3, 1])], run: (x) => squeeze(x, -1), expectedShape: [1, 3] },
  { name: "expandDims", inputs: [input([2, 3])], run: (x) => expandDims(x, 1), expectedShape: [2, 1, 3] },
  { name: "expandDims: end", inputs: [input([2, 3])], run: (x) => expandDims(x, -1), expectedShape: [2, 3, 1] },
  {
    name: "expandDims: several",
    inputs: [input([2, 3])],
    run: (x) => expandDims(x, [0, -1]),
    expectedShape: [1, 2, 3, 1],
  },
  { name: "broadcastTo", inputs: [input([3, 1])], run: (x) => broadcastTo(x, [2, 3, 4]), expectedShape: [2, 3, 4] },
  { name: "permute", inputs: [box], run: (x) => permute(x, [2, 0, 1]), expectedShape: [4, 2, 3] },
  { name: "permute: negative axes", inputs: [box], run: (x) => permute(x, [-1, 0, -2]), expectedShape: [4, 2, 3] },
  { name: "transpose", inputs: [box], run: (x) => transpose(x), expectedShape: [2, 4, 3] },
  { name: "transpose, then add", inputs: [input([3, 4]), input([4, 3], two)], run: (x, y) => add(transpose(x), y) },
  { name: "moveAxis", inputs: [box], run: (x) => moveAxis(x, 0, -1), expectedShape: [3, 4, 2] },
  { name: "slice", inputs: [box], run: (x) => slice(x, [0, 1, 1], [2, 3, 3]), expectedShape: [2, 2, 2] },
  {
    name: "slice: from the end",
    inputs: [input([4], [1, 2, 3, 4])],
    run: (x) => slice(x, [-3], [-1]),
    expected: [2, 3],
  },
  { name: "slice: fewer bounds than axes", inputs: [box], run: (x) => slice(x, [1]), expectedShape: [1, 3, 4] },
  {
    name: "slice: nothing",
    inputs: [box],
    run: (x) => slice(x, [1, 1], [1, 2]),
    expectedShape: [0, 1, 4],
    expected: [],
  },
  {
    name: "slice of a transpose",
    inputs: [input([3, 4])],
    run: (x) => slice(transpose(x), [1, 0], [3, 2]),
    expectedShape: [2, 2],
  },
  {
    name: "split: sizes",
    inputs: [input([5], [0, 1, 2, 3, 4])],
    run: (x) => split(x, [2, 3])[1] ?? x,
    expected: [2, 3, 4],
  },
  { name: "split: equal parts", inputs: [box], run: (x) => split(x, 2, -1)[1] ?? x, expectedShape: [2, 3, 2] },
  {
    name: "pad",
    inputs: [input([2, 3])],
    run: (x) =>
      pad(x, [
        [1, 0],
        [2, 1],
      ]),
    expectedShape: [3, 6],
  },
  {
    name: "pad: value",
    inputs: [input([2], [1, NaN])],
    run: (x) => pad(x, [[1, 1]], -Infinity),
    expected: [-Infinity, 1, NaN, -Infinity],
    isDifferentiable: false,
  },
  {
    name: "pad: value, gradient",
    inputs: [input([2, 2])],
    run: (x) =>
      pad(
        x,
        [
          [0, 0],
          [1, 1],
        ],
        5,
      ),
  },
  { name: "pad: bool", inputs: [bool([2], [0, 1])], run: (x) => pad(x, [[1, 1]], 1), expected: [1, 0, 1, 1] },
  {
    name: "pad: i32",
    inputs: [i32([2], [3, 4])],
    run: (x) => pad(x, [[0, 1]], -7),
    expected: [3, 4, -7],
    expectedDType: "i32",
  },
  { name: "flip", inputs: [box], run: (x) => flip(x, [0, 2]) },
  { name: "flip: all axes", inputs: [input([2, 2], [1, 2, 3, 4])], run: (x) => flip(x), expected: [4, 3, 2, 1] },
  {
    name: "flip of a slice of a permutation",
    inputs: [box],
    run: (x) => flip(slice(permute(x, [2, 1, 0]), [1], [3]), 1),
    expectedShape: [2, 3, 2],
  },
  { name: "tile", inputs: [input([2], [1, 2])], run: (x) => tile(x, [3]), expected: [1, 2, 1, 2, 1, 2] },
  { name: "tile: new axis", inputs: [input([2, 3])], run: (x) => tile(x, [2, 1, 2]), expectedShape: [2, 2, 6] },
  { name: "concat", inputs: [input([2, 3]), input([1, 3], two)], run: (x, y) => concat([x, y]), expectedShape: [3, 3] },
  {
    name: "concat: last axis",
    inputs: [input([2, 3]), input([2, 1], two), input([2, 4], { seed: 3 })],
    run: (x, y, z) => concat([x, y, z], -1),
    expectedShape: [2, 8],
  },
  {
    name: "concat: with an empty part",
    inputs: [input([2, 3]), input([2, 0], [])],
    run: (x, y) => concat([x, y], 1),
    expectedShape: [2, 3],
  },
  { name: "concat: one part", inputs: [input([2, 3])], run: (x) => concat([x], 1) },
  {
    name: "concat: NaN and infinities stay in place",
    inputs: [input([2], [NaN, Infinity]), input([2], [1, 2])],
    run: (x, y) => concat([x, y]),
    expected: [NaN, Infinity, 1, 2],
    isDifferentiable: false,
  },
  {
    name: "concat: bool",
    inputs: [bool([2], [0, 1]), bool([1], [1])],
    run: (x, y) => concat([x, y]),
    expected: [0, 1, 1],
    expectedDType: "bool",
  },
  {
    name: "concat: promotes",
    inputs: [i32([1], [1]), input([1], [0.5])],
    run: (x, y) => concat([x, y]),
    expected: [1, 0.5],
    expectedDType: "f32",
  },
  {
    name: "concat: more parts than a kernel takes",
    inputs: [input([3, 2])],
    run: (x) =>
      concat(
        Array.from({ length: 20 }, (_, i) => mul(x, i + 1)),
        1,
      ),
    expectedShape: [3, 40],
  },
  {
    name: "stack",
    inputs: [input([2, 3]), input([2, 3], two)],
    run: (x, y) => stack([x, y]),
    expectedShape: [2, 2, 3],
  },
  {
    name: "stack: last axis",
    inputs: [input([2, 3]), input([2, 3], two)],
    run: (x, y) => stack([x, y], -1),
    expectedShape: [2, 3, 2],
  },
  { name: "stack: scalars", inputs: [input([], [1]), input([], [2])], run: (x, y) => stack([x, y]), expected: [1, 2] },
  {
    name: "sum of a pad of a flip",
    inputs: [box],
    run: (x) =>
      sum(
        pad(flip(x, 1), [
          [0, 0],
          [1, 2],
          [0, 0],
        ]),
        1,
      ),
    tolerance: { rel: 6e-7, abs: 2e-7, reason: "three additions" },
  },
]);
