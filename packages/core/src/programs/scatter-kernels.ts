/** @file The kernels of `scatterAdd`: each target adds the updates meant for it, in their order. */
import type { DType } from "../dtype.ts";
import { buildKernel } from "../kernel/build.ts";
import { add, bitcast, eq, idiv, min, mul, sub, where } from "../kernel/expr.ts";
import type { Expr, Kernel } from "../kernel/types.ts";
import { CHUNK } from "./program-builder.ts";
import { lowerBound } from "./sort-kernels.ts";

/** The base, to which nothing is added. */
export function copyKernel(dtype: DType): Kernel {
  return buildKernel("scatter-nothing", (k) => {
    const chunk = k.gridIndex("chunk");
    const [base, out] = [k.input("base", dtype), k.output("out", dtype)];
    const size = k.param("size", "i32");
    const start = k.let("start", mul(chunk, CHUNK));
    k.hintLanes(CHUNK);
    k.lanes(min(sub(size, start), CHUNK), (lane) => k.store(out, add(start, lane), k.load(base, add(start, lane))));
  });
}

/** Every target looks at all updates of its column. */
export function fewUpdatesKernel(dtype: DType, isFlat: boolean): Kernel {
  return buildKernel("scatter-few", (k) => {
    const outer = k.gridIndex("outer");
    const chunk = k.gridIndex("chunk");
    const base = k.input("base", dtype);
    const indices = k.input("indices", "i32");
    const updates = k.input("updates", dtype);
    const out = k.output("out", dtype);
    const size = k.param("size", "i32");
    const count = k.param("updates", "i32");
    const inner = k.param("inner", "i32");
    const start = k.let("start", mul(chunk, CHUNK));
    k.hintLanes(CHUNK);
    k.lanes(k.let("lanes", min(sub(size, start), CHUNK)), (lane) => {
      const element = k.let("element", add(start, lane));
      const target = isFlat ? element : k.let("target", idiv(element, inner));
      const column = isFlat ? undefined : k.let("column", sub(element, mul(target, inner)));
      const at = k.let("at", add(mul(outer, size), element));
      const total = k.variable("total", k.load(base, at));
      k.loop("j", count, (j) => {
        const row = mul(add(mul(outer, count), j), inner);
        const source = k.let("source", column === undefined ? row : add(row, column));
        const isMeant = eq(k.load(indices, source), target);
        k.set(total, where(isMeant, add(total, k.load(updates, source)), total));
      });
      k.store(out, at, total);
    });
  });
}

/** One program for each target row, lanes along the row. The segment is found once for all lanes. */
export function rowSegmentsKernel(dtype: DType): Kernel {
  return buildKernel("scatter-rows", (k) => {
    const outer = k.gridIndex("outer");
    const target = k.gridIndex("target");
    const base = k.input("base", dtype);
    const keys = k.input("keys", "u32");
    const positions = k.input("positions", "i32");
    const updates = k.input("updates", dtype);
    const out = k.output("out", dtype);
    const targets = k.param("targets", "i32");
    const count = k.param("updates", "i32");
    const inner = k.param("inner", "i32");
    const listStride = k.param("listStride", "i32");
    const steps = k.param("steps", "i32");
    const list = k.let("list", mul(outer, listStride));
    const keyAt = (index: Expr): Expr => k.load(keys, add(list, index));
    const key = bitcast(target, "u32");
    const begin = lowerBound(k, keyAt, count, steps, key);
    const end = lowerBound(k, keyAt, count, steps, add(key, 1));
    const length = k.let("length", sub(end, begin));
    const row = k.let("row", mul(add(mul(outer, targets), target), inner));
    const first = k.let("first", add(list, begin));
    const source = k.let("source", mul(outer, count));
    k.hintLanes(CHUNK);
    k.lanes(inner, (lane) => {
      const total = k.variable("total", k.load(base, add(row, lane)));
      k.loop("j", length, (j) => {
        const update = k.let("update", mul(add(source, k.load(positions, add(first, j))), inner));
        k.set(total, add(total, k.load(updates, add(update, lane))));
      });
      k.store(out, add(row, lane), total);
    });
  });
}

/** One lane for each target element. */
export function elementSegmentsKernel(dtype: DType): Kernel {
  return buildKernel("scatter-elements", (k) => {
    const outer = k.gridIndex("outer");
    const chunk = k.gridIndex("chunk");
    const base = k.input("base", dtype);
    const keys = k.input("keys", "u32");
    const positions = k.input("positions", "i32");
    const updates = k.input("updates", dtype);
    const out = k.output("out", dtype);
    const size = k.param("size", "i32");
    const count = k.param("updates", "i32");
    const listStride = k.param("listStride", "i32");
    const steps = k.param("steps", "i32");
    const list = k.let("list", mul(outer, listStride));
    const start = k.let("start", mul(chunk, CHUNK));
    const source = k.let("source", mul(outer, count));
    const keyAt = (index: Expr): Expr => k.load(keys, add(list, index));
    k.hintLanes(CHUNK);
    k.lanes(k.let("lanes", min(sub(size, start), CHUNK)), (lane) => {
      const element = k.let("element", add(start, lane));
      const key = k.let("key", bitcast(element, "u32"));
      const begin = lowerBound(k, keyAt, count, steps, key);
      const end = lowerBound(k, keyAt, count, steps, add(key, 1));
      const at = k.let("at", add(mul(outer, size), element));
      const total = k.variable("total", k.load(base, at));
      k.loop("j", k.let("length", sub(end, begin)), (j) => {
        const update = k.load(positions, add(add(list, begin), j));
        k.set(total, add(total, k.load(updates, add(source, update))));
      });
      k.store(out, at, total);
    });
  });
}
