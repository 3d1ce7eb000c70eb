/** @file Cases of convolutions, their transposes, and pools. */
import {
  avgPool1d,
  avgPool2d,
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  maxPool1d,
  maxPool2d,
  mul,
  relu,
  type Shape,
} from "@adjoint/core";
import { type Case, i32, input, LONG_SUMS, typedInput } from "./case.ts";

const two = { seed: 2 };

type Row<O> = readonly [name: string, x: Shape, w: Shape, options: O, expectedShape?: Shape];

const rows = <O>(list: readonly Row<O>[], op: string, run: (options: O) => Case["run"]): Case[] =>
  list.map(([name, x, w, options, expectedShape]) => ({
    name: `${op}: ${name}`,
    inputs: [input(x), input(w, two)],
    run: run(options),
    tolerance: LONG_SUMS,
    ...(expectedShape === undefined ? {} : { expectedShape }),
  }));

const CONV_2D: readonly Row<ConvOptions>[] = [
  ["plain", [2, 3, 5, 6], [4, 3, 3, 2], {}, [2, 4, 3, 5]],
  ["1×1", [2, 3, 4, 5], [4, 3, 1, 1], {}, [2, 4, 4, 5]],
  ["1×1 with stride", [1, 3, 5, 5], [2, 3, 1, 1], { stride: 2 }, [1, 2, 3, 3]],
  ["padding", [1, 2, 4, 5], [3, 2, 3, 3], { padding: 1 }, [1, 3, 4, 5]],
  ["padding by axis", [1, 2, 4, 5], [3, 2, 3, 3], { padding: [2, 0] }, [1, 3, 6, 3]],
  [
    "padding by side",
    [1, 2, 4, 5],
    [2, 2, 3, 3],
    {
      padding: [
        [0, 1],
        [2, 0],
      ],
    },
    [1, 2, 3, 5],
  ],
  ["padding beyond the kernel", [1, 1, 3, 3], [2, 1, 2, 2], { padding: 3 }, [1, 2, 8, 8]],
  ["same, even kernel", [1, 2, 5, 6], [2, 2, 4, 2], { padding: "same" }, [1, 2, 5, 6]],
  ["same with stride", [1, 2, 5, 6], [2, 2, 3, 3], { padding: "same", stride: 2 }, [1, 2, 3, 3]],
  ["valid", [1, 2, 5, 6], [2, 2, 3, 3], { padding: "valid" }, [1, 2, 3, 4]],
  ["stride", [2, 2, 7, 8], [3, 2, 3, 3], { stride: 2, padding: 1 }, [2, 3, 4, 4]],
  ["stride that leaves a rest", [1, 2, 8, 9], [3, 2, 2, 3], { stride: [3, 4] }, [1, 3, 3, 2]],
  ["stride beyond the kernel", [1, 2, 7, 7], [2, 2, 2, 2], { stride: 3 }, [1, 2, 2, 2]],
  ["dilation", [1, 2, 7, 8], [2, 2, 3, 2], { dilation: [2, 3], padding: 2 }, [1, 2, 7, 9]],
  ["dilation and stride", [2, 2, 9, 8], [2, 2, 3, 3], { dilation: 2, stride: 3, padding: 1 }, [2, 2, 3, 2]],
  ["groups", [2, 4, 5, 4], [6, 2, 3, 3], { groups: 2, padding: 1 }, [2, 6, 5, 4]],
  ["groups and stride", [2, 4, 5, 5], [4, 2, 3, 3], { groups: 2, stride: 2 }, [2, 4, 2, 2]],
  ["depthwise", [2, 3, 5, 6], [3, 1, 3, 3], { groups: 3, padding: 1 }, [2, 3, 5, 6]],
  ["depthwise with stride", [2, 3, 6, 7], [3, 1, 3, 3], { groups: 3, padding: 1, stride: 2 }, [2, 3, 3, 4]],
  ["depthwise with multiplier", [2, 2, 5, 5], [4, 1, 2, 2], { groups: 2 }, [2, 4, 4, 4]],
  ["as large as the input", [3, 2, 4, 5], [5, 2, 4, 5], {}, [3, 5, 1, 1]],
  ["many places", [2, 2, 16, 17], [3, 2, 3, 3], { padding: 1 }, [2, 3, 16, 17]],
];

const CONV_1D: readonly Row<ConvOptions>[] = [
  ["plain", [2, 3, 7], [4, 3, 3], {}, [2, 4, 5]],
  ["padding by side, stride", [1, 2, 9], [3, 2, 4], { padding: [[3, 0]], stride: 2 }, [1, 3, 5]],
  ["long kernel with stride", [1, 1, 70], [2, 1, 40], { stride: 5, padding: 4 }, [1, 2, 8]],
  ["causal and dilated", [2, 2, 8], [2, 2, 2], { padding: [[3, 0]], dilation: 3 }, [2, 2, 8]],
  ["depthwise, one image", [1, 4, 9], [4, 1, 3], { groups: 4 }, [1, 4, 7]],
];

const TRANSPOSE_2D: readonly Row<ConvTransposeOptions>[] = [
  ["plain", [2, 3, 4, 3], [3, 2, 3, 2], {}, [2, 2, 6, 4]],
  ["stride", [1, 3, 3, 4], [3, 2, 3, 3], { stride: 2 }, [1, 2, 7, 9]],
  ["stride beyond the kernel", [1, 2, 3, 3], [2, 2, 2, 2], { stride: 3 }, [1, 2, 8, 8]],
  ["padding, outputPadding", [1, 3, 3, 4], [3, 2, 3, 3], { stride: 2, padding: 1, outputPadding: 1 }, [1, 2, 6, 8]],
  ["outputPadding by axis", [1, 2, 3, 3], [2, 2, 2, 3], { stride: [3, 2], outputPadding: [2, 0] }, [1, 2, 10, 7]],
  ["padding beyond the kernel", [1, 2, 6, 6], [2, 2, 2, 2], { padding: 2 }, [1, 2, 3, 3]],
  ["groups, dilation", [2, 4, 3, 3], [4, 2, 2, 2], { groups: 2, dilation: 2, stride: 2 }, [2, 4, 7, 7]],
  ["depthwise", [1, 3, 3, 4], [3, 1, 4, 4], { groups: 3, stride: 2, padding: 1 }, [1, 3, 6, 8]],
];

export const convolutionCases: readonly Case[] = [
  ...rows(CONV_2D, "conv2d", (options) => (x, w) => conv2d(x, w, options)),
  ...rows(CONV_1D, "conv1d", (options) => (x, w) => conv1d(x, w, options)),
  ...rows(TRANSPOSE_2D, "convTranspose2d", (options) => (x, w) => convTranspose2d(x, w, options)),
  {
    name: "convTranspose1d: by number",
    inputs: [input([1, 1, 2], [1, 2]), input([1, 1, 3], [1, 10, 100])],
    run: (x, w) => convTranspose1d(x, w, { stride: 2 }),
    expected: [1, 10, 102, 20, 200],
    expectedShape: [1, 1, 5],
  },
  {
    name: "conv2d: by number",
    inputs: [input([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]), input([1, 1, 2, 2], [1, 10, 100, 1000])],
    run: (x, w) => conv2d(x, w),
    expected: [5421, 6532],
    tolerance: LONG_SUMS,
  },
  {
    name: "conv2d: no images",
    inputs: [input([0, 2, 4, 4], []), input([3, 2, 2, 2])],
    run: (x, w) => conv2d(x, w),
    expected: [],
    expectedShape: [0, 3, 3, 3],
  },
  {
    name: "conv2d: no channels",
    inputs: [input([1, 0, 3, 3], []), input([2, 0, 2, 2], [])],
    run: (x, w) => conv2d(x, w),
    expected: [0, 0, 0, 0, 0, 0, 0, 0],
  },
  {
    name: "conv2d: prologue and epilogue",
    inputs: [input([1, 2, 6, 6]), input([3, 2, 3, 3], two), input([3, 1, 1], { seed: 3 })],
    run: (x, w, bias) => relu(conv2d(mul(x, x), w, { padding: 1 }).add(bias)),
    tolerance: LONG_SUMS,
  },
  {
    name: "conv2d: i32 becomes f32",
    inputs: [i32([1, 1, 2, 2], [1, 2, 3, 4]), i32([1, 1, 2, 1], [1, 10])],
    run: (x, w) => conv2d(x, w),
    expected: [31, 42],
    expectedDType: "f32",
  },
  {
    name: "conv2d: f16",
    inputs: [typedInput("f16", [1, 1, 2, 2], [1, 2, 0.5, 4]), typedInput("f16", [1, 1, 2, 1], [0.25, 2])],
    run: (x, w) => conv2d(x, w),
    expected: [1.25, 8.5],
    expectedDType: "f16",
  },
  {
    name: "conv2d: f64",
    inputs: [typedInput("f64", [1, 1, 1, 2], [1, 1e-9]), typedInput("f64", [1, 1, 1, 2], [1, 1e-3])],
    run: (x, w) => conv2d(x, w),
    expected: [1 + 1e-12],
    expectedDType: "f64",
    tolerance: { rel: 3e-16, reason: "three roundings of double precision" },
    isDifferentiable: false,
  },
  {
    name: "maxPool2d: by number",
    inputs: [input([1, 1, 2, 4], [1, 2, 5, 3, 4, 0, -1, 6])],
    run: (x) => maxPool2d(x, { size: 2 }),
    expected: [4, 6],
    expectedShape: [1, 1, 1, 2],
  },
  {
    name: "maxPool2d: overlapping, padded",
    inputs: [input([2, 3, 7, 8])],
    run: (x) => maxPool2d(x, { size: 3, stride: 2, padding: 1 }),
    expectedShape: [2, 3, 4, 4],
  },
  {
    name: "maxPool2d: padding is below all",
    inputs: [input([1, 1, 2, 2], [-3, -4, -5, -6])],
    run: (x) => maxPool2d(x, { size: [2, 3], stride: 1, padding: 1 }),
    expected: [-3, -3, -3, -3, -5, -5],
  },
  {
    name: "maxPool2d: dilation",
    inputs: [input([1, 2, 6, 7])],
    run: (x) => maxPool2d(x, { size: 2, stride: [1, 2], dilation: [3, 2] }),
    expectedShape: [1, 2, 3, 3],
  },
  {
    name: "maxPool2d: a rest is left out",
    inputs: [input([1, 2, 5, 7])],
    run: (x) => maxPool2d(x, { size: [2, 3] }),
    expectedShape: [1, 2, 2, 2],
  },
  {
    name: "maxPool2d: i32",
    inputs: [i32([1, 1, 2, 2], [-7, -8, -9, -10])],
    run: (x) => maxPool2d(x, { size: 2, stride: 1, padding: 1 }),
    expected: [-7, -7, -8, -7, -7, -8, -9, -9, -10],
    expectedDType: "i32",
  },
  {
    name: "maxPool1d: wide windows",
    inputs: [input([2, 2, 90])],
    run: (x) => maxPool1d(x, { size: 40, stride: 7 }),
    expectedShape: [2, 2, 8],
  },
  {
    name: "avgPool2d: padding counts",
    inputs: [input([1, 1, 2, 2], [4, 8, 12, 16])],
    run: (x) => avgPool2d(x, { size: 2, padding: 1 }),
    expected: [1, 2, 3, 4],
  },
  {
    name: "avgPool2d: padding does not count",
    inputs: [input([1, 1, 2, 2], [4, 8, 12, 16])],
    run: (x) => avgPool2d(x, { size: 2, padding: 1, countIncludePad: false }),
    expected: [4, 8, 12, 16],
  },
  {
    name: "avgPool2d: overlapping, padded, counted",
    inputs: [input([2, 2, 6, 7])],
    run: (x) => avgPool2d(x, { size: 3, stride: 2, padding: 1, countIncludePad: false }),
    expectedShape: [2, 2, 3, 4],
    tolerance: LONG_SUMS,
  },
  {
    name: "avgPool2d: same",
    inputs: [input([1, 2, 5, 4])],
    run: (x) => avgPool2d(x, { size: 2, stride: 1, padding: "same" }),
    expectedShape: [1, 2, 5, 4],
    tolerance: LONG_SUMS,
  },
  {
    name: "avgPool1d: plain",
    inputs: [input([2, 3, 9])],
    run: (x) => avgPool1d(x, { size: 4, stride: 2 }),
    expectedShape: [2, 3, 3],
    tolerance: LONG_SUMS,
  },
];
