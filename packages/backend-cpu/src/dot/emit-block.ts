/**
 * @file One block of the output: all of k, in blocks; in each, panels of b from left to right, packed where that pays, and
 * tiles from top to bottom. Until the last block of k sums are kept in the order in which tiles come: the processor then
 * fetches them ahead, which it cannot do with pieces of rows of the output that lie pages apart. Every output element sees the same
 * sums in the same order, wherever blocks begin and end.
 * @see K. Goto, R. van de Geijn (2008), Anatomy of high-performance matrix multiplication
 */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef, FunctionType } from "../wasm/types.ts";
import { DOT_ARGS } from "./args.ts";
import { emitPackA, emitPackB, emitPackTransposedA, emitPackTransposedB } from "./emit-pack.ts";
import { emitPackView } from "./emit-pack-view.ts";
import { emitPanel } from "./emit-panel.ts";
import { I32Code, paramsOf } from "./i32-code.ts";
import { A_PITCH, B_SCRATCH_BYTES, bPanelBytes, columnsOf, type DotTarget, panelsOfGroup } from "./tile.ts";

/**
 * Parameters: arguments, scratch, a, b, output, rows and columns of the block, number of k; if b is a view, the table of its
 * rows, or else 0, and what it is a view of. b is then the table of its columns.
 */
const BLOCK_TYPE: FunctionType = { params: Array.from({ length: 10 }, () => "i32" as const), results: [] };

interface BlockFunctions {
  readonly panel: FunctionRef;
  readonly packA: FunctionRef;
  readonly packTransposedA: FunctionRef;
  readonly packB: FunctionRef;
  readonly packTransposedB: FunctionRef;
  readonly packView: FunctionRef;
}

/** Rows of a as tiles read them: their numbers lie one behind the other. */
interface RowsOfA {
  readonly pointer: Local;
  /** From one row to the next, in bytes. */
  readonly row: Local;
}

/** Adds the function of a block, and all that it calls. */
export function emitBlock(m: ModuleBuilder, target: DotTarget): FunctionRef {
  const { tile } = target;
  const functions: BlockFunctions = {
    panel: emitPanel(m, target),
    packA: emitPackA(m),
    packTransposedA: emitPackTransposedA(m),
    packB: emitPackB(m, tile),
    packTransposedB: emitPackTransposedB(m, tile),
    packView: emitPackView(m, tile),
  };
  return m.function("block", BLOCK_TYPE, (f) => emitBlockBody(f, target, functions), false);
}

function emitBlockBody(f: FunctionBuilder, target: DotTarget, functions: BlockFunctions): void {
  const c = new I32Code(f);
  const [args, scratch, a, b, out, rows, columns, kLeft, viewRows, data] =
    paramsOf<readonly [Local, Local, Local, Local, Local, Local, Local, Local, Local, Local]>(f);
  const aRow = c.let(c.word(args, DOT_ARGS.aRow));
  const bRow = c.let(c.word(args, DOT_ARGS.bRow));
  const isATransposed = c.let(c.word(args, DOT_ARGS.isATransposed));
  const isBTransposed = c.let(c.word(args, DOT_ARGS.isBTransposed));
  const blockK = c.let(c.word(args, DOT_ARGS.blockK));
  const isFirst = c.let(1);
  const isView = c.let(c.op("i32.ne", viewRows, 0));
  const k = f.local("i32");
  c.doWhile(
    () => {
      c.set(k, c.min(kLeft, blockK));
      const isLast = c.let(c.op("i32.le_s", kLeft, blockK));
      const left = emitA(c, functions, { args, a, aRow, isATransposed, scratch, rows, k });
      const operands = { args, scratch, b, bRow, isBTransposed, out, rows, columns, k, isFirst, isLast };
      const view = { isView, viewRows, data };
      emitPanels(c, target, functions, left, { ...operands, ...view });
      c.set(viewRows, c.add(viewRows, c.mul(k, 4)));
      c.set(a, c.add(a, c.mul(k, c.select(isATransposed, aRow, 4))));
      c.set(b, c.add(b, c.mul(k, c.select(isBTransposed, 4, bRow))));
      c.set(isFirst, 0);
      c.set(kLeft, c.sub(kLeft, blockK));
    },
    c.op("i32.gt_s", kLeft, 0),
  );
}

type Named<T extends string> = Readonly<Record<T, Local>>;

/** a's rows: packed if a is transposed or packing pays, else where they lie. */
function emitA(
  c: I32Code,
  { packA, packTransposedA }: BlockFunctions,
  {
    args,
    a,
    aRow,
    isATransposed,
    scratch,
    rows,
    k,
  }: Named<"args" | "a" | "aRow" | "isATransposed" | "scratch" | "rows" | "k">,
): RowsOfA {
  const packed = c.let(c.add(scratch, B_SCRATCH_BYTES));
  const isPacked = c.let(c.op("i32.and", c.op("i32.ne", k, 0), c.word(args, DOT_ARGS.shallPackA)));
  c.if(isPacked, () =>
    c.if(
      isATransposed,
      () => c.call(packTransposedA, a, aRow, rows, k, packed),
      () => c.call(packA, a, aRow, rows, k, packed),
    ),
  );
  return { pointer: c.let(c.select(isPacked, packed, a)), row: c.let(c.select(isPacked, A_PITCH, aRow)) };
}

function emitPanels(
  c: I32Code,
  { tile }: DotTarget,
  functions: BlockFunctions,
  left: RowsOfA,
  p: Named<
    | "args"
    | "scratch"
    | "b"
    | "bRow"
    | "isBTransposed"
    | "isView"
    | "viewRows"
    | "data"
    | "out"
    | "rows"
    | "columns"
    | "k"
    | "isFirst"
    | "isLast"
  >,
): void {
  const columns = columnsOf(tile);
  const { scratch, isBTransposed, rows, k } = p;
  const bTile = c.let(p.b);
  const outTile = c.let(p.out);
  const sums = c.let(c.add(scratch, c.word(p.args, DOT_ARGS.sumsAt)));
  const columnsLeft = c.let(p.columns);
  const outRow = c.let(c.word(p.args, DOT_ARGS.outRow));
  const tileColumns = c.f.local("i32");
  const isPacked = c.let(c.op("i32.and", c.op("i32.ne", k, 0), c.word(p.args, DOT_ARGS.shallPackB)));
  const panel = c.let(0);
  c.doWhile(
    () => {
      c.set(tileColumns, c.min(columnsLeft, columns));
      c.if(c.op("i32.and", isPacked, c.op("i32.eqz", panel)), () => {
        const groupColumns = c.let(c.min(columnsLeft, panelsOfGroup(tile) * columns));
        const pack = (target: FunctionRef): void => c.call(target, bTile, p.bRow, groupColumns, k, scratch);
        c.if(
          p.isView,
          () => c.call(functions.packView, bTile, groupColumns, k, scratch, p.viewRows, p.data),
          () =>
            c.if(
              isBTransposed,
              () => pack(functions.packTransposedB),
              () => pack(functions.packB),
            ),
        );
      });
      const right = {
        pointer: c.let(c.select(isPacked, c.add(scratch, c.mul(panel, bPanelBytes(tile))), bTile)),
        step: c.let(c.select(isPacked, columns * 4, p.bRow)),
      };
      const vectors = c.let(c.op("i32.shr_u", c.add(tileColumns, 3), 2));
      const lastLanes = c.sub(c.add(tileColumns, 4), c.mul(vectors, 4));
      const to = [c.select(p.isLast, outTile, sums), c.select(p.isLast, outRow, columns * 4)];
      const factors = [left.pointer, left.row, right.pointer, right.step, k];
      c.call(functions.panel, rows, vectors, ...factors, ...to, lastLanes, sums, columns * 4, p.isFirst);
      c.set(panel, c.op("i32.rem_u", c.add(panel, 1), panelsOfGroup(tile)));
      c.set(bTile, c.add(bTile, c.mul(columns, c.select(isBTransposed, p.bRow, 4))));
      c.set(outTile, c.add(outTile, columns * 4));
      c.set(sums, c.add(sums, c.mul(rows, columns * 4)));
      c.set(columnsLeft, c.sub(columnsLeft, columns));
    },
    c.op("i32.gt_s", columnsLeft, 0),
  );
}
