/**
 * @file Packing of b where it is a view, as the windows of a convolution are: elements lie at the sum of a number by row and one
 * by column. Vectors of columns that lie side by side, or every other one, are loaded whole, any others one by one.
 */
import type { Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef } from "../wasm/types.ts";
import { I32Code, paramsOf } from "./i32-code.ts";
import { bPanelBytes, columnsOf, type DotTile } from "./tile.ts";

type Params = readonly [columnsAt: Local, columns: Local, k: Local, target: Local, rowsAt: Local, data: Local];

/** Rows that are packed in a round. Tables of rows are that much longer, and panels have room for it. */
const ROWS = 4;

/**
 * Adds a function that packs a view into panels of the tile's columns, each [K, columns].
 * Parameters: table of columns, columns (> 0), number of k (> 0), target, table of rows, data.
 */
export function emitPackView(m: ModuleBuilder, tile: DotTile): FunctionRef {
  const type = { params: Array.from({ length: 6 }, () => "i32" as const), results: [] };
  return m.function(
    "packView",
    type,
    (f) => {
      const c = new I32Code(f);
      const [columnsAt, columns, k, target, rowsAt, data] = paramsOf<Params>(f);
      const column = c.let(0);
      const [first, to, last] = [f.local("i32"), f.local("i32"), c.let(c.add(rowsAt, c.mul(k, 4)))];
      const next = [1, 2, 3].map(() => f.local("i32"));
      const vector = { rowsAt: f.local("i32"), last, to, first, next };
      c.doWhile(
        () => {
          c.set(first, c.word(columnsAt, 0));
          next.forEach((distance, x) => {
            c.set(distance, c.sub(c.word(columnsAt, x + 1), first));
          });
          c.set(first, c.add(data, first));
          const panel = c.mul(c.op("i32.div_u", column, columnsOf(tile)), bPanelBytes(tile));
          c.set(to, c.add(c.add(target, panel), c.mul(c.op("i32.rem_u", column, columnsOf(tile)), 4)));
          c.set(vector.rowsAt, rowsAt);
          emitVector(c, vector, tile);
          c.set(columnsAt, c.add(columnsAt, 16));
          c.set(column, c.add(column, 4));
        },
        c.op("i32.lt_s", column, columns),
      );
    },
    false,
  );
}

interface Vector {
  /** The table of rows, and where it ends. */
  readonly rowsAt: Local;
  readonly last: Local;
  readonly to: Local;
  /** Address of the first column, and distances of the other three from it. */
  readonly first: Local;
  readonly next: readonly Local[];
}

/** One vector of columns, in the way that suits how they lie. */
function emitVector(c: I32Code, vector: Vector, tile: DotTile): void {
  const { f } = c;
  const { next } = vector;
  const isApart = (bytes: number): (() => void) => {
    const [one = 0, two = 0, three = 0] = next.map((distance, x) => c.op("i32.eq", distance, bytes * (x + 1)));
    return c.op("i32.and", c.op("i32.and", one, two), three);
  };
  const rows = (load: (row: Local) => void): void => emitRows(c, vector, tile, load);
  c.if(
    isApart(4),
    () => rows((row) => void f.get(row).memory("v128.load")),
    () =>
      c.if(
        isApart(8),
        () =>
          rows(
            (row) => void f.get(row).memory("v128.load").get(row).memory("v128.load", 16).shuffleWords([0, 2, 4, 6]),
          ),
        () => rows((row) => emitGather(c, row, next)),
      ),
  );
}

/** Leaves the four numbers at a row's first column and at these distances from it. */
function emitGather(c: I32Code, row: Local, next: readonly Local[]): void {
  const { f } = c;
  const numbers = f.local("v128");
  f.get(row).memory("v128.load32_zero").set(numbers);
  next.forEach((distance, x) => {
    f.get(row)
      .get(distance)
      .op("i32.add")
      .get(numbers)
      .memoryLane("v128.load32_lane", x + 1)
      .set(numbers);
  });
  f.get(numbers);
}

/** All rows of a vector, some at a time. */
function emitRows(c: I32Code, { rowsAt, last, to, first }: Vector, tile: DotTile, load: (row: Local) => void): void {
  const { f } = c;
  const stride = columnsOf(tile) * 4;
  const row = f.local("i32");
  c.doWhile(
    () => {
      for (let x = 0; x < ROWS; x++) {
        c.set(row, c.add(first, c.word(rowsAt, x)));
        f.get(to);
        load(row);
        f.memory("v128.store", x * stride);
      }
      c.set(to, c.add(to, ROWS * stride));
      c.set(rowsAt, c.add(rowsAt, ROWS * 4));
    },
    c.op("i32.lt_u", rowsAt, last),
  );
}
