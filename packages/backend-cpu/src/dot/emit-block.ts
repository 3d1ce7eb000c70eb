/**
 * @file One block of the output: all of k, in blocks that are added up in memory; in each, panels of b from left to right,
 * packed where that pays, and tiles from top to bottom. Every output element sees the same sums in the same order, wherever
 * blocks begin and end.
 * @see K. Goto, R. van de Geijn (2008), Anatomy of high-performance matrix multiplication
 */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef, FunctionType } from "../wasm/types.ts";
import { DOT_ARGS } from "./args.ts";
import { emitPackA, emitPackB, emitPackTransposedB } from "./emit-pack.ts";
import { emitTile, TILE_TYPE } from "./emit-tile.ts";
import { type I32, I32Code, paramsOf } from "./i32-code.ts";
import { BLOCK_K, bPanelBytes, columnsOf, type DotTarget, PANEL_GROUP, panelBytes } from "./tile.ts";

/** Rows of tiles from which on b is worth packing, where it could be read as it lies: few if its rows are far apart. */
const PACK_TILE_ROWS = 5;
const PACK_TILE_ROWS_FAR = 2;
const FAR_BYTES = 1024;

/** Parameters: arguments, scratch, a, b, output, rows and columns of the block. */
const BLOCK_TYPE: FunctionType = { params: Array.from({ length: 7 }, () => "i32" as const), results: [] };

interface BlockFunctions {
  readonly fullTile: FunctionRef;
  readonly edgeTile: FunctionRef;
  readonly packA: FunctionRef;
  readonly packB: FunctionRef;
  readonly packTransposedB: FunctionRef;
}

/** An operand as tiles read it. Distances are in bytes. */
interface TileOperand {
  readonly pointer: Local;
  /** From one row of a to the next. */
  readonly row: Local;
  /** From one k to the next. */
  readonly step: Local;
  /** From one tile to the next. */
  readonly tile: Local;
}

/** Adds the function of a block, and all that it calls. */
export function emitBlock(m: ModuleBuilder, target: DotTarget): FunctionRef {
  const { tile, isFma } = target;
  const tiles = Array.from({ length: tile.rows }, (_, r) =>
    Array.from({ length: tile.vectors }, (_, v) => emitTile(m, r + 1, v + 1, isFma)),
  );
  const edgeTile = emitEdgeTile(m, tiles);
  const functions: BlockFunctions = {
    fullTile: tiles[tile.rows - 1]?.[tile.vectors - 1] ?? edgeTile,
    edgeTile,
    packA: emitPackA(m, tile),
    packB: emitPackB(m, tile),
    packTransposedB: emitPackTransposedB(m, tile),
  };
  return m.function("block", BLOCK_TYPE, (f) => emitBlockBody(f, target, functions), false);
}

/** Calls the tile of so many rows and vectors: its first two parameters, before those of the tile. */
function emitEdgeTile(m: ModuleBuilder, tiles: readonly (readonly FunctionRef[])[]): FunctionRef {
  const type: FunctionType = { params: ["i32", "i32", ...TILE_TYPE.params], results: [] };
  const fill = (f: FunctionBuilder): void => {
    const c = new I32Code(f);
    const [rows, vectors, ...rest] = paramsOf<readonly [Local, Local, ...Local[]]>(f);
    tiles.forEach((row, r) => {
      c.if(c.op("i32.eq", rows, r + 1), () => {
        row.forEach((tile, v) => {
          c.if(c.op("i32.eq", vectors, v + 1), () => c.call(tile, ...rest));
        });
      });
    });
  };
  return m.function("edgeTile", type, fill, false);
}

function emitBlockBody(f: FunctionBuilder, target: DotTarget, functions: BlockFunctions): void {
  const c = new I32Code(f);
  const [args, scratch, a, b, out, rows, columns] =
    paramsOf<readonly [Local, Local, Local, Local, Local, Local, Local]>(f);
  const aRow = c.let(c.word(args, DOT_ARGS.aRow));
  const bRow = c.let(c.word(args, DOT_ARGS.bRow));
  const isATransposed = c.let(c.word(args, DOT_ARGS.isATransposed));
  const isBTransposed = c.let(c.word(args, DOT_ARGS.isBTransposed));
  const kLeft = c.let(c.word(args, DOT_ARGS.k));
  const isFirst = c.let(1);
  const k = f.local("i32");
  c.doWhile(
    () => {
      c.set(k, c.min(kLeft, BLOCK_K));
      const left = emitA(c, target, functions, { a, aRow, isATransposed, scratch, rows, k });
      const operands = { args, scratch, b, bRow, isBTransposed, out, rows, columns, k, isFirst };
      emitPanels(c, target, functions, left, operands);
      c.set(a, c.add(a, c.mul(k, c.select(isATransposed, aRow, 4))));
      c.set(b, c.add(b, c.mul(k, c.select(isBTransposed, 4, bRow))));
      c.set(isFirst, 0);
      c.set(kLeft, c.sub(kLeft, BLOCK_K));
    },
    c.op("i32.gt_s", kLeft, 0),
  );
}

type Named<T extends string> = Readonly<Record<T, Local>>;

/** a's tiles: packed if a is transposed, else where they lie. */
function emitA(
  c: I32Code,
  { tile }: DotTarget,
  { packA }: BlockFunctions,
  { a, aRow, isATransposed, scratch, rows, k }: Named<"a" | "aRow" | "isATransposed" | "scratch" | "rows" | "k">,
): TileOperand {
  const packed = c.let(c.add(scratch, PANEL_GROUP * bPanelBytes(tile)));
  c.if(isATransposed, () => c.if(k, () => c.call(packA, a, aRow, rows, k, packed)));
  return {
    pointer: c.let(c.select(isATransposed, packed, a)),
    row: c.let(c.select(isATransposed, 4, aRow)),
    step: c.let(c.select(isATransposed, tile.rows * 4, 4)),
    tile: c.let(c.select(isATransposed, panelBytes(tile), c.mul(aRow, tile.rows))),
  };
}

function emitPanels(
  c: I32Code,
  { tile }: DotTarget,
  functions: BlockFunctions,
  left: TileOperand,
  p: Named<"args" | "scratch" | "b" | "bRow" | "isBTransposed" | "out" | "rows" | "columns" | "k" | "isFirst">,
): void {
  const columns = columnsOf(tile);
  const { scratch, isBTransposed, rows, k } = p;
  const bTile = c.let(p.b);
  const outTile = c.let(p.out);
  const columnsLeft = c.let(p.columns);
  const outRow = c.let(c.word(p.args, DOT_ARGS.outRow));
  const tileColumns = c.f.local("i32");
  const packRows = c.select(c.op("i32.ge_s", p.bRow, FAR_BYTES), PACK_TILE_ROWS_FAR, PACK_TILE_ROWS);
  const isWorthPacking = c.op("i32.ge_s", rows, c.mul(packRows, tile.rows));
  const isPacked = c.let(c.op("i32.and", c.op("i32.ne", k, 0), c.op("i32.or", isBTransposed, isWorthPacking)));
  const panel = c.let(0);
  c.doWhile(
    () => {
      c.set(tileColumns, c.min(columnsLeft, columns));
      c.if(c.op("i32.and", isPacked, c.op("i32.eqz", panel)), () => {
        const groupColumns = c.min(columnsLeft, PANEL_GROUP * columns);
        const pack = (target: FunctionRef): void => c.call(target, bTile, p.bRow, groupColumns, k, scratch);
        c.if(
          isBTransposed,
          () => pack(functions.packTransposedB),
          () => pack(functions.packB),
        );
      });
      const right = {
        pointer: c.let(c.select(isPacked, c.add(scratch, c.mul(panel, bPanelBytes(tile))), bTile)),
        step: c.let(c.select(isPacked, columns * 4, p.bRow)),
      };
      const output = { rows, tileColumns, k, isFirst: p.isFirst, out: outTile, outRow };
      emitTiles(c, tile.rows, functions, left, right, output, columns);
      c.set(panel, c.op("i32.rem_u", c.add(panel, 1), PANEL_GROUP));
      c.set(bTile, c.add(bTile, c.mul(columns, c.select(isBTransposed, p.bRow, 4))));
      c.set(outTile, c.add(outTile, columns * 4));
      c.set(columnsLeft, c.sub(columnsLeft, columns));
    },
    c.op("i32.gt_s", columnsLeft, 0),
  );
}

/** One panel of b against all rows. */
function emitTiles(
  c: I32Code,
  tileRows: number,
  { fullTile, edgeTile }: BlockFunctions,
  left: TileOperand,
  right: Pick<TileOperand, "pointer" | "step">,
  { rows, tileColumns, k, isFirst, out, outRow }: Named<"rows" | "tileColumns" | "k" | "isFirst" | "out" | "outRow">,
  columns: number,
): void {
  const vectors = c.let(c.op("i32.shr_u", c.add(tileColumns, 3), 2));
  const lastLanes = c.let(c.sub(c.add(tileColumns, 4), c.mul(vectors, 4)));
  const aNow = c.let(left.pointer);
  const outNow = c.let(out);
  const rowsLeft = c.let(rows);
  const operands: readonly I32[] = [
    aNow,
    left.row,
    left.step,
    right.pointer,
    right.step,
    k,
    outNow,
    outRow,
    lastLanes,
    isFirst,
  ];
  c.doWhile(
    () => {
      const isFull = c.op("i32.and", c.op("i32.ge_s", rowsLeft, tileRows), c.op("i32.eq", vectors, columns / 4));
      c.if(
        isFull,
        () => c.call(fullTile, ...operands),
        () => c.call(edgeTile, c.min(rowsLeft, tileRows), vectors, ...operands),
      );
      c.set(aNow, c.add(aNow, left.tile));
      c.set(outNow, c.add(outNow, c.mul(outRow, tileRows)));
      c.set(rowsLeft, c.sub(rowsLeft, tileRows));
    },
    c.op("i32.gt_s", rowsLeft, 0),
  );
}
