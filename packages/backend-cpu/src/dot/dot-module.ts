/** @file The dot module: one WebAssembly module for every shape and layout, which come as arguments. */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef } from "../wasm/types.ts";
import { DOT_ARGS, DOT_METHOD } from "./args.ts";
import { emitBlock } from "./emit-block.ts";
import { emitMatVecRows, MATVEC_ROWS } from "./emit-matvec.ts";
import { emitVecMat } from "./emit-vecmat.ts";
import { I32Code, paramsOf } from "./i32-code.ts";
import type { DotTarget } from "./tile.ts";

/** The module's text or bytes come from its builder. It exports `run(args, scratch, begin, end)`; see `DOT_ARGS`. */
export function buildDotModule(target: DotTarget): ModuleBuilder {
  const m = new ModuleBuilder();
  m.importMemory("env", "memory", target.isShared);
  const block = emitBlock(m, target);
  const matVec = [MATVEC_ROWS, 1].map((rows) => ({ rows, target: emitMatVecRows(m, rows, target.isFma) }));
  const vecMat = emitVecMat(m, target.isFma);
  m.function("run", { params: ["i32", "i32", "i32", "i32"], results: [] }, (f) => emitRun(f, block, matVec, vecMat));
  return m;
}

interface RowsFunction {
  readonly rows: number;
  readonly target: FunctionRef;
}

function emitRun(f: FunctionBuilder, block: FunctionRef, matVec: readonly RowsFunction[], vecMat: FunctionRef): void {
  const c = new I32Code(f);
  const [args, scratch, program, end] = paramsOf<readonly [Local, Local, Local, Local]>(f);
  const arg = (name: keyof typeof DOT_ARGS): (() => void) => c.word(args, DOT_ARGS[name]);
  const position = f.local("i32");
  const batch = f.local("i32");
  const row = f.local("i32");
  const column = f.local("i32");
  const rows = f.local("i32");
  const columns = f.local("i32");
  const [a, b, out] = [f.local("i32"), f.local("i32"), f.local("i32")];
  c.doWhile(
    () => {
      c.set(position, c.op("i32.div_u", program, arg("columnBlocks")));
      c.set(column, c.mul(c.op("i32.rem_u", program, arg("columnBlocks")), arg("blockColumns")));
      c.set(row, c.mul(c.op("i32.rem_u", position, arg("rowBlocks")), arg("blockRows")));
      c.set(batch, c.op("i32.div_u", position, arg("rowBlocks")));
      c.set(rows, c.min(arg("blockRows"), c.sub(arg("m"), row)));
      c.set(columns, c.min(arg("blockColumns"), c.sub(arg("n"), column)));
      const aStart = c.mul(row, c.select(arg("isATransposed"), 4, arg("aRow")));
      const bStart = c.mul(column, c.select(arg("isBTransposed"), arg("bRow"), 4));
      const outStart = c.add(c.mul(row, arg("outRow")), c.mul(column, 4));
      c.set(a, c.add(c.add(arg("a"), c.mul(batch, arg("aBatch"))), aStart));
      c.set(b, c.add(c.add(arg("b"), c.mul(batch, arg("bBatch"))), bStart));
      c.set(out, c.add(c.add(arg("out"), c.mul(batch, arg("outBatch"))), outStart));
      const isMethod = (method: keyof typeof DOT_METHOD): (() => void) =>
        c.op("i32.eq", arg("method"), DOT_METHOD[method]);
      c.if(isMethod("tiles"), () => c.call(block, args, scratch, a, b, out, rows, columns));
      c.if(isMethod("matVec"), () => emitMatVec(c, matVec, args, { a, b, out, rows }));
      c.if(isMethod("vecMat"), () => c.call(vecMat, a, b, arg("bRow"), arg("k"), out, columns));
      c.set(program, c.add(program, 1));
    },
    c.op("i32.lt_s", program, end),
  );
}

/** All rows of a block, many at a time and then one by one. Changes its operands. */
function emitMatVec(
  c: I32Code,
  functions: readonly RowsFunction[],
  args: Local,
  { a, b, out, rows }: Readonly<Record<"a" | "b" | "out" | "rows", Local>>,
): void {
  const aRow = c.let(c.word(args, DOT_ARGS.aRow));
  for (const { rows: count, target } of functions) {
    c.if(c.op("i32.ge_s", rows, count), () =>
      c.doWhile(
        () => {
          c.call(target, a, aRow, b, c.word(args, DOT_ARGS.k), out);
          c.set(a, c.add(a, c.mul(aRow, count)));
          c.set(out, c.add(out, count * 4));
          c.set(rows, c.sub(rows, count));
        },
        c.op("i32.ge_s", rows, count),
      ),
    );
  }
}
