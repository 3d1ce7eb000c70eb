/** @file Kernels that stand for what lowering makes: for snapshots and for looking at inner loops. */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k, type Var } from "@adjoint/core";

const BLOCK = 1024;

/** out[i] = f(x[i], …), by blocks of a vector of `n` elements. */
export function elementwise(
  name: string,
  inputs: number,
  body: (x: readonly Expr[], b: KernelBuilder) => Expr,
): Kernel {
  return buildKernel(name, (b) => {
    const block = b.gridIndex("block");
    const n = b.param("n", "i32");
    const xs = Array.from({ length: inputs }, (_, i) => b.input(`x${i}`, "f32"));
    const out = b.output("out", "f32");
    const start = b.let("start", k.mul(block, BLOCK));
    b.lanes(k.min(k.sub(n, start), k.constant(BLOCK, "i32")), (lane) => {
      const at = k.add(start, lane);
      b.store(
        out,
        at,
        body(
          xs.map((x) => b.load(x, at)),
          b,
        ),
      );
    });
  });
}

/** A row of a matrix for each program, `columns` lanes wide. */
export function rowWise(
  name: string,
  columns: number,
  body: (b: KernelBuilder, x: (lane: Var) => Expr, store: (lane: Var, value: Expr) => void) => void,
): Kernel {
  return buildKernel(name, (b) => {
    const row = b.gridIndex("row");
    const x = b.input("x", "f32");
    const out = b.output("out", "f32");
    const at = (lane: Var): Expr => k.add(k.mul(row, columns), lane);
    body(
      b,
      (lane) => b.load(x, at(lane)),
      (lane, value) => b.store(out, at(lane), value),
    );
  });
}

export const axpy = elementwise("axpy", 2, ([x, y], b) => k.add(k.mul(b.param("a", "f32"), x as Expr), y as Expr));

export const gelu = elementwise("gelu", 1, ([x]) => {
  const v = x as Expr;
  const inner = k.mul(2 * Math.sqrt(2 / Math.PI), k.add(v, k.mul(0.044715, k.mul(v, k.mul(v, v)))));
  return k.div(v, k.add(k.exp(k.neg(inner)), 1));
});

export const softmax = rowWise("softmax", 100, (b, x, store) => {
  const top = b.reduce("top", "max", 100, x);
  const total = b.reduce("total", "sum", 100, (lane) => k.exp(k.sub(x(lane), top)));
  b.lanes(100, (lane) => store(lane, k.div(k.exp(k.sub(x(lane), top)), total)));
});
