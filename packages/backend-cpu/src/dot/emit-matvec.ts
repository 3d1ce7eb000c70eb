/**
 * @file Matrix times vector: out[i] = Σ_k a[i, k] · b[k], with a stored [M, K]. Lanes run along k. Every row is summed in
 * the same order, whichever function takes it.
 */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef, FunctionType } from "../wasm/types.ts";
import { emitMultiplyAdd } from "./emit-tile.ts";

/** Rows that are summed side by side, to hide the time that one addition takes. */
export const MATVEC_ROWS = 8;

/** Parameters: a, from one row to the next, b, number of k, output. */
const ROWS_TYPE: FunctionType = { params: ["i32", "i32", "i32", "i32", "i32"], results: [] };

/** Adds a function for `rows` rows. */
export function emitMatVecRows(m: ModuleBuilder, rows: number, isFma: boolean): FunctionRef {
  const fill = (f: FunctionBuilder): void => {
    const [a, aRow, b, k, out] = f.params as unknown as readonly [Local, Local, Local, Local, Local];
    const sums = Array.from({ length: rows }, () => f.local("v128"));
    const pointers = sums.map((_, i) => (i === 0 ? a : f.local("i32")));
    pointers.forEach((pointer, i) => {
      const before = pointers[i - 1];
      if (before !== undefined) f.get(before).get(aRow).op("i32.add").set(pointer);
    });
    const step = (op: "v128.load" | "v128.load32_zero", count: number): void => {
      const x = f.local("v128");
      const y = f.local("v128");
      f.get(k).i32(count).op("i32.ge_s");
      f.if(() =>
        f.loop((again) => {
          f.get(b).memory(op).set(y);
          sums.forEach((sum, i) => {
            f.get(pointers[i] ?? a)
              .memory(op)
              .set(x);
            emitMultiplyAdd(f, sum, x, y, isFma);
          });
          for (const pointer of [b, ...pointers])
            f.get(pointer)
              .i32(count * 4)
              .op("i32.add")
              .set(pointer);
          f.get(k).i32(count).op("i32.sub").tee(k).i32(count).op("i32.ge_s").brIf(again);
        }),
      );
    };
    step("v128.load", 4);
    step("v128.load32_zero", 1);
    sums.forEach((sum, i) => {
      f.get(sum).get(sum).get(sum).shuffleWords([2, 3, 0, 1]).op("f32x4.add").set(sum);
      f.get(out).get(sum).lane("f32x4.extract_lane", 0).get(sum).lane("f32x4.extract_lane", 1).op("f32.add");
      f.memory("f32.store", i * 4);
    });
  };
  return m.function(`matvec_${rows}`, ROWS_TYPE, fill, false);
}
