/** @file Random kernels, compiled and interpreted: every combination of constructs that the case tables do not think of. */
import { printKernel } from "@adjoint/core";
import { expect, test } from "vitest";
import { findDifference } from "./compare.ts";
import { ELEMENTS, PROGRAMS, randomKernel, randomSource } from "./random-kernel.ts";

const KERNELS = 40;

test(`${KERNELS} random kernels compute what the interpreter does`, () => {
  for (let seed = 1; seed <= KERNELS; seed++) {
    const kernel = randomKernel(seed);
    const random = randomSource(seed ^ 0x5eed);
    const size = ELEMENTS * PROGRAMS;
    const whole = (low: number, high: number): number[] =>
      Array.from({ length: size }, () => Math.floor(low + random() * (high - low)));
    const buffers = [whole(-20, 20), whole(-5, size), whole(0, 10)];
    const params = [Math.floor(random() * (ELEMENTS - 1)), 3];
    const difference = findDifference(kernel, { buffers, params, grid: [PROGRAMS] });
    if (difference !== undefined) expect.fail(`seed ${seed}, n = ${params[0]}: ${difference}\n${printKernel(kernel)}`);
  }
});
