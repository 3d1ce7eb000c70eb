/**
 * @file Packing: copies of parts of a and b in the order in which tiles read them. Whole vectors are read, so up to a
 * vector group behind a matrix; what comes from there never reaches the output.
 */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef } from "../wasm/types.ts";
import { bPanelBytes, columnsOf, type DotTile, PANEL_GROUP, panelBytes } from "./tile.ts";

const I32_5 = { params: ["i32", "i32", "i32", "i32", "i32"], results: [] } as const;

function params5({ params }: FunctionBuilder): readonly [Local, Local, Local, Local, Local] {
  return params as unknown as readonly [Local, Local, Local, Local, Local];
}

function advance(f: FunctionBuilder, pointer: Local, sizeBytes: number): void {
  f.get(pointer).i32(sizeBytes).op("i32.add").set(pointer);
}

/**
 * Packs a that is stored [K, M] into panels of the tile's rows, each [K, rows]. Vectors overlap: what one writes too much
 * is overwritten by the next.
 * Parameters: a, from one k to the next, rows, number of k (> 0), target.
 */
export function emitPackA(m: ModuleBuilder, tile: DotTile): FunctionRef {
  const fill = (f: FunctionBuilder): void => {
    const [a, aRow, rows, k, target] = params5(f);
    const from = f.local("i32");
    const to = f.local("i32");
    const left = f.local("i32");
    f.loop((nextGroup) => {
      f.get(a).set(from).get(target).set(to).get(k).set(left);
      f.loop((again) => {
        for (let panel = 0; panel < PANEL_GROUP; panel++) {
          for (let x = 0; x < tile.rows; x += 4) {
            f.get(to)
              .get(from)
              .memory("v128.load", (panel * tile.rows + x) * 4);
            f.memory("v128.store", panel * panelBytes(tile) + x * 4);
          }
        }
        f.get(from).get(aRow).op("i32.add").set(from);
        advance(f, to, tile.rows * 4);
        f.get(left).i32(1).op("i32.sub").tee(left).brIf(again);
      });
      advance(f, a, PANEL_GROUP * tile.rows * 4);
      advance(f, target, PANEL_GROUP * panelBytes(tile));
      f.get(rows)
        .i32(PANEL_GROUP * tile.rows)
        .op("i32.sub")
        .tee(rows)
        .i32(0)
        .op("i32.gt_s")
        .brIf(nextGroup);
    });
  };
  return m.function("packA", I32_5, fill, false);
}

/**
 * Packs b that is stored [K, N] into panels of the tile's columns, each [K, columns].
 * Parameters: b, from one k to the next, columns (> 0), number of k (> 0), target.
 */
export function emitPackB(m: ModuleBuilder, tile: DotTile): FunctionRef {
  const fill = (f: FunctionBuilder): void => {
    const [b, bRow, columns, k, target] = params5(f);
    f.get(columns).i32(columnsOf(tile)).op("i32.gt_s");
    f.if(
      () => emitCopyLoop(f, { b, bRow, k, target }, tile, PANEL_GROUP),
      () => emitCopyLoop(f, { b, bRow, k, target }, tile, 1),
    );
  };
  return m.function("packB", I32_5, fill, false);
}

function emitCopyLoop(
  f: FunctionBuilder,
  { b, bRow, k, target }: Readonly<Record<"b" | "bRow" | "k" | "target", Local>>,
  tile: DotTile,
  panels: number,
): void {
  const stride = columnsOf(tile) * 4;
  f.loop((again) => {
    for (let panel = 0; panel < panels; panel++) {
      for (let x = 0; x < stride; x += 16) {
        f.get(target)
          .get(b)
          .memory("v128.load", panel * stride + x);
        f.memory("v128.store", panel * bPanelBytes(tile) + x);
      }
    }
    f.get(b).get(bRow).op("i32.add").set(b);
    advance(f, target, stride);
    f.get(k).i32(1).op("i32.sub").tee(k).brIf(again);
  });
}

/**
 * Packs b that is stored [N, K] into panels of the tile's columns, each [K, columns], by transposing 4 × 4 blocks.
 * Parameters: b, from one column to the next, columns (> 0), number of k (> 0), target.
 */
export function emitPackTransposedB(m: ModuleBuilder, tile: DotTile): FunctionRef {
  const fill = (f: FunctionBuilder): void => {
    const [b, bRow, columns, k, target] = params5(f);
    const group = f.local("i32");
    const to = f.local("i32");
    const left = f.local("i32");
    const rows = [0, 1, 2, 3].map(() => f.local("i32"));
    f.loop((nextGroup) => {
      rows.forEach((row, x) => {
        emitClampedColumn(f, group, x, columns);
        f.get(bRow).op("i32.mul").get(b).op("i32.add").set(row);
      });
      f.get(target).get(group).i32(columnsOf(tile)).op("i32.div_u").i32(bPanelBytes(tile)).op("i32.mul").op("i32.add");
      f.get(group).i32(columnsOf(tile)).op("i32.rem_u").i32(4).op("i32.mul").op("i32.add").set(to);
      f.get(k).i32(4).op("i32.sub").tee(left).i32(0).op("i32.ge_s");
      f.if(() => emitTransposeLoop(f, rows, to, left, tile));
      f.get(left).i32(-4).op("i32.ne");
      f.if(() => emitLastRows(f, rows, to, left, tile));
      f.get(group).i32(4).op("i32.add").tee(group).get(columns).op("i32.lt_s").brIf(nextGroup);
    });
  };
  return m.function("packTransposedB", I32_5, fill, false);
}

/** Leaves min(group + x, columns − 1) on the stack. */
function emitClampedColumn(f: FunctionBuilder, group: Local, x: number, columns: Local): void {
  f.get(group).i32(x).op("i32.add").get(columns).i32(1).op("i32.sub");
  f.get(group).i32(x).op("i32.add").get(columns).op("i32.lt_s").op("select");
}

/** Four k at a time; `left` holds how many there are, less four. */
function emitTransposeLoop(f: FunctionBuilder, rows: readonly Local[], to: Local, left: Local, tile: DotTile): void {
  const [r0, r1, r2, r3] = rows.map(() => f.local("v128")) as [Local, Local, Local, Local];
  const [t0, t1, t2, t3] = rows.map(() => f.local("v128")) as [Local, Local, Local, Local];
  const stride = columnsOf(tile) * 4;
  f.loop((again) => {
    [r0, r1, r2, r3].forEach((vector, x) => {
      const row = rows[x];
      if (row !== undefined) f.get(row).memory("v128.load").set(vector);
    });
    f.get(r0).get(r1).shuffleWords([0, 4, 1, 5]).set(t0);
    f.get(r2).get(r3).shuffleWords([0, 4, 1, 5]).set(t1);
    f.get(r0).get(r1).shuffleWords([2, 6, 3, 7]).set(t2);
    f.get(r2).get(r3).shuffleWords([2, 6, 3, 7]).set(t3);
    f.get(to).get(t0).get(t1).shuffleWords([0, 1, 4, 5]).memory("v128.store", 0);
    f.get(to).get(t0).get(t1).shuffleWords([2, 3, 6, 7]).memory("v128.store", stride);
    f.get(to)
      .get(t2)
      .get(t3)
      .shuffleWords([0, 1, 4, 5])
      .memory("v128.store", 2 * stride);
    f.get(to)
      .get(t2)
      .get(t3)
      .shuffleWords([2, 3, 6, 7])
      .memory("v128.store", 3 * stride);
    for (const row of rows) advance(f, row, 16);
    advance(f, to, 4 * stride);
    f.get(left).i32(4).op("i32.sub").tee(left).i32(0).op("i32.ge_s").brIf(again);
  });
}

/** The last one to three k; `left` holds how many there are, less four. */
function emitLastRows(f: FunctionBuilder, rows: readonly Local[], to: Local, left: Local, tile: DotTile): void {
  f.loop((again) => {
    rows.forEach((row, x) => {
      f.get(to)
        .get(row)
        .memory("f32.load")
        .memory("f32.store", x * 4);
      advance(f, row, 4);
    });
    advance(f, to, columnsOf(tile) * 4);
    f.get(left).i32(1).op("i32.sub").tee(left).i32(-4).op("i32.ne").brIf(again);
  });
}
