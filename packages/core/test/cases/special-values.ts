/**
 * @file What operations make of NaN, infinities, zeros of both signs, and integers at the end of their range. The numbers
 * are written down: every backend and the interpreter must give these, and `docs/numerics.md` lists them.
 */
import type { DType, Tensor } from "@adjoint/core";
import {
  abs,
  add,
  all,
  any,
  argmax,
  argmin,
  argsort,
  cast,
  clip,
  cos,
  cumsum,
  div,
  elu,
  equal,
  erf,
  exp,
  expm1,
  floorDivide,
  greater,
  greaterEqual,
  isFinite as isFiniteNumber,
  isNaN as isNotANumber,
  leakyRelu,
  less,
  lessEqual,
  log,
  log1p,
  logSigmoid,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mod,
  mul,
  neg,
  notEqual,
  pow,
  prod,
  relu,
  rsqrt,
  sigmoid,
  sign,
  sin,
  softmax,
  softplus,
  sort,
  sqrt,
  sub,
  sum,
  tan,
  tanh,
  topk,
  where,
} from "@adjoint/core";
import { type Case, FEW_ROUNDINGS, type Input, input, typedInput } from "./case.ts";

/** What the rows of a section are about. */
export interface SpecialValues {
  readonly title: string;
  readonly rows: readonly Case[];
}

const [N, I] = [Number.NaN, Number.POSITIVE_INFINITY];
const [LEAST, MOST] = [-(2 ** 31), 2 ** 31 - 1];
const MOST_U32 = 2 ** 32 - 1;

type Run = (...inputs: Tensor[]) => Tensor<DType>;

function row(name: string, run: Run, inputs: readonly Input[], expected: readonly number[]): Case {
  return { name, run, inputs, expected, tolerance: FEW_ROUNDINGS, isDifferentiable: false };
}

const vector = (dtype: DType, data: readonly number[]): Input =>
  dtype === "f32" ? input([data.length], data) : typedInput(dtype, [data.length], data);

/** A function of one f32 vector, written as pairs of an argument and its result. */
const unary = (name: string, run: Run, pairs: readonly (readonly [number, number])[]): Case =>
  row(
    name,
    run,
    [
      vector(
        "f32",
        pairs.map(([x]) => x),
      ),
    ],
    pairs.map(([, y]) => y),
  );

/** A function of two vectors, written as triples. */
const binary = (name: string, run: Run, triples: readonly (readonly number[])[], dtype: DType = "f32"): Case =>
  row(
    name,
    run,
    [0, 1].map((at) =>
      vector(
        dtype,
        triples.map((triple) => triple[at] ?? N),
      ),
    ),
    triples.map((triple) => triple[2] ?? N),
  );

/** A function of a whole vector. */
const whole = (
  name: string,
  run: Run,
  data: readonly number[],
  expected: readonly number[],
  dtype: DType = "f32",
): Case => row(name, run, [vector(dtype, data)], expected);

const COMPARED = [
  [N, 1],
  [1, N],
  [N, N],
  [I, I],
  [-I, I],
  [-0, 0],
] as const;
const comparison = (name: string, run: Run, results: readonly number[]): Case =>
  binary(
    name,
    run,
    COMPARED.map((pair, i) => [...pair, results[i] ?? N]),
  );

const elementwise: readonly Case[] = [
  unary("sqrt", (x) => sqrt(x), [
    [N, N],
    [I, I],
    [-1, N],
    [-0, -0],
    [-I, N],
  ]),
  unary("rsqrt", (x) => rsqrt(x), [
    [N, N],
    [I, 0],
    [-1, N],
    [0, I],
  ]),
  unary("exp", (x) => exp(x), [
    [N, N],
    [I, I],
    [-I, 0],
    [89, I],
    [-104, 0],
  ]),
  unary("expm1", (x) => expm1(x), [
    [N, N],
    [I, I],
    [-I, -1],
    [-0, -0],
  ]),
  unary("log", (x) => log(x), [
    [N, N],
    [I, I],
    [0, -I],
    [-0, -I],
    [-1, N],
  ]),
  unary("log1p", (x) => log1p(x), [
    [N, N],
    [I, I],
    [-1, -I],
    [-2, N],
    [-0, -0],
  ]),
  unary("sin", (x) => sin(x), [
    [N, N],
    [I, N],
    [-I, N],
    [-0, -0],
  ]),
  unary("cos", (x) => cos(x), [
    [N, N],
    [I, N],
    [-I, N],
    [-0, 1],
  ]),
  unary("tan", (x) => tan(x), [
    [N, N],
    [I, N],
    [-0, -0],
  ]),
  unary("tanh", (x) => tanh(x), [
    [N, N],
    [I, 1],
    [-I, -1],
    [-0, -0],
  ]),
  unary("erf", (x) => erf(x), [
    [N, N],
    [I, 1],
    [-I, -1],
    [-0, -0],
  ]),
  unary("sign", (x) => sign(x), [
    [N, N],
    [I, 1],
    [-I, -1],
    [-0, 0],
  ]),
  unary("abs", (x) => abs(x), [
    [N, N],
    [-I, I],
    [-0, 0],
  ]),
  unary("relu", (x) => relu(x), [
    [N, N],
    [I, I],
    [-I, 0],
    [-0, 0],
  ]),
  unary("leakyRelu", (x) => leakyRelu(x), [
    [N, N],
    [I, I],
    [-I, -I],
  ]),
  unary("elu", (x) => elu(x), [
    [N, N],
    [I, I],
    [-I, -1],
  ]),
  unary("sigmoid", (x) => sigmoid(x), [
    [N, N],
    [I, 1],
    [-I, 0],
  ]),
  unary("softplus", (x) => softplus(x), [
    [N, N],
    [I, I],
    [-I, 0],
  ]),
  unary("logSigmoid", (x) => logSigmoid(x), [
    [N, N],
    [I, 0],
    [-I, -I],
  ]),
  unary("clip to 0 … 1", (x) => clip(x, 0, 1), [
    [N, N],
    [I, 1],
    [-I, 0],
  ]),
  unary("isNaN", (x) => isNotANumber(x), [
    [N, 1],
    [I, 0],
    [0, 0],
  ]),
  unary("isFinite", (x) => isFiniteNumber(x), [
    [N, 0],
    [I, 0],
    [-I, 0],
    [3e38, 1],
  ]),
  unary("where(x < 0, log x, x): the side not taken", (x) => where(less(x, 0), log(x), x), [
    [1, 1],
    [-1, N],
    [N, N],
    [I, I],
  ]),
];

const pairs: readonly Case[] = [
  binary("add", (a, b) => add(a, b), [
    [I, 1, I],
    [I, -I, N],
    [N, 1, N],
    [3e38, 3e38, I],
  ]),
  binary("mul", (a, b) => mul(a, b), [
    [I, 0, N],
    [I, -2, -I],
    [N, 0, N],
    [-1, 0, -0],
  ]),
  binary("div", (a, b) => div(a, b), [
    [1, 0, I],
    [-1, 0, -I],
    [1, -0, -I],
    [0, 0, N],
    [I, I, N],
    [1, I, 0],
  ]),
  binary("mod", (a, b) => mod(a, b), [
    [5, 0, N],
    [I, 5, N],
    [5, I, 5],
    [N, 5, N],
    [5, N, N],
  ]),
  binary("maximum", (a, b) => maximum(a, b), [
    [N, 1, N],
    [1, N, N],
    [N, I, N],
    [-I, 3, 3],
  ]),
  binary("minimum", (a, b) => minimum(a, b), [
    [N, 1, N],
    [1, N, N],
    [N, -I, N],
    [I, 3, 3],
  ]),
  binary("pow", (a, b) => pow(a, b), [
    [N, 0, 1],
    [N, 1, N],
    [1, N, N],
    [-1, I, N],
    [0.5, I, 0],
    [2, I, I],
    [2, -I, 0],
    [0, -1, I],
    [-0, -3, -I],
    [-8, 1.5, N],
    [-2, 3, -8],
    [-I, 3, -I],
    [-I, 2, I],
    [0, 0, 1],
  ]),
  comparison("less", (a, b) => less(a, b), [0, 0, 0, 0, 1, 0]),
  comparison("lessEqual", (a, b) => lessEqual(a, b), [0, 0, 0, 1, 1, 1]),
  comparison("greater", (a, b) => greater(a, b), [0, 0, 0, 0, 0, 0]),
  comparison("greaterEqual", (a, b) => greaterEqual(a, b), [0, 0, 0, 1, 0, 1]),
  comparison("equal", (a, b) => equal(a, b), [0, 0, 0, 1, 0, 1]),
  comparison("notEqual", (a, b) => notEqual(a, b), [1, 1, 1, 0, 1, 0]),
];

const rows: readonly Case[] = [
  whole("sum", (x) => sum(x), [1, I, 2], [I]),
  whole("sum: both infinities", (x) => sum(x), [I, 1, -I], [N]),
  whole("mean", (x) => mean(x), [1, N], [N]),
  whole("prod", (x) => prod(x), [0, I], [N]),
  whole("max", (x) => max(x), [1, N, I], [N]),
  whole("max: nothing finite", (x) => max(x), [-I, -I], [-I]),
  whole("min", (x) => min(x), [1, N, -I], [N]),
  whole("argmax: the first NaN", (x) => argmax(x), [1, N, I, N], [1]),
  whole("argmin: the first NaN", (x) => argmin(x), [1, -I, N], [2]),
  whole("argmax: nothing finite", (x) => argmax(x), [-I, -I], [0]),
  whole("any: NaN is not 0", (x) => any(x), [0, N], [1]),
  whole("all: NaN is not 0", (x) => all(x), [1, N], [1]),
  whole("sort: NaN counts as greatest", (x) => sort(x).values, [3, N, -I, I, 0], [-I, 0, 3, I, N]),
  whole("sort, descending", (x) => sort(x, -1, { descending: true }).values, [3, N, -I, I], [N, I, 3, -I]),
  whole("argsort: NaN in order", (x) => argsort(x), [N, 1, N, 0], [3, 1, 0, 2]),
  whole("topk of 2", (x) => topk(x, 2).values, [1, N, I], [N, I]),
  whole("cumsum", (x) => cumsum(x), [1, I, 1, -I, 1], [1, I, I, N, N]),
  whole("softmax: a masked element", (x) => softmax(x), [0, -I, 0], [0.5, 0, 0.5]),
  whole("softmax: all masked", (x) => softmax(x), [-I, -I], [N, N]),
  whole("softmax of +∞", (x) => softmax(x), [I, 0], [N, N]),
  whole("softmax of NaN", (x) => softmax(x), [N, 0], [N, N]),
  whole("logSoftmax: a masked element", (x) => logSoftmax(x), [0, -I], [0, -I]),
  whole("logSumExp: all masked", (x) => logSumExp(x), [-I, -I], [-I]),
  whole("logSumExp of +∞", (x) => logSumExp(x), [I, 0], [I]),
  whole("logSumExp of NaN", (x) => logSumExp(x), [N, 0], [N]),
  row("matmul: 0 · ∞ in a sum", (a, b) => matmul(a, b), [input([2, 2], [0, I, 1, 1]), input([2, 1], [I, 1])], [N, I]),
];

const integers: readonly Case[] = [
  binary("add i32", (a, b) => add(a, b), [[MOST, 1, LEAST]], "i32"),
  binary("sub u32", (a, b) => sub(a, b), [[0, 1, MOST_U32]], "u32"),
  binary(
    "mul i32",
    (a, b) => mul(a, b),
    [
      [65536, 65536, 0],
      [MOST, MOST, 1],
    ],
    "i32",
  ),
  whole("neg i32", (x) => neg(x), [LEAST], [LEAST], "i32"),
  whole("abs i32", (x) => abs(x), [LEAST, -3], [LEAST, 3], "i32"),
  whole("sum i32", (x) => sum(x), [MOST, 1], [LEAST], "i32"),
  binary(
    "floorDivide i32",
    (a, b) => floorDivide(a, b),
    [
      [7, 0, 0],
      [-7, 2, -4],
      [LEAST, -1, LEAST],
    ],
    "i32",
  ),
  binary(
    "floorDivide u32",
    (a, b) => floorDivide(a, b),
    [
      [7, 0, 0],
      [MOST_U32, 2, MOST],
    ],
    "u32",
  ),
  binary(
    "mod i32",
    (a, b) => mod(a, b),
    [
      [7, 0, 0],
      [-7, 3, 2],
      [LEAST, -1, 0],
    ],
    "i32",
  ),
  binary(
    "mod u32",
    (a, b) => mod(a, b),
    [
      [7, 0, 0],
      [MOST_U32, 10, 5],
    ],
    "u32",
  ),
];

const conversions: readonly Case[] = [
  whole("f32 to i32", (x) => cast(x, "i32"), [N, I, -I, 3e9, 2.9, -2.9], [0, MOST, LEAST, MOST, 2, -2]),
  whole("f32 to u32", (x) => cast(x, "u32"), [N, I, -I, -1, 5e9, 2.9], [0, MOST_U32, 0, 0, MOST_U32, 2]),
  whole("f32 to bool", (x) => cast(x, "bool"), [N, I, 0, -0, 1e-30], [1, 1, 0, 0, 1]),
  whole("f32 to f16", (x) => cast(x, "f16"), [N, I, -I, 65504], [N, I, -I, 65504]),
  whole("i32 to u32", (x) => cast(x, "u32"), [-1, LEAST], [MOST_U32, 2 ** 31], "i32"),
  whole("u32 to i32", (x) => cast(x, "i32"), [MOST_U32, 2 ** 31], [-1, LEAST], "u32"),
  whole("i32 to f32", (x) => cast(x, "f32"), [16777217, 16777219], [16777216, 16777220], "i32"),
];

export const specialValues: readonly SpecialValues[] = [
  { title: "Functions of one number", rows: elementwise },
  { title: "Functions of two, and comparisons", rows: pairs },
  { title: "Reductions, order, softmax and products", rows },
  { title: "Integers", rows: integers },
  { title: "Conversions", rows: conversions },
];

export const specialValueCases: readonly Case[] = specialValues.flatMap(({ title, rows: all }) =>
  all.map((one) => ({ ...one, name: `${title}: ${one.name}` })),
);
