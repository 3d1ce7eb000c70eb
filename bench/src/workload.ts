/** @file What is measured: inputs that are the same for all engines, and elements of the right result in double precision. */

export const workloadNames = ["matmul-256", "matmul-512", "gelu-1Mi"] as const;
export type WorkloadName = (typeof workloadNames)[number];

interface WorkloadBase {
  readonly name: WorkloadName;
  readonly inputs: readonly Float32Array<ArrayBuffer>[];
  /** Floating-point operations of one run. */
  readonly flops: number;
  /** The right value of an element, by definition. */
  expected(index: number): number;
  /** Largest error allowed, absolute: the bound of float32 sums of this length, or of the approximation. */
  readonly tolerance: number;
}

export type Workload = WorkloadBase & ({ readonly kind: "matmul"; readonly size: number } | { readonly kind: "gelu" });

/** Numbers in [−1, 1), the same in every run. */
function numbers(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function matmul(name: WorkloadName, size: number): Workload {
  const [a, b] = [numbers(size * size, 1), numbers(size * size, 2)];
  const expected = (index: number): number => {
    const [row, column] = [Math.floor(index / size), index % size];
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (a[row * size + k] ?? 0) * (b[k * size + column] ?? 0);
    return sum;
  };
  return { kind: "matmul", name, size, inputs: [a, b], flops: 2 * size ** 3, expected, tolerance: size * 2 ** -24 };
}

/** GELU in its tanh form, as a chain of elementwise operations. */
function gelu(name: WorkloadName, count: number): Workload {
  const x = numbers(count, 3);
  const expected = (index: number): number => {
    const v = x[index] ?? 0;
    return 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)));
  };
  return { kind: "gelu", name, inputs: [x], flops: 9 * count, expected, tolerance: 1e-6 };
}

const builders: Readonly<Record<WorkloadName, (name: WorkloadName) => Workload>> = {
  "matmul-256": (name) => matmul(name, 256),
  "matmul-512": (name) => matmul(name, 512),
  "gelu-1Mi": (name) => gelu(name, 1 << 20),
};

export function workload(name: WorkloadName): Workload {
  return builders[name](name);
}

/** The first wrong element among some hundred spread over the result, if there is one. */
export function firstWrong(of: Workload, result: ArrayLike<number>, count: number): string | undefined {
  const step = Math.max(1, Math.floor(count / 101));
  for (let index = 0; index < count; index += step) {
    const [got, expected] = [result[index] ?? Number.NaN, of.expected(index)];
    if (!(Math.abs(got - expected) <= of.tolerance)) return `element ${index} is ${got}, expected ${expected}`;
  }
  return undefined;
}
