/** @file Cases of matrix products. */
import { cast, conv2d, dot, expandDims, matmul, mul, relu, type Shape, type Tensor, transpose } from "@adjoint/core";
import { bool, type Case, type Input, i32, input, LONG_SUMS, typedInput } from "./case.ts";

const two = { seed: 2 };

const products = (rows: readonly Case[]): Case[] => rows.map((row) => ({ tolerance: LONG_SUMS, ...row }));

export const matmulCases: readonly Case[] = products([
  {
    name: "matmul: by number",
    inputs: [input([1, 2], [1, 2]), input([2, 1], [3, 4])],
    run: (a, b) => matmul(a, b),
    expected: [11],
  },
  {
    name: "matmul: matrices",
    inputs: [input([3, 4]), input([4, 5], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [3, 5],
  },
  {
    name: "matmul: odd sizes",
    inputs: [input([17, 19]), input([19, 23], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [17, 23],
  },
  {
    name: "matmul: a transposed",
    inputs: [input([19, 9]), input([19, 6], two)],
    run: (a, b) => matmul(transpose(a), b),
  },
  {
    name: "matmul: b transposed",
    inputs: [input([9, 19]), input([6, 19], two)],
    run: (a, b) => matmul(a, transpose(b)),
  },
  {
    name: "matmul: both transposed",
    inputs: [input([19, 9]), input([6, 19], two)],
    run: (a, b) => matmul(transpose(a), transpose(b)),
  },
  {
    name: "matmul: vector and matrix",
    inputs: [input([4]), input([4, 5], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [5],
  },
  {
    name: "matmul: matrix and vector",
    inputs: [input([3, 4]), input([4], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [3],
  },
  { name: "matmul: vectors", inputs: [input([4]), input([4], two)], run: (a, b) => matmul(a, b), expectedShape: [] },
  {
    name: "matmul: batch and matrix",
    inputs: [input([2, 3, 4]), input([4, 5], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [2, 3, 5],
  },
  {
    name: "matmul: matrix and batch",
    inputs: [input([3, 4]), input([2, 4, 5], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [2, 3, 5],
  },
  {
    name: "matmul: batches",
    inputs: [input([2, 3, 4]), input([2, 4, 5], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [2, 3, 5],
  },
  {
    name: "matmul: batches broadcast",
    inputs: [input([2, 1, 3, 4]), input([5, 4, 2], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [2, 5, 3, 2],
  },
  {
    name: "matmul: vector and batch",
    inputs: [input([4]), input([2, 4, 5], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [2, 5],
  },
  {
    name: "matmul: batch and vector",
    inputs: [input([2, 3, 4]), input([4], two)],
    run: (a, b) => matmul(a, b),
    expectedShape: [2, 3],
  },
  {
    name: "matmul: transposed batches",
    inputs: [input([2, 4, 3]), input([2, 5, 4], two)],
    run: (a, b) => matmul(transpose(a), transpose(b)),
    expectedShape: [2, 3, 5],
  },
  {
    name: "matmul: nothing to add",
    inputs: [input([2, 0], []), input([0, 3], [])],
    run: (a, b) => matmul(a, b),
    expected: [0, 0, 0, 0, 0, 0],
  },
  {
    name: "matmul: no rows",
    inputs: [input([0, 2], []), input([2, 3])],
    run: (a, b) => matmul(a, b),
    expected: [],
    expectedShape: [0, 3],
  },
  {
    name: "matmul: i32 is exact",
    inputs: [i32([2, 2], [2 ** 20 + 1, 1, 0, 3]), i32([2, 1], [7, 2 ** 25])],
    run: (a, b) => matmul(a, b),
    expected: [7 * (2 ** 20 + 1) + 2 ** 25, 3 * 2 ** 25],
    expectedDType: "i32",
  },
  {
    name: "matmul: bool counts",
    inputs: [bool([1, 3], [1, 1, 0]), bool([3, 1], [1, 1, 1])],
    run: (a, b) => matmul(a, b),
    expected: [2],
    expectedDType: "i32",
  },
  {
    name: "matmul: f16",
    inputs: [typedInput("f16", [2, 2], [1, 2, 0.5, 4]), typedInput("f16", [2, 1], [0.25, 2])],
    run: (a, b) => matmul(a, b),
    expected: [4.25, 8.125],
    expectedDType: "f16",
  },
  {
    name: "matmul: f64",
    inputs: [typedInput("f64", [1, 2], [1, 1e-9]), typedInput("f64", [2, 1], [1, 1e-3])],
    run: (a, b) => matmul(a, b),
    expected: [1 + 1e-12],
    expectedDType: "f64",
    tolerance: { rel: 3e-16, reason: "three roundings of double precision" },
    isDifferentiable: false,
  },
  {
    name: "matmul: prologue and epilogue",
    inputs: [input([5, 7]), input([7, 3], two), input([3], { seed: 3 })],
    run: (a, b, bias) => relu(matmul(mul(a, 2), b).add(bias)),
  },
  { name: "matmul: of one input with itself", inputs: [input([6, 6])], run: (a) => matmul(a, transpose(a)) },
  {
    name: "matmul: outer product",
    inputs: [input([3]), input([4], two)],
    run: (a, b) => matmul(expandDims(a, 1), expandDims(b, 0)),
    expectedShape: [3, 4],
  },
  {
    name: "dot: vectors",
    inputs: [input([2], [1, 2]), input([2], [3, 4])],
    run: (a, b) => dot(a, b),
    expected: [11],
    expectedShape: [],
  },
  {
    name: "dot: matrix and vector",
    inputs: [input([3, 4]), input([4], two)],
    run: (a, b) => dot(a, b),
    expectedShape: [3],
  },
  ...halfCases(),
  ...fusedCases(),
]);

/** Products of 16-bit floats that are widened, which a backend may read as they lie: whole vectors of four, and rests. */
function halfCases(): Case[] {
  const half = (shape: Shape, seed: number): Input => {
    const eighths = input(shape, { seed }).data.map((x) => Math.round(8 * x) / 8);
    return typedInput("f16", shape, eighths);
  };
  const rows = (name: string, m: number, k: number, n: number): Case[] => [
    { name: `${name}, nn`, inputs: [half([m, k], 1), half([k, n], 2)], run: (a, b) => matmul(wide(a), wide(b)) },
    {
      name: `${name}, nt`,
      inputs: [half([m, k], 1), half([n, k], 2)],
      run: (a, b) => matmul(wide(a), transpose(wide(b))),
    },
    {
      name: `${name}, tn`,
      inputs: [half([k, m], 1), half([k, n], 2)],
      run: (a, b) => matmul(transpose(wide(a)), wide(b)),
    },
  ];
  const [a, b] = [half([2, 5, 8], 1), half([8, 12], 2)];
  const cases: readonly Case[] = [
    ...rows("matmul of f16", 20, 24, 36),
    ...rows("matmul of f16, odd sizes", 17, 19, 23),
    ...rows("matmul of f16, one row", 1, 40, 12),
    ...rows("matmul of f16, one column", 9, 33, 1),
    ...rows("matmul of f16, long sums", 4, 3000, 4),
    { name: "matmul of f16 and f32", inputs: [a, input([8, 12], two)], run: (x, y) => matmul(wide(x), y) },
    {
      name: "matmul of f16, batched, bias, relu",
      inputs: [a, b, input([12], { seed: 3 })],
      run: (x, y, c) => relu(matmul(wide(x), wide(y)).add(c)),
    },
    {
      name: "conv2d of f16",
      inputs: [half([2, 3, 6, 7], 1), half([5, 3, 3, 3], 2)],
      run: (x, w) => conv2d(wide(x), wide(w), { padding: 1 }),
    },
  ];
  return cases.map((row) => ({ ...row, tolerance: LONG_SUMS, isDifferentiable: false }));
}

const wide = (x: Tensor): Tensor => cast(x, "f32");

/** Products with what compilers may put into one kernel with them. */
function fusedCases(): Case[] {
  const [a, b, bias] = [input([6, 5]), input([5, 9], two), input([9], { seed: 3 })];
  const residual = input([6, 9], { seed: 4 });
  return [
    { name: "matmul, bias, relu", inputs: [a, b, bias], run: (x, w, c) => relu(x.matmul(w).add(c)) },
    {
      name: "matmul, bias, gelu, residual",
      inputs: [a, b, bias, residual],
      run: (x, w, c, r) => x.matmul(w).add(c).gelu().add(r),
    },
    { name: "matmul, read twice", inputs: [a, b], run: (x, w) => mul(x.matmul(w).tanh(), x.matmul(w)) },
    {
      name: "matmul, and its own operand",
      inputs: [input([9, 9]), input([9, 9], two)],
      run: (x, w) => x.matmul(w).add(x).mul(w),
    },
    { name: "sum of two products", inputs: [a, b, residual], run: (x, w, r) => x.matmul(w).add(x.matmul(w).mul(r)) },
    {
      name: "softmax of scaled scores",
      inputs: [input([2, 9, 4]), input([2, 10, 4], two)],
      run: (q, k) => q.matmul(transpose(k)).mul(0.5).softmax(),
    },
    {
      name: "softmax of scores, to bool",
      inputs: [input([9, 4]), input([4, 11], two)],
      run: (q, k) => q.matmul(k).softmax().greater(0.1),
      isDifferentiable: false,
    },
    {
      name: "vector and matrix, bias, tanh",
      inputs: [input([5]), b, bias],
      run: (x, w, c) => x.matmul(w).add(c).tanh(),
    },
    {
      name: "matmul of heads, with a table",
      inputs: [a, input([5, 12], two), input([3, 4], { seed: 5 })],
      run: (x, w, t) => x.matmul(w).reshape([6, 4, 3]).add(transpose(t)).sigmoid(),
    },
    {
      name: "matmul, NaN and infinity, relu",
      inputs: [input([1, 2], [Number.NaN, 1]), input([2, 9], new Array(18).fill(1))],
      run: (x, w) => relu(x.matmul(w).mul(0)),
      expected: new Array(9).fill(Number.NaN),
      isDifferentiable: false,
    },
    {
      name: "matmul, to f16",
      inputs: [input([2, 3], [1, 2, 3, 4, 5, 6]), input([3, 9], new Array(27).fill(0.5))],
      run: (x, w) => x.matmul(w).add(0.25).cast("f16").cast("f32"),
      expected: [...new Array(9).fill(3.25), ...new Array(9).fill(7.75)],
    },
    {
      name: "matmul of nothing, bias",
      inputs: [input([0, 5]), b, bias],
      run: (x, w, c) => relu(x.matmul(w).add(c)),
      expectedShape: [0, 9],
    },
    {
      name: "matmul over nothing, bias",
      inputs: [input([6, 0]), input([0, 9]), bias],
      run: (x, w, c) => x.matmul(w).add(c),
      isDifferentiable: false,
    },
  ];
}
