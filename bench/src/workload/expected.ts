/** @file What is right: elements of each output, in double precision, by definition. */
import type { Inputs } from "../engine/contract.ts";
import { floats } from "../engine/inputs.ts";
import type { Matmul, Workload } from "./types.ts";

/** Elements of one output. */
export interface Expected {
  readonly indices: readonly number[];
  readonly values: readonly number[];
  /** Largest error allowed, absolute: the bound of float32 sums of this length, or of the approximation. */
  readonly tolerance: number;
}

/** By output. An engine need not give them all, but one at least. */
export type ExpectedOutputs = Readonly<Record<string, Expected>>;

export function expectedOutputs(of: Workload, inputs: Inputs): ExpectedOutputs {
  switch (of.kind) {
    case "matmul":
      return { out: expectedProduct(of, floats(inputs, "a"), floats(inputs, "b")) };
    default:
      throw new Error(`${of.name} has no expected outputs yet`);
  }
}

/** About `wanted` positions spread over `count`. */
export function spread(count: number, wanted = 101): number[] {
  const step = Math.max(1, Math.floor(count / wanted));
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
}

function expectedProduct({ m, k, n, layout }: Matmul, a: Float32Array, b: Float32Array): Expected {
  const indices = spread(m * n);
  const values = indices.map((index) => {
    const [row, column] = [Math.floor(index / n), index % n];
    let sum = 0;
    for (let p = 0; p < k; p++) {
      const left = a[layout === "tn" ? p * m + row : row * k + p] ?? 0;
      sum += left * (b[layout === "nt" ? column * k + p : p * n + column] ?? 0);
    }
    return sum;
  });
  return { indices, values, tolerance: k * 2 ** -24 };
}

export interface Comparison {
  /** The largest error, as a fraction of what is allowed. */
  readonly error: number;
  /** What is wrong, if anything is. */
  readonly complaint: string | undefined;
}

/** Compares what an engine gave with what is right. */
export function compareOutputs(
  expected: ExpectedOutputs,
  given: Readonly<Record<string, readonly number[]>>,
): Comparison {
  let error = 0;
  let complaint: string | undefined;
  for (const [name, { indices, values, tolerance }] of Object.entries(expected)) {
    const got = given[name];
    if (got === undefined) continue;
    values.forEach((value, i) => {
      const element = got[i] ?? Number.NaN;
      const distance = Object.is(element, value) ? 0 : Math.abs(element - value) / tolerance;
      if (Number.isNaN(distance) || distance > 1)
        complaint ??= `${name}[${indices[i]}] is ${element}, expected ${value}`;
      error = Math.max(error, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
    });
  }
  if (!Object.keys(expected).some((name) => name in given) && Object.keys(expected).length > 0)
    complaint ??= "gave no result";
  return { error, complaint };
}
