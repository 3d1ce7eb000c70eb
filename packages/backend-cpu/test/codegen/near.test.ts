/** @file Shorter formulas for operands of usual size: the same bits as the whole ones, and the whole ones for all others. */

import { type Expr, k } from "@adjoint/core";
import { EXPANSIONS } from "@adjoint/core/expansions";
import { expect, test } from "vitest";
import { compileKernel } from "../../src/codegen/compile-kernel.ts";
import * as rare from "../../src/codegen/rare-kernels.ts";
import { canUseFma } from "../../src/relaxed-simd.ts";
import { printModule } from "../../src/wasm/print.ts";
import { elementwise, gelu, softmax } from "./kernels.ts";
import { runCompiled } from "./run-kernel.ts";

/** What the generator tests at once: four vectors. */
const GROUP = 16;
const exp = elementwise("exp", 1, ([x]) => k.exp(x as Expr));

/** e^x of each number, as the vector loop computes it. */
function expOf(xs: Float32Array, hasFma: boolean): Float32Array {
  const out = new Float32Array(xs.length);
  const compiled = compileKernel(exp, { isShared: true, hasFma, formulas: EXPANSIONS, rare });
  runCompiled(exp, compiled, { buffers: [xs, out], params: [xs.length], grid: [Math.ceil(xs.length / 1024)] });
  return out;
}

/** Float32 numbers of both signs up to 87, evenly by their bits; below 2^-30 all results are 1. */
function usual(): Float32Array {
  const [least, greatest, step] = [0x30800000, 0x42ae0000, 4999];
  const words = [0, greatest];
  for (let word = least; word <= greatest; word += step) words.push(word);
  const signed = words.flatMap((word) => [word, word | (1 << 31)]);
  const padded = Math.ceil(signed.length / 1024) * 1024;
  return new Float32Array(Int32Array.from({ length: padded }, (_, i) => signed[i] ?? 0).buffer);
}

/** The first number of each group, and so the group's form, is another. */
const withFirst = (xs: Float32Array, first: number): Float32Array => xs.map((x, i) => (i % GROUP === 0 ? first : x));

const bitsOf = (xs: Float32Array): Uint32Array => new Uint32Array(xs.buffer);

test.each([false, true])("exp has the same bits in both forms (multiply-add: %s)", (hasFma) => {
  if (hasFma) canUseFma("relaxed");
  const xs = usual();
  const near = bitsOf(expOf(xs, hasFma));
  for (const first of [Number.NaN, -100]) {
    const far = bitsOf(expOf(withFirst(xs, first), hasFma));
    expect(far.findIndex((word, i) => i % GROUP !== 0 && word !== near[i])).toBe(-1);
  }
});

const { POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN: NOT_A_NUMBER } = Number;

test.each([-87.5, -100, -1000, 88.8, 1000, POSITIVE_INFINITY, NEGATIVE_INFINITY, NOT_A_NUMBER])(
  "exp of %d is right in every place of a group of ones",
  (special) => {
    // Sixteen groups, each with the number in another place.
    const at = (i: number): boolean => Math.floor(i / GROUP) % GROUP === i % GROUP;
    const values = expOf(
      Float32Array.from({ length: 1024 }, (_, i) => (at(i) ? special : 1)),
      false,
    );
    const expected = Math.fround(Math.exp(special));
    const isRight = (value: number): boolean => Object.is(value, expected) || Math.abs(value / expected - 1) < 1e-4;
    expect([...values].filter((value, i) => at(i) && !isRight(value))).toEqual([]);
    expect([...values].filter((value, i) => !at(i) && Math.abs(value - Math.E) > 1e-6)).toEqual([]);
  },
);

test.each([gelu, softmax])("the usual form of $name neither clamps nor scales twice", (kernel) => {
  const text = printModule(compileKernel(kernel, { isShared: true, formulas: EXPANSIONS, rare }).module);
  const [, usualForm = ""] = text.slice(text.indexOf("v128.any_true")).split(/\n\s+else\n/);
  const body = usualForm.slice(0, usualForm.search(/\n\s+end\n/));
  expect(body).toContain("i32x4.shl");
  expect(body).not.toMatch(/pmin|pmax|i32x4\.shr_s/);
});
