/**
 * @file `scatterAdd` for devices that run lanes one after the other: a program copies its part of the base and goes
 * through all updates once, in their order, so that nothing has to be sorted. Updates of other parts are passed over.
 */
import type { DType } from "../dtype.ts";
import { buildKernel } from "../kernel/build.ts";
import { add, and, le, lt, min, mul, sub } from "../kernel/expr.ts";
import type { Kernel } from "../kernel/types.ts";

/**
 * Grid: outer, part. `isFlat`: each target is one element; otherwise lanes go over the elements of a row, whose indices
 * may differ.
 */
export function serialScatterKernel(dtype: DType, isFlat: boolean): Kernel {
  return buildKernel(isFlat ? "scatter-serially" : "scatter-serially-rows", (k) => {
    const [outer, part] = [k.gridIndex("outer"), k.gridIndex("part")];
    const base = k.input("base", dtype);
    const indices = k.input("indices", "i32");
    const updates = k.input("updates", dtype);
    const out = k.buffer("out", dtype, "readwrite");
    const targets = k.param("targets", "i32");
    const count = k.param("updates", "i32");
    const inner = k.param("inner", "i32");
    const width = k.param("targetsOfPart", "i32");
    const low = k.let("low", mul(part, width));
    const high = k.let("high", min(add(low, width), targets));
    const rows = k.let("rows", mul(outer, targets));
    const start = k.let("start", mul(add(rows, low), inner));
    k.lanes(mul(sub(high, low), inner), (lane) => k.store(out, add(start, lane), k.load(base, add(start, lane))));
    const first = k.let("first", mul(outer, count));
    if (isFlat) {
      k.lanes(1, () =>
        k.loop("j", count, (j) => {
          const from = k.let("from", add(first, j));
          const index = k.let("index", k.load(indices, from));
          k.if(and(le(low, index), lt(index, high)), () => {
            const at = k.let("at", add(rows, index));
            k.store(out, at, add(k.load(out, at), k.load(updates, from)));
          });
        }),
      );
      return;
    }
    k.loop("j", count, (j) => {
      const row = k.let("row", mul(add(first, j), inner));
      k.lanes(inner, (lane) => {
        const from = k.let("from", add(row, lane));
        const index = k.let("index", k.load(indices, from));
        const condition = k.let("isMeant", and(le(low, index), lt(index, high)));
        const at = k.let("at", add(mul(add(rows, index), inner), lane));
        k.store(out, at, add(k.load(out, at, true), k.load(updates, from)), { isGuarded: true, condition });
      });
    });
  });
}
