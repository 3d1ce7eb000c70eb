/** @file The dot module: one WebAssembly module for every shape and layout, which come as arguments. */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef } from "../wasm/types.ts";
import { DOT_ARGS, DOT_ARGS_BYTES, DOT_METHOD } from "./args.ts";
import { emitAddParts } from "./emit-add-parts.ts";
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
  const addParts = emitAddParts(m, target.isShared);
  m.function("run", { params: ["i32", "i32", "i32", "i32"], results: [] }, (f) =>
    emitRun(f, { block, matVec, vecMat, addParts }),
  );
  return m;
}

interface RowsFunction {
  readonly rows: number;
  readonly target: FunctionRef;
}

interface Functions {
  readonly block: FunctionRef;
  readonly matVec: readonly RowsFunction[];
  readonly vecMat: FunctionRef;
  readonly addParts: FunctionRef;
}

function emitRun(f: FunctionBuilder, { block, matVec, vecMat, addParts }: Functions): void {
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
  const [k, skipped] = [f.local("i32"), f.local("i32")];
  const [viewRows, data] = [f.local("i32"), f.local("i32")];
  const isInParts = c.let(c.op("i32.gt_s", arg("parts"), 1));
  c.doWhile(
    () => {
      const ownBlock = c.let(c.select(isInParts, 0, program));
      c.set(position, c.op("i32.div_u", ownBlock, arg("columnBlocks")));
      c.set(column, c.mul(c.op("i32.rem_u", ownBlock, arg("columnBlocks")), arg("blockColumns")));
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
      c.set(k, arg("k"));
      c.if(isInParts, () => {
        c.set(skipped, c.mul(program, arg("partK")));
        c.set(k, c.min(arg("partK"), c.sub(k, skipped)));
        c.set(a, c.add(a, c.mul(skipped, c.select(arg("isATransposed"), arg("aRow"), 4))));
        c.set(b, c.add(b, c.mul(skipped, c.select(arg("isBTransposed"), 4, arg("bRow")))));
        c.set(out, c.add(c.add(args, DOT_ARGS_BYTES), c.mul(program, arg("partBytes"))));
      });
      c.if(arg("viewRows"), () => {
        c.set(viewRows, c.add(c.add(args, arg("viewRows")), c.mul(skipped, 4)));
        c.set(b, c.add(c.add(args, arg("viewColumns")), c.mul(column, 4)));
        c.set(data, c.add(arg("b"), c.word(c.let(c.add(c.add(args, arg("viewBatches")), c.mul(batch, 4))), 0)));
      });
      const isMethod = (method: keyof typeof DOT_METHOD): (() => void) =>
        c.op("i32.eq", arg("method"), DOT_METHOD[method]);
      c.if(isMethod("tiles"), () => c.call(block, args, scratch, a, b, out, rows, columns, k, viewRows, data));
      c.if(isMethod("matVec"), () => emitMatVec(c, matVec, args, { a, b, out, rows, k }));
      c.if(isMethod("vecMat"), () => c.call(vecMat, a, b, arg("bRow"), k, out, columns));
      c.if(isInParts, () => c.call(addParts, args));
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
  { a, b, out, rows, k }: Readonly<Record<"a" | "b" | "out" | "rows" | "k", Local>>,
): void {
  const aRow = c.let(c.word(args, DOT_ARGS.aRow));
  for (const { rows: count, target } of functions) {
    c.if(c.op("i32.ge_s", rows, count), () =>
      c.doWhile(
        () => {
          c.call(target, a, aRow, b, k, out);
          c.set(a, c.add(a, c.mul(aRow, count)));
          c.set(out, c.add(out, count * 4));
          c.set(rows, c.sub(rows, count));
        },
        c.op("i32.ge_s", rows, count),
      ),
    );
  }
}
