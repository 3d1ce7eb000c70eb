/** @file What convolutions and pools refuse, and in which words. */
import {
  avgPool2d,
  type ConvOptions,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  DTypeError,
  maxPool2d,
  nn,
  ShapeError,
  type Tensor,
  UsageError,
  zeros,
} from "adjoint";
import { expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend();

const x = (): Tensor => zeros([1, 4, 5, 6]);
const w = (): Tensor => zeros([6, 4, 3, 3]);
const untyped = <T>(value: unknown): T => value as T;
const conv = (options: unknown): Tensor => conv2d(x(), w(), untyped<ConvOptions>(options));

type Refused = readonly [
  name: string,
  op: string,
  error: new (...args: never[]) => Error,
  message: RegExp,
  run: () => unknown,
];

const REFUSED: readonly Refused[] = [
  ["x of another rank", "conv2d", ShapeError, /4 axes.*got x=\[4, 5, 6\]/, () => conv2d(zeros([4, 5, 6]), w())],
  ["w of another rank", "conv1d", ShapeError, /3 axes.*got .*w=\[6, 4, 3, 3\]/, () => conv1d(zeros([1, 4, 9]), w())],
  ["an empty plane", "conv2d", ShapeError, /not empty; got x=\[1, 4, 0, 3\]/, () => conv2d(zeros([1, 4, 0, 3]), w())],
  [
    "other channels",
    "conv2d",
    ShapeError,
    /channels.*w=\[6, 3, 3, 3\], groups 1/,
    () => conv2d(x(), zeros([6, 3, 3, 3])),
  ],
  [
    "groups that do not divide",
    "conv2d",
    ShapeError,
    /groups 4/,
    () => conv2d(x(), zeros([6, 1, 3, 3]), { groups: 4 }),
  ],
  ["groups that are none", "conv2d", ShapeError, /groups must be .* 1; got \[0\]/, () => conv({ groups: 0 })],
  ["stride 0", "conv2d", ShapeError, /stride must be .* 1; got 0/, () => conv({ stride: 0 })],
  ["a broken stride", "conv2d", ShapeError, /stride.*got \[1, 1.5\]/, () => conv({ stride: [1, 1.5] })],
  ["too many strides", "conv2d", ShapeError, /stride.*list of 2/, () => conv({ stride: [1, 1, 1] })],
  ["dilation 0", "conv2d", ShapeError, /dilation.*got 0/, () => conv({ dilation: 0 })],
  ["negative padding", "conv2d", ShapeError, /padding.*got \[-1, -1\]/, () => conv({ padding: -1 })],
  ["a word as padding", "conv2d", ShapeError, /padding.*got \[full, full\]/, () => conv({ padding: "full" })],
  ["padding of three sides", "conv2d", ShapeError, /padding.*got \[1, 1, 1\]/, () => conv({ padding: [[1, 1, 1], 0] })],
  [
    "too large a kernel",
    "conv2d",
    ShapeError,
    /fit.*windows \[3, 3\], input \[2, 9\]/,
    () => conv2d(zeros([1, 4, 2, 9]), w()),
  ],
  ["too wide a dilation", "conv2d", ShapeError, /fit.*windows \[7, 7\]/, () => conv({ dilation: 3 })],
  [
    "f64 with f32",
    "conv2d",
    DTypeError,
    /f64/,
    () => conv2d(x(), untyped<Tensor>(zeros([6, 4, 3, 3], { dtype: "f64" }))),
  ],
  ["no tensor", "conv2d", UsageError, /got an array/, () => conv2d(untyped<Tensor>([1]), w())],
  [
    "outputPadding of a stride",
    "convTranspose2d",
    ShapeError,
    /outputPadding.*got \[1, 1\]/,
    () => convTranspose2d(x(), zeros([4, 2, 3, 3]), { outputPadding: 1 }),
  ],
  [
    "same for a transpose",
    "convTranspose2d",
    ShapeError,
    /padding.*same/,
    () => convTranspose2d(x(), zeros([4, 2, 3, 3]), { padding: "same" }),
  ],
  [
    "padding of all that is there",
    "convTranspose1d",
    ShapeError,
    /leave something.*got \[0\]/,
    () => convTranspose1d(zeros([1, 1, 2]), zeros([1, 1, 3]), { padding: 2 }),
  ],
  ["other channels of a transpose", "convTranspose2d", ShapeError, /channels/, () => convTranspose2d(x(), w())],
  [
    "pools of other ranks",
    "maxPool2d",
    ShapeError,
    /4 axes; got \[5, 6\]/,
    () => maxPool2d(zeros([5, 6]), { size: 2 }),
  ],
  ["size 0", "avgPool2d", ShapeError, /size.*got 0/, () => avgPool2d(x(), { size: 0 })],
  ["no size", "maxPool2d", ShapeError, /size.*got undefined/, () => maxPool2d(x(), untyped({}))],
  [
    "much padding",
    "maxPool2d",
    ShapeError,
    /half the size.*got \[2, 2, 2, 2\]/,
    () => maxPool2d(x(), { size: 3, padding: 2 }),
  ],
  ["pools larger than the plane", "avgPool2d", ShapeError, /fit/, () => avgPool2d(x(), { size: 7 })],
  ["layers without outputs", "conv2d", ShapeError, /outputs/, () => nn.conv2d(3, 0, 3)],
  ["layers without a kernel", "conv1d", ShapeError, /kernel/, () => nn.conv1d(3, 2, 0)],
  [
    "layers of groups that do not divide",
    "conv2d",
    ShapeError,
    /groups must divide.*3 → 4 in 2/,
    () => nn.conv2d(3, 4, 3, { groups: 2 }),
  ],
];

test.each(REFUSED)("%s", (_, op, error, message, run) => {
  expect(run).toThrow(error);
  expect(run).toThrow(message);
  expect(run).toThrow(new RegExp(`^${op}: `));
});
