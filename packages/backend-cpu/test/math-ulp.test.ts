/** @file The functions without an instruction, on WebAssembly: their promised bounds over every 257th float32. */
import type { Backend } from "@adjoint/core";
import {
  type BoundedOp,
  compileFormula,
  integers,
  MATH_BOUNDS,
  POW_ULP,
  SWEEP_CHUNK,
  sweepMath,
  WorstUlp,
} from "@adjoint/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCpuBackend } from "../src/cpu-backend.ts";
import { compileOp } from "./evaluate-op.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
});
afterAll(() => backend.dispose());

test.each(Object.keys(MATH_BOUNDS) as BoundedOp[])(
  "%s keeps its bound",
  async (op) => {
    const evaluate = await compileOp(backend, op, SWEEP_CHUNK);
    const worst = await sweepMath(op, evaluate, { stride: 257 });
    expect(worst.count).toBeGreaterThan(9e6);
    expect(worst.error, `${worst}`).toBeLessThanOrEqual(MATH_BOUNDS[op].ulp);
  },
  120_000,
);

/** Float32 numbers of all magnitudes: their bits are uniform. */
function anyFloats(seed: number): Float32Array {
  return new Float32Array(integers(seed, SWEEP_CHUNK, -(2 ** 31), 2 ** 31).buffer);
}

test("pow keeps its bound, for arguments of all magnitudes and for results of all magnitudes", async () => {
  const evaluate = await compileOp(backend, "pow", SWEEP_CHUNK);
  const worst = new WorstUlp();
  for (let seed = 0; seed < 8; seed++) {
    const xs = anyFloats(seed);
    const ys = anyFloats(seed + 100).map((y, i) =>
      seed % 2 === 0 ? y : (300 * (i / SWEEP_CHUNK - 0.5)) / Math.log2(Math.abs(xs[i] ?? 0)),
    );
    const values = await evaluate(xs, ys);
    for (const [i, x] of xs.entries()) worst.record([x, ys[i] ?? 0], values[i] ?? 0, x ** (ys[i] ?? 0));
  }
  expect(worst.error, `${worst}`).toBeLessThanOrEqual(POW_ULP);
});

test("mod gives the bits of its formula", async () => {
  const evaluate = await compileOp(backend, "mod", SWEEP_CHUNK);
  const formula = compileFormula("mod", "f32");
  const xs = anyFloats(1);
  const ys = xs.map((x, i) => x / (1 + i / 3));
  const values = await evaluate(xs, ys);
  const expected = xs.map((x, i) => formula(x, ys[i] ?? 0));
  expect(values.findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
});
