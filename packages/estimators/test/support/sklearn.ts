/** @file What scikit-learn has computed, and its options under our names. */
import type { SGDClassifierOptions, SGDRegressorOptions } from "@adjoint/estimators";
import { expect } from "vitest";

export type Params = Readonly<Record<string, unknown>>;

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Options without random numbers. */
export function optionsOf(params: Params): SGDRegressorOptions & SGDClassifierOptions {
  const renamed = Object.entries(params).map(([name, value]) => [camel(name), value]);
  return { shuffle: false, ...Object.fromEntries(renamed) };
}

/** Expects numbers to agree within a part of the largest expected one. */
export function expectClose(actual: unknown, expected: unknown, relative: number, what: string): void {
  const [ours, theirs] = [numbersIn(actual), numbersIn(expected)];
  expect(ours.length, what).toBe(theirs.length);
  const scale = Math.max(...theirs.map(Math.abs), 1e-3);
  for (const [i, value] of theirs.entries()) {
    const distance = Math.abs((ours[i] ?? Number.NaN) - value) / scale;
    expect(distance, `${what}[${i}]: ${ours[i]} instead of ${value}`).toBeLessThanOrEqual(relative);
  }
}

const numbersIn = (value: unknown): number[] => [value].flat(2) as number[];
