import { buildKernel, k } from "@adjoint/core";
import { expect, test } from "vitest";
import { compileKernel } from "../../src/codegen/compile-kernel.ts";
import { runKernel } from "./run-kernel.ts";

const axpy = buildKernel("axpy", (b) => {
  const g = b.gridIndex("g");
  const x = b.input("x", "f32");
  const y = b.input("y", "f32");
  const out = b.output("out", "f32");
  const a = b.param("a", "f32");
  const n = b.param("n", "i32");
  const block = 64;
  const start = b.let("start", k.mul(g, block));
  b.lanes(k.min(k.sub(n, start), k.constant(block, "i32")), (lane) => {
    const i = k.add(start, lane);
    b.store(out, i, k.add(k.mul(a, b.load(x, i)), b.load(y, i)));
  });
});
const sums = buildKernel("sums", (b) => {
  const g = b.gridIndex("g");
  const x = b.input("x", "f32");
  const out = b.output("out", "f32");
  const n = b.param("n", "i32");
  const total = b.reduce("total", "sum", n, (lane) => b.load(x, k.add(k.mul(g, n), lane)));
  b.store(out, g, total);
});
test("smoke", () => {
  console.log(compileKernel(axpy, { isShared: true }).text());
  console.log(compileKernel(sums, { isShared: true }).text());
  const n = 135;
  const x = Float32Array.from({ length: n }, (_, i) => i);
  const y = Float32Array.from({ length: n }, (_, i) => 1000 - i);
  const out = new Float32Array(n);
  runKernel(axpy, { buffers: [x, y, out], params: [2, n], grid: [3] });
  expect([...out]).toEqual([...x].map((v, i) => 2 * v + (y[i] ?? 0)));
  for (const m of [0, 1, 3, 4, 7, 16, 19, 33]) {
    const rows = Float32Array.from({ length: 3 * m }, (_, i) => i % 17);
    const s = new Float32Array(3);
    runKernel(sums, { buffers: [rows, s], params: [m], grid: [3] });
    expect([...s]).toEqual([0, 1, 2].map((r) => rows.subarray(r * m, r * m + m).reduce((a, b) => a + b, 0)));
  }
});
