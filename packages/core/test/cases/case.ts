/**
 * @file What a case is: one row of a table that every backend runs. Values are compared with those of the graph
 * interpreter in double precision, or with numbers in the row; gradients with finite differences of the interpreter.
 */
import type { DType, Shape, Tensor } from "@adjoint/core";
import { type Tolerance, uniforms } from "@adjoint/core/testing";

/** An argument of an operation. */
export interface Input {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly data: readonly number[];
}

export interface Case {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly run: (...inputs: Tensor[]) => Tensor<DType>;
  /** The result, where it is worth spelling out. */
  readonly expected?: readonly number[];
  readonly expectedShape?: Shape;
  readonly expectedDType?: DType;
  readonly tolerance?: Tolerance;
  /** False if there is no gradient, or a case sits on a kink. Default: true if an input is a float. */
  readonly isDifferentiable?: boolean;
}

/** One operation, rounded once as IEEE 754 says. */
export const ROUNDED_ONCE: Tolerance = { rel: 2 ** -24, reason: "rounded once" };

/** A formula of some operations; the absolute part is for results that cancel. */
export const FEW_ROUNDINGS: Tolerance = { rel: 6e-7, abs: 2e-7, reason: "about ten roundings of half an ulp" };

/** Sums of some hundred terms, and functions of them. */
export const LONG_SUMS: Tolerance = { rel: 3e-6, abs: 2e-6, reason: "sums of up to some hundred terms of size 1" };

/** Numbers in [−2, 2) that are equal in every run, and keep away from 0, where kinks are. */
export function someNumbers(count: number, seed = 1): number[] {
  return [...uniforms(seed, count, -2, 2)].map((x) => Math.fround(Math.abs(x) < 0.02 ? x + 0.05 : x));
}

const sizeOf = (shape: Shape): number => shape.reduce((size, extent) => size * extent, 1);

/** An f32 argument: the numbers given, or some, other ones for each `seed`. */
export function input(shape: Shape, data: readonly number[] | { seed: number } = { seed: 1 }): Input {
  const numbers = "seed" in data ? someNumbers(sizeOf(shape), data.seed) : data.map(Math.fround);
  return { shape, dtype: "f32", data: numbers };
}

/** An f32 argument of positive numbers, in [0.1, 2.1). */
export function positive(shape: Shape, seed = 1): Input {
  return input(
    shape,
    someNumbers(sizeOf(shape), seed).map((x) => Math.abs(x) + 0.1),
  );
}

/** An argument of another dtype. */
export function typedInput(dtype: DType, shape: Shape, data: readonly number[]): Input {
  return { shape, dtype, data };
}

export const i32 = (shape: Shape, data: readonly number[]): Input => typedInput("i32", shape, data);
export const u32 = (shape: Shape, data: readonly number[]): Input => typedInput("u32", shape, data);
export const bool = (shape: Shape, data: readonly number[]): Input => typedInput("bool", shape, data);

/** Floats in which most special cases hide. */
export const EDGES = [0, -0, 1, -1, 0.5, -2.5, 1e-30, -1e30, 3e38, Infinity, -Infinity, Number.NaN] as const;
export const edges: Input = input([EDGES.length], EDGES);
