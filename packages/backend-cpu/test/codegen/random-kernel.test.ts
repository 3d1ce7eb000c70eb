/** @file Random kernels, compiled and interpreted: every combination of constructs that the case tables do not think of. */
import { printKernel } from "@adjoint/core";
import { expect, test } from "vitest";
import { findDifference } from "./compare.ts";
import { randomKernel, randomRun } from "./random-kernel.ts";

const KERNELS = 40;

test(`${KERNELS} random kernels compute what the interpreter does`, () => {
  for (let seed = 1; seed <= KERNELS; seed++) {
    const kernel = randomKernel(seed);
    const run = randomRun(seed);
    const difference = findDifference(kernel, run);
    if (difference !== undefined)
      expect.fail(`seed ${seed}, n = ${run.params[0]}: ${difference}\n${printKernel(kernel)}`);
  }
});
