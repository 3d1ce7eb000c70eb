/** @file Sums, products of matrices and running sums against double precision, with the errors that are promised. */
import { randomSource } from "@adjoint/core/testing";
import { cumsum, type DType, matmul, mean, scope, sum, type Tensor, tensor } from "adjoint";
import type { Measured } from "./measure.ts";

export interface MeasuredSum {
  readonly name: string;
  /** How terms are added. */
  readonly order: string;
  /** Largest error over 2⁻²⁴ · Σ|terms|. */
  readonly bound: number;
  readonly terms: number;
  readonly run: (x: Tensor) => Tensor<DType>;
  /** The exact results, each with the sum of the sizes of its terms. */
  readonly exact: (x: Float32Array) => readonly (readonly [value: number, size: number])[];
}

const total = (x: Float32Array | Float64Array): [value: number, size: number] => [
  [...x].reduce((all, term) => all + term, 0),
  [...x].reduce((all, term) => all + Math.abs(term), 0),
];

/** Rows and columns of the matrices that are multiplied; their second factor is the first transposed. */
const ROWS = 8;

export const SUMS: readonly MeasuredSum[] = [
  {
    name: "sum of 65,536",
    order: "parts per lane, then a tree; long ones in two stages",
    bound: 4,
    terms: 65_536,
    run: (x) => sum(x),
    exact: (x) => [total(x)],
  },
  {
    name: "mean of 65,536",
    order: "as sum, then one quotient",
    bound: 5,
    terms: 65_536,
    run: (x) => mean(x),
    exact: (x) => [[total(x)[0] / x.length, total(x)[1] / x.length]],
  },
  {
    name: "cumsum of 65,536",
    order: "in chunks of some hundred, whose sums are added likewise",
    bound: 64,
    terms: 65_536,
    run: (x) => cumsum(x),
    exact: runningSums,
  },
  {
    name: "matmul over 2048",
    order: "one after the other within a tile, with fused multiply-add where there is one",
    bound: 64,
    terms: 2048 * ROWS,
    run: (x) => matmul(x.reshape([ROWS, 2048]), x.reshape([ROWS, 2048]).transpose()),
    exact: products,
  },
];

function runningSums(x: Float32Array): (readonly [number, number])[] {
  let [value, size] = [0, 0];
  return [...x].map((term) => {
    value += term;
    size += Math.abs(term);
    return [value, size] as const;
  });
}

function products(x: Float32Array): (readonly [number, number])[] {
  const row = (i: number): Float32Array => x.subarray(i * 2048, (i + 1) * 2048);
  return Array.from({ length: ROWS * ROWS }, (_, at) => {
    const [a, b] = [row(Math.floor(at / ROWS)), row(at % ROWS)];
    return total(Float64Array.from(a, (value, k) => value * (b[k] ?? 0)));
  });
}

/** The largest error of a row, in 2⁻²⁴ of the sizes of what is added: all are positive. */
export async function measureSum({ name, terms, run, exact }: MeasuredSum): Promise<Measured> {
  const next = randomSource(5);
  const x = Float32Array.from({ length: terms }, () => next() * 2 ** (10 * next()));
  const input = tensor(x);
  const result = scope(() => run(input));
  const values = await result.data();
  for (const each of [input, result]) each.dispose();
  let [worst, place] = [0, 0];
  exact(x).forEach(([value, size], i) => {
    const error = Math.abs((values[i] ?? Number.NaN) - value) / (size * 2 ** -24);
    if (!(error <= worst)) [worst, place] = [error, i];
  });
  return { name, ulp: worst, at: `at element ${place}`, count: terms };
}
