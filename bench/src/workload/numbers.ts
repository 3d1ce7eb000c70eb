/**
 * @file Numbers that every process draws for itself and that are the same in all, in any language: a hash of the position.
 */

/** How an input is drawn: `seed` and the position decide each element. */
export type InputSpec =
  | { readonly kind: "uniform"; readonly shape: readonly number[]; readonly seed: number; readonly scale: number }
  | {
      readonly kind: "integers";
      readonly shape: readonly number[];
      readonly seed: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: "constant"; readonly shape: readonly number[]; readonly value: number };

export interface Input {
  readonly shape: readonly number[];
  /** Row by row. Int32Array for integers. */
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}

/** 32 bits from two numbers, by a mixing function with low bias (C. Wellons, hash-prospector, 2018). */
export function hash(index: number, seed: number): number {
  let bits = (Math.imul(index, 0x9e3779b1) + Math.imul(seed, 0x85ebca77)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

/**
 * Draws an input. Uniform: `scale` times a number in [−1, 1) of 24 bits, rounded once to float32. Integers: from `low` to
 * `high` − 1.
 */
export function draw(spec: InputSpec): Input {
  const count = spec.shape.reduce((product, extent) => product * extent, 1);
  const { shape } = spec;
  if (spec.kind === "integers") {
    const data = new Int32Array(count);
    const range = spec.high - spec.low;
    for (let i = 0; i < count; i++) data[i] = spec.low + (hash(i, spec.seed) % range);
    return { shape, data };
  }
  const data = new Float32Array(count);
  if (spec.kind === "constant") return { shape, data: data.fill(spec.value) };
  for (let i = 0; i < count; i++) data[i] = spec.scale * ((hash(i, spec.seed) >>> 8) / 2 ** 23 - 1);
  return { shape, data };
}
