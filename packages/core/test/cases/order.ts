/** @file Cases of order along an axis. */
import { argsort, cumsum, mul, sort, topk } from "@adjoint/core";
import { bool, type Case, FEW_ROUNDINGS, i32, input, LONG_SUMS, ROUNDED_ONCE } from "./case.ts";

const rows = input([3, 7]);
const special = input([6], [NaN, 1, -Infinity, Infinity, -0, 0]);

export const orderCases: readonly Case[] = [
  { name: "cumsum", inputs: [rows], run: (x) => cumsum(x), tolerance: FEW_ROUNDINGS },
  { name: "cumsum: first axis", inputs: [rows], run: (x) => cumsum(x, 0), tolerance: FEW_ROUNDINGS },
  { name: "cumsum: long", inputs: [input([2, 700])], run: (x) => cumsum(x), tolerance: { ...LONG_SUMS, abs: 2e-5 } },
  {
    name: "cumsum: i32",
    inputs: [i32([4], [1, -2, 3, 4])],
    run: (x) => cumsum(x),
    expected: [1, -1, 2, 6],
    expectedDType: "i32",
  },
  {
    name: "cumsum: bool counts",
    inputs: [bool([3], [1, 0, 1])],
    run: (x) => cumsum(x),
    expected: [1, 1, 2],
    expectedDType: "i32",
  },
  { name: "cumsum: empty", inputs: [input([2, 0], [])], run: (x) => cumsum(x), expected: [], expectedShape: [2, 0] },
  { name: "sort", inputs: [rows], run: (x) => sort(x).values, tolerance: ROUNDED_ONCE },
  {
    name: "sort: descending",
    inputs: [rows],
    run: (x) => sort(x, -1, { descending: true }).values,
    tolerance: ROUNDED_ONCE,
  },
  { name: "sort: first axis", inputs: [rows], run: (x) => sort(x, 0).values, tolerance: ROUNDED_ONCE },
  { name: "sort: indices", inputs: [rows], run: (x) => sort(x).indices, expectedDType: "i32" },
  { name: "sort: NaN is greatest", inputs: [special], run: (x) => sort(x).indices, expected: [2, 4, 5, 1, 3, 0] },
  {
    name: "sort: NaN is greatest, descending",
    inputs: [special],
    run: (x) => argsort(x, 0, { descending: true }),
    expected: [0, 3, 1, 4, 5, 2],
  },
  {
    name: "sort: equal elements keep their order",
    inputs: [i32([6], [2, 1, 2, 1, 2, 1])],
    run: (x) => argsort(x),
    expected: [1, 3, 5, 0, 2, 4],
  },
  { name: "sort: long", inputs: [input([2, 300])], run: (x) => sort(x).values, tolerance: ROUNDED_ONCE },
  {
    name: "sort: bool",
    inputs: [bool([4], [1, 0, 1, 0])],
    run: (x) => sort(x).values,
    expected: [0, 0, 1, 1],
    expectedDType: "bool",
  },
  {
    name: "sort: values and indices",
    inputs: [rows],
    run: (x) => mul(sort(x).values, sort(x).indices),
    tolerance: ROUNDED_ONCE,
  },
  { name: "topk", inputs: [input([5], [1, 5, 3, 4, 2])], run: (x) => topk(x, 2).values, expected: [5, 4] },
  { name: "topk: indices", inputs: [input([5], [1, 5, 3, 5, 2])], run: (x) => topk(x, 3).indices, expected: [1, 3, 2] },
  {
    name: "topk: least",
    inputs: [input([5], [1, 5, 3, 4, 2])],
    run: (x) => topk(x, 2, -1, { largest: false }).values,
    expected: [1, 2],
  },
  {
    name: "topk: first axis",
    inputs: [rows],
    run: (x) => topk(x, 2, 0).values,
    expectedShape: [2, 7],
    tolerance: ROUNDED_ONCE,
  },
  {
    name: "topk: few of long rows",
    inputs: [input([2, 300])],
    run: (x) => topk(x, 5).values,
    expectedShape: [2, 5],
    tolerance: ROUNDED_ONCE,
  },
  { name: "topk: indices of long rows", inputs: [input([2, 300])], run: (x) => topk(x, 5).indices },
  {
    name: "topk: many of long rows",
    inputs: [input([2, 300])],
    run: (x) => topk(x, 100, -1, { largest: false }).values,
    expectedShape: [2, 100],
    tolerance: ROUNDED_ONCE,
  },
  { name: "topk: none", inputs: [rows], run: (x) => topk(x, 0).values, expected: [], expectedShape: [3, 0] },
  {
    name: "cumsum: many short rows",
    inputs: [input([300, 5])],
    run: (x) => cumsum(x),
    tolerance: LONG_SUMS,
  },
  {
    name: "cumsum: a length that chains do not divide",
    inputs: [input([1031])],
    run: (x) => cumsum(x),
    tolerance: { ...LONG_SUMS, abs: 4e-5 },
  },
];
