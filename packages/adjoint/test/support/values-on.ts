/** @file Runs a program on a backend of its own. */
import { type ConfigureOptions, configure, manualSeed, realize, shutdown, type TypedArray } from "adjoint";
import type { Results } from "./programs.ts";

/** Starts a backend, runs the program from a fixed seed, and reads its results. What it made is disposed with the test. */
export async function valuesOn(options: ConfigureOptions, run: () => Results): Promise<TypedArray[]> {
  await shutdown();
  const { backend, threads } = await configure(options);
  if (backend !== (options.backend ?? backend)) throw new Error(`${backend} instead of ${options.backend}`);
  if (backend === "cpu" && threads !== (options.threads ?? threads)) throw new Error(`${threads} threads`);
  manualSeed(11);
  const results = run();
  await realize(...results);
  return Promise.all(results.map((result) => result.data()));
}

/** The bytes of values, to be compared bit by bit. */
function bitsOf(values: readonly TypedArray[]): Uint8Array[] {
  return values.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
}

/** By array: whether all bits are the same. */
export function sameBits(a: readonly TypedArray[], b: readonly TypedArray[]): boolean[] {
  const [left, right] = [bitsOf(a), bitsOf(b)];
  return left.map((bytes, i) => {
    const other = right[i] ?? new Uint8Array();
    return bytes.length === other.length && bytes.every((byte, j) => byte === other[j]);
  });
}
