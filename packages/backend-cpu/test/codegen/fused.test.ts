/** @file Formulas with relaxed SIMD: products and sums in one instruction, in vectors as in single lanes. */
import { buildKernel, k } from "@adjoint/core";
import { EXPANSIONS } from "@adjoint/core/expansions";
import { expect, test } from "vitest";
import { compileKernel } from "../../src/codegen/compile-kernel.ts";
import * as rare from "../../src/codegen/rare-kernels.ts";
import { canUseFma } from "../../src/relaxed-simd.ts";
import { printModule } from "../../src/wasm/print.ts";
import { runCompiled } from "./run-kernel.ts";

/** out[i] = f(x[i]) for `n` elements. */
const kernelOf = (f: (x: k.ExprLike & object) => ReturnType<typeof k.exp>, n: number) =>
  buildKernel("map", (b) => {
    b.gridIndex("one");
    const [x, out] = [b.input("x", "f32"), b.output("out", "f32")];
    b.lanes(n, (lane) => b.store(out, lane, f(b.load(x, lane))));
  });

const compile = (kernel: ReturnType<typeof kernelOf>, hasFma: boolean) =>
  compileKernel(kernel, { isShared: true, hasFma, formulas: EXPANSIONS, rare });

test("what users multiply and add keeps both roundings", () => {
  const text = printModule(
    compile(
      kernelOf((x) => k.add(k.mul(x, x), x), 64),
      true,
    ).module,
  );
  expect(text).not.toContain("relaxed");
});

test("without relaxed SIMD there is none in formulas either", () => {
  expect(
    printModule(
      compile(
        kernelOf((x) => k.exp(x), 64),
        false,
      ).module,
    ),
  ).not.toContain("relaxed");
});

test("a formula multiplies and adds at once, and a lane of a tail has the bits of a lane of a vector", () => {
  const n = 71;
  const compiled = compile(
    kernelOf((x) => k.exp(x), n),
    true,
  );
  expect(printModule(compiled.module)).toContain("f32x4.relaxed_nmadd");
  if (!canUseFma(undefined)) return;
  const x = Float32Array.from({ length: n }, (_, i) => Math.fround(Math.sin(i % 8) * 9));
  const out = new Float32Array(n);
  runCompiled(
    kernelOf((v) => k.exp(v), n),
    compiled,
    { buffers: [x, out], grid: [1] },
  );
  expect(out.findIndex((value, i) => value !== out[i % 8])).toBe(-1);
  expect(out.findIndex((value, i) => Math.abs(value / Math.exp(x[i] ?? 0) - 1) > 1.2e-7)).toBe(-1);
});
