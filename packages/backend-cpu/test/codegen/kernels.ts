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

/** Two programs' worth of a vector, shifted by three, with zeros where nothing comes from. */
export const guarded = buildKernel("guarded", (b) => {
  b.gridIndex("g");
  const n = b.param("n", "i32");
  const x = b.input("x", "f32");
  const out = b.output("out", "f32");
  b.lanes(n, (lane) => b.store(out, lane, b.load(x, k.sub(lane, 3), true), { isGuarded: true }));
});

/** A column of a matrix of 64 columns for each program. */
export const column = buildKernel("column", (b) => {
  const g = b.gridIndex("column");
  const x = b.input("x", "f32");
  const out = b.output("out", "f32");
  b.lanes(16, (lane) => b.store(out, k.add(k.mul(g, 16), lane), b.load(x, k.add(k.mul(lane, 64), g))));
});

/** Sums down the columns of a matrix: lanes side by side, a serial loop down. */
export const columnSums = buildKernel("columnSums", (b) => {
  const g = b.gridIndex("block");
  const rows = b.param("rows", "i32");
  const x = b.input("x", "f32");
  const out = b.output("out", "f32");
  b.lanes(64, (lane) => {
    const at = k.add(k.mul(g, 64), lane);
    const total = b.variable("total", k.constant(0, "f32"));
    b.loop("row", rows, (row) => b.set(total, k.add(total, b.load(x, k.add(k.mul(row, 256), at)))));
    b.store(out, at, total);
  });
});

/** Rows of a table, by index; the quotient and remainder of the lane give row and column. */
export const gather = buildKernel("gather", (b) => {
  b.gridIndex("g");
  const n = b.param("n", "i32");
  const table = b.input("table", "f32");
  const rows = b.input("rows", "i32");
  const out = b.output("out", "f32");
  b.lanes(n, (lane) => {
    const row = b.let("row", b.load(rows, k.idiv(lane, k.constant(10, "i32"))));
    b.store(out, lane, b.load(table, k.add(k.mul(row, 10), k.mod(lane, k.constant(10, "i32"))), true));
  });
});

/** Comparison to bool, and selection by one. */
export const masks = buildKernel("masks", (b) => {
  b.gridIndex("g");
  const n = b.param("n", "i32");
  const x = b.input("x", "f32");
  const keep = b.input("keep", "bool");
  const isLarge = b.output("isLarge", "bool");
  const out = b.output("out", "f32");
  b.lanes(n, (lane) => {
    const value = b.load(x, lane);
    const condition = k.and(k.lt(k.constant(1, "f32"), value), k.not(b.load(keep, lane)));
    b.store(isLarge, lane, condition);
    b.store(out, lane, value, { condition });
  });
});

/** Half precision in and out. */
export const halves = buildKernel("halves", (b) => {
  b.gridIndex("g");
  const x = b.input("x", "f16");
  const out = b.output("out", "f16");
  b.lanes(64, (lane) => b.store(out, lane, k.mul(b.load(x, lane), 2)));
});

/** Double precision: single lanes, and an imported function. */
export const doubles = buildKernel("doubles", (b) => {
  b.gridIndex("g");
  const n = b.param("n", "i32");
  const x = b.input("x", "f64");
  const out = b.output("out", "f64");
  const total = b.reduce("total", "sum", n, (lane) => k.exp(b.load(x, lane)));
  b.store(out, 0, total);
});

/** Rolling sums in shared memory, by doubling distances. */
export const scan = buildKernel("scan", (b) => {
  const g = b.gridIndex("row");
  const x = b.input("x", "f32");
  const out = b.output("out", "f32");
  const [from, to] = [b.shared("from", "f32", 32), b.shared("to", "f32", 32)];
  const at = (lane: Expr): Expr => k.add(k.mul(g, 32), lane);
  b.lanes(32, (lane) => b.store(from, lane, b.load(x, at(lane))));
  b.loop("step", 5, (step) => {
    const distance = b.let("distance", k.shl(k.constant(1, "i32"), step));
    b.lanes(32, (lane) => b.store(to, lane, k.add(b.load(from, lane), b.load(from, k.sub(lane, distance), true))));
    b.lanes(32, (lane) => b.store(from, lane, b.load(to, lane)));
  });
  b.lanes(32, (lane) => b.store(out, at(lane), b.load(from, lane)));
});
