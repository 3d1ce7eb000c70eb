/** @file Cases of indexing. */
import { gather, mul, oneHot, scatterAdd, softmax, sum, takeAlongAxis, zeros } from "@adjoint/core";
import { type Case, FEW_ROUNDINGS, i32, input, ROUNDED_ONCE, u32 } from "./case.ts";

const table = input([5, 3]);

export const indexingCases: readonly Case[] = [
  {
    name: "gather: rows",
    inputs: [table, i32([4], [0, 4, 4, 2])],
    run: (x, i) => gather(x, i),
    expectedShape: [4, 3],
    tolerance: ROUNDED_ONCE,
  },
  {
    name: "gather: a matrix of rows",
    inputs: [table, i32([2, 2], [0, 4, 4, 2])],
    run: (x, i) => gather(x, i),
    expectedShape: [2, 2, 3],
    tolerance: ROUNDED_ONCE,
  },
  { name: "gather: one row", inputs: [table], run: (x) => gather(x, 3), expectedShape: [3], tolerance: ROUNDED_ONCE },
  {
    name: "gather: middle axis",
    inputs: [input([2, 4, 3]), i32([2], [3, 0])],
    run: (x, i) => gather(x, i, 1),
    expectedShape: [2, 2, 3],
    tolerance: ROUNDED_ONCE,
  },
  {
    name: "gather: last axis, many",
    inputs: [
      input([2, 6]),
      i32(
        [20],
        Array.from({ length: 20 }, (_, i) => (i * 5) % 6),
      ),
    ],
    run: (x, i) => gather(x, i, -1),
    expectedShape: [2, 20],
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "gather: many rows",
    inputs: [
      table,
      i32(
        [30],
        Array.from({ length: 30 }, (_, i) => (i * 7) % 5),
      ),
    ],
    run: (x, i) => gather(x, i),
    tolerance: FEW_ROUNDINGS,
  },
  { name: "gather: u32 indices", inputs: [table, u32([1], [2])], run: (x, i) => gather(x, i), expectedShape: [1, 3] },
  {
    name: "gather: no indices",
    inputs: [table, i32([0], [])],
    run: (x, i) => gather(x, i),
    expected: [],
    expectedShape: [0, 3],
  },
  {
    name: "gather: outside, on the device",
    inputs: [input([3], [5, 6, 7]), i32([3], [-1, 1, 3])],
    run: (x, i) => gather(x, mul(i, 1)),
    expected: [0, 6, 0],
  },
  {
    name: "takeAlongAxis",
    inputs: [input([2, 4]), i32([2, 2], [0, 3, 2, 2])],
    run: (x, i) => takeAlongAxis(x, i, 1),
    expectedShape: [2, 2],
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "takeAlongAxis: labels",
    inputs: [input([6, 4]), i32([6, 1], [0, 3, 2, 1, 3, 0])],
    run: (x, i) => takeAlongAxis(x, i),
    expectedShape: [6, 1],
    tolerance: ROUNDED_ONCE,
  },
  {
    name: "takeAlongAxis: first axis",
    inputs: [input([4, 3]), i32([2, 3], [0, 1, 3, 2, 2, 0])],
    run: (x, i) => takeAlongAxis(x, i, 0),
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "takeAlongAxis: broadcast indices",
    inputs: [input([3, 4]), i32([1, 2], [3, 1])],
    run: (x, i) => takeAlongAxis(x, i, 1),
    expectedShape: [3, 2],
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "takeAlongAxis: broadcast source",
    inputs: [input([1, 4]), i32([3, 2], [0, 1, 2, 3, 0, 0])],
    run: (x, i) => takeAlongAxis(x, i, 1),
    expectedShape: [3, 2],
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "takeAlongAxis: of a softmax",
    inputs: [input([6, 4]), i32([6, 1], [0, 3, 2, 1, 3, 0])],
    run: (x, i) => takeAlongAxis(softmax(x), i),
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "takeAlongAxis: many, inner axis",
    inputs: [
      input([5, 2]),
      i32(
        [12, 2],
        Array.from({ length: 24 }, (_, i) => (i * 3) % 5),
      ),
    ],
    run: (x, i) => takeAlongAxis(x, i, 0),
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "scatterAdd: rows",
    inputs: [input([4, 2]), i32([3], [1, 1, 3]), input([3, 2], { seed: 2 })],
    run: (x, i, u) => scatterAdd(x, i, u),
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "scatterAdd: many rows",
    inputs: [
      input([4, 2]),
      i32(
        [40],
        Array.from({ length: 40 }, (_, i) => (i * 3) % 4),
      ),
      input([40, 2], { seed: 2 }),
    ],
    run: (x, i, u) => scatterAdd(x, i, u),
    tolerance: { ...FEW_ROUNDINGS, abs: 2e-6 },
  },
  {
    name: "scatterAdd: elements",
    inputs: [input([2, 4]), i32([2, 3], [0, 0, 3, 1, 2, 1]), input([2, 3], { seed: 2 })],
    run: (x, i, u) => scatterAdd(x, i, u, 1),
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "scatterAdd: counting",
    inputs: [i32([7], [0, 2, 2, 1, 2, 0, 2])],
    run: (i) => scatterAdd(zeros([3], { dtype: "i32" }), i, 1),
    expected: [2, 1, 4],
    expectedDType: "i32",
  },
  {
    name: "scatterAdd: no updates",
    inputs: [input([3], [1, 2, 3]), i32([0], []), input([0], [])],
    run: (x, i, u) => scatterAdd(x, i, u),
    expected: [1, 2, 3],
  },
  {
    name: "scatterAdd: outside, on the device",
    inputs: [input([2], [1, 2]), i32([3], [-1, 0, 2])],
    run: (x, i) => scatterAdd(x, mul(i, 1), 10),
    expected: [11, 2],
  },
  {
    name: "oneHot",
    inputs: [i32([3], [1, 0, 2])],
    run: (i) => oneHot(i, 3),
    expected: [0, 1, 0, 1, 0, 0, 0, 0, 1],
    expectedShape: [3, 3],
    expectedDType: "f32",
  },
  { name: "oneHot: outside", inputs: [i32([2], [-1, 5])], run: (i) => oneHot(i, 2), expected: [0, 0, 0, 0] },
  {
    name: "oneHot: bool",
    inputs: [i32([2], [1, 0])],
    run: (i) => oneHot(i, 2, { dtype: "bool" }),
    expected: [0, 1, 1, 0],
    expectedDType: "bool",
  },
  {
    name: "oneHot: a loss",
    inputs: [input([3, 4]), i32([3], [1, 0, 2])],
    run: (x, i) => sum(mul(x, oneHot(i, 4)), 1),
    tolerance: FEW_ROUNDINGS,
  },
  {
    name: "scatterAdd: many updates of nothing",
    inputs: [input([2, 3, 0, 5], []), i32([9], [0, 1, 2, 0, 1, 2, 0, 1, 2]), input([2, 9, 0, 5], [])],
    run: (base, i, updates) => scatterAdd(base, i, updates, 1),
    expected: [],
    expectedShape: [2, 3, 0, 5],
  },
  {
    name: "scatterAdd: no updates, computed",
    inputs: [input([3, 2]), i32([0], []), input([0, 2], [])],
    run: (base, i, updates) => scatterAdd(base, i, mul(updates, 0.5)),
    expectedShape: [3, 2],
  },
];
