/** @file Measures functions on the backend that is configured, against double precision. */
import { integers, ulpOf, WorstUlp } from "@adjoint/core/testing";
import { scope, tensor } from "adjoint";
import type { MeasuredFunction, Sample } from "./functions.ts";

export interface Measured {
  readonly name: string;
  /** Largest error in ulp, 0 if every result is the nearest float32; and where it is. */
  readonly ulp: number;
  readonly at: string;
  /** Numbers that were tried. */
  readonly count: number;
}

/** On a device that may flush subnormal numbers, smaller ones meet such inside of the formulas. */
const SMALLEST_ON_DEVICE = 2 ** -100;
/** So may the parts of a result that is little more than subnormal. */
const LEAST_ON_DEVICE = 2 ** -120;
/** 1 / x is normal up to here. */
const LARGEST_ON_DEVICE = 2 ** 126;

/** Float32 numbers of all magnitudes: their bits are uniform. */
const anyFloats = (seed: number, count: number): Float32Array =>
  new Float32Array(integers(seed, count, -(2 ** 31), 2 ** 31).buffer);

/** Arguments: x, and y for functions of two. */
function argumentsOf(sample: Sample, count: number): readonly [Float32Array, Float32Array] {
  const any = anyFloats(7, count);
  const even = anyFloats(9, count).map((_, i) => ((i / count) * 2 - 1) * 90);
  const mixed = any.map((x, i) => (i % 2 === 0 ? x : (even[i] ?? 0)));
  if (sample === "all") return [mixed, mixed];
  if (sample === "positive") return [mixed.map(Math.abs), mixed];
  const ordinary = mixed.map((x, i) => Math.sign(x) * 2 ** (40 * Math.abs(Math.sin(i)) - 20));
  if (sample === "moderate") return [mixed.map((x) => Math.sign(x) * Math.sqrt(Math.abs(x))), ordinary];
  if (sample === "remainders") return [ordinary.map((y, i) => (y * 2 ** 22 * (i % 9973)) / 9973), ordinary];
  return [mixed.map(Math.abs), mixed.map((x, i) => (240 * (i / count - 0.5)) / Math.log2(Math.abs(x)))];
}

/** The largest error over `count` arguments, less those that the device may treat otherwise. */
export async function measure(f: MeasuredFunction, backend: "cpu" | "webgpu", count: number): Promise<Measured> {
  const [x, y] = argumentsOf(f.sample, count);
  const [a, b] = [tensor(x), tensor(y)];
  const result = scope(() => f.run(a, b));
  const values = await result.data();
  for (const each of [a, b, result]) each.dispose();
  const worst = new WorstUlp();
  for (const [i, argument] of x.entries()) {
    const exact = f.exact(argument, y[i] ?? 0);
    if (exact !== 0 && Math.abs(exact) < (f.least ?? 0)) continue;
    if (backend === "webgpu" && !isFineOnDevice(f, argument, exact)) continue;
    record(worst, f, [argument, y[i] ?? 0], values[i] ?? 0, exact);
  }
  return { name: f.name, ulp: worst.error, at: `${worst}`, count: worst.count };
}

function isFineOnDevice({ name, sample }: MeasuredFunction, x: number, exact: number): boolean {
  const size = Math.abs(x);
  if (size !== 0 && size < SMALLEST_ON_DEVICE) return false;
  if (name === "reciprocal" && size > LARGEST_ON_DEVICE && Number.isFinite(x)) return false;
  if (sample === "moderate" && Math.abs(exact) > 2 ** 120) return false;
  return exact === 0 || !(Math.abs(exact) < LEAST_ON_DEVICE);
}

/** With a scale, the error counts in units of that: the same error is written as one of a result of that size. */
function record(worst: WorstUlp, f: MeasuredFunction, at: readonly number[], actual: number, exact: number): void {
  const [x = 0] = at;
  if (f.scale === undefined || !Number.isFinite(actual - exact)) {
    worst.record(f.sample === "all" || f.sample === "positive" ? x : at, actual, exact);
    return;
  }
  const unit = ulpOf(Math.max(f.scale(x), Math.abs(exact)));
  worst.record(x, 1 + ((actual - exact) / unit) * 2 ** -23, 1);
}
