/**
 * @file Vector times matrix: out[j] = Σ_k a[k] · b[k, j], with b stored [K, N]. A few rows of b at a time are added to the
 * whole output, so that b is read once, in the order in which it lies.
 */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef, FunctionType } from "../wasm/types.ts";
import { emitMultiplyAdd } from "./emit-tile.ts";
import { I32Code, paramsOf } from "./i32-code.ts";

/** Rows of b that are added at a time. */
const ROWS = 4;

/** Parameters: a, b, from one row of b to the next, number of k, output, columns (> 0). */
const VEC_MAT_TYPE: FunctionType = { params: ["i32", "i32", "i32", "i32", "i32", "i32"], results: [] };

type Params = readonly [a: Local, b: Local, bRow: Local, k: Local, out: Local, columns: Local];

/** How the columns are walked through: by vectors, and then one by one. */
const STEPS = [
  { lanes: 4, load: "v128.load" },
  { lanes: 1, load: "v128.load32_zero" },
] as const;

export function emitVecMat(m: ModuleBuilder, isFma: boolean): FunctionRef {
  const fill = (f: FunctionBuilder): void => {
    const c = new I32Code(f);
    const [a, b, bRow, k] = paramsOf<Params>(f);
    emitRows(c, 0, isFma);
    for (const rows of [ROWS, 1]) {
      c.if(c.op("i32.ge_s", k, rows), () =>
        c.doWhile(
          () => {
            emitRows(c, rows, isFma);
            c.set(a, c.add(a, rows * 4));
            c.set(b, c.add(b, c.mul(bRow, rows)));
            c.set(k, c.sub(k, rows));
          },
          c.op("i32.ge_s", k, rows),
        ),
      );
    }
  };
  return m.function("vecMat", VEC_MAT_TYPE, fill, false);
}

/** Adds so many rows to the output; writes zeros if there are none. */
function emitRows(c: I32Code, rows: number, isFma: boolean): void {
  const { f } = c;
  const [a, b, bRow, , out, columns] = paramsOf<Params>(f);
  const to = c.let(out);
  const left = c.let(columns);
  const sum = f.local("v128");
  const vector = f.local("v128");
  const numbers = Array.from({ length: rows }, (_, i) => {
    const number = f.local("v128");
    f.get(a)
      .memory("v128.load32_splat", i * 4)
      .set(number);
    return number;
  });
  const pointers: Local[] = [];
  for (let i = 0; i < rows; i++) pointers.push(c.let(i === 0 ? b : c.add(pointers[i - 1] ?? b, bRow)));
  for (const { lanes, load } of STEPS) {
    c.if(c.op("i32.ge_s", left, lanes), () =>
      c.doWhile(
        () => {
          if (rows === 0) f.v128([0, 0, 0, 0]).set(sum);
          else f.get(to).memory(load).set(sum);
          numbers.forEach((number, i) => {
            f.get(pointers[i] ?? b)
              .memory(load)
              .set(vector);
            emitMultiplyAdd(f, sum, number, vector, isFma);
          });
          f.get(to).get(sum);
          if (lanes === 4) f.memory("v128.store");
          else f.memoryLane("v128.store32_lane", 0);
          for (const pointer of [to, ...pointers]) c.set(pointer, c.add(pointer, lanes * 4));
          c.set(left, c.sub(left, lanes));
        },
        c.op("i32.ge_s", left, lanes),
      ),
    );
  }
}
