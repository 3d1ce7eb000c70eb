/**
 * @file Packing: copies of parts of a and b in the order in which tiles read them. Whole vectors are read, so up to a
 * vector group behind a matrix; what comes from there never reaches the output.
 */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef } from "../wasm/types.ts";
import { A_PITCH, bPanelBytes, columnsOf, type DotTile, panelsOfGroup } from "./tile.ts";

const I32_5 = { params: ["i32", "i32", "i32", "i32", "i32"], results: [] } as const;

function params5({ params }: FunctionBuilder): readonly [Local, Local, Local, Local, Local] {
  return params as unknown as readonly [Local, Local, Local, Local, Local];
}

function advance(f: FunctionBuilder, pointer: Local, sizeBytes: number): void {
  f.get(pointer).i32(sizeBytes).op("i32.add").set(pointer);
}

/**
 * Packs rows of a that is stored [M, K], one behind the other at a distance of `A_PITCH`.
 * Parameters: a, from one row to the next, rows (> 0), number of k (> 0), target.
 */
export function emitPackA(m: ModuleBuilder): FunctionRef {
  const fill = (f: FunctionBuilder): void => {
    const [a, aRow, rows, k, target] = params5(f);
    const from = f.local("i32");
    const to = f.local("i32");
    const left = f.local("i32");
    f.loop((nextRow) => {
      f.get(a).set(from).get(target).set(to).get(k).set(left);
      f.loop((again) => {
        for (let x = 0; x < 64; x += 16) f.get(to).get(from).memory("v128.load", x).memory("v128.store", x);
        advance(f, from, 64);
        advance(f, to, 64);
        f.get(left).i32(16).op("i32.sub").tee(left).i32(0).op("i32.gt_s").brIf(again);
      });
      f.get(a).get(aRow).op("i32.add").set(a);
      advance(f, target, A_PITCH);
      f.get(rows).i32(1).op("i32.sub").tee(rows).brIf(nextRow);
    });
  };
  return m.function("packA", I32_5, fill, false);
}

/**
 * Packs columns of a that is stored [K, M] into rows at a distance of `A_PITCH`, by transposing 4 × 4 blocks. Of k that
 * are not there it repeats the last, which nobody reads.
 * Parameters: a, from one k to the next, rows (> 0), number of k (> 0), target.
 */
export function emitPackTransposedA(m: ModuleBuilder): FunctionRef {
  const fill = (f: FunctionBuilder): void => {
    const [a, aRow, rows, k, target] = params5(f);
    const to = f.local("i32");
    const left = f.local("i32");
    const now = f.local("i32");
    const from = [0, 1, 2, 3].map(() => f.local("i32"));
    f.loop((nextK) => {
      f.get(target).get(now).i32(4).op("i32.mul").op("i32.add").set(to);
      f.get(rows).set(left);
      from.forEach((pointer, x) => {
        emitClamped(f, now, x, k);
        f.get(aRow).op("i32.mul").get(a).op("i32.add").set(pointer);
      });
      f.loop((again) => {
        emitTransposed(f, from, to, A_PITCH);
        for (const pointer of from) advance(f, pointer, 16);
        advance(f, to, 4 * A_PITCH);
        f.get(left).i32(4).op("i32.sub").tee(left).i32(0).op("i32.gt_s").brIf(again);
      });
      advance(f, now, 4);
      f.get(now).get(k).op("i32.lt_s").brIf(nextK);
    });
  };
  return m.function("packTransposedA", I32_5, fill, false);
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
      () => emitCopyLoop(f, { b, bRow, k, target }, tile, panelsOfGroup(tile)),
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
        emitClamped(f, group, x, columns);
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

/** Leaves min(first + x, count − 1) on the stack. */
function emitClamped(f: FunctionBuilder, first: Local, x: number, count: Local): void {
  f.get(first).i32(x).op("i32.add").get(count).i32(1).op("i32.sub");
  f.get(first).i32(x).op("i32.add").get(count).op("i32.lt_s").op("select");
}

/** Loads four vectors and stores them transposed: lane x of each becomes the vector at `to` + `distance` · x. */
function emitTransposed(f: FunctionBuilder, from: readonly Local[], to: Local, distance: number): void {
  const [r0, r1, r2, r3] = from.map((pointer) => {
    const vector = f.local("v128");
    f.get(pointer).memory("v128.load").set(vector);
    return vector;
  }) as [Local, Local, Local, Local];
  const [t0, t1, t2, t3] = from.map(() => f.local("v128")) as [Local, Local, Local, Local];
  f.get(r0).get(r1).shuffleWords([0, 4, 1, 5]).set(t0);
  f.get(r2).get(r3).shuffleWords([0, 4, 1, 5]).set(t1);
  f.get(r0).get(r1).shuffleWords([2, 6, 3, 7]).set(t2);
  f.get(r2).get(r3).shuffleWords([2, 6, 3, 7]).set(t3);
  const store = (x: number, left: Local, right: Local, words: readonly [number, number, number, number]): void =>
    void f
      .get(to)
      .get(left)
      .get(right)
      .shuffleWords(words)
      .memory("v128.store", x * distance);
  store(0, t0, t1, [0, 1, 4, 5]);
  store(1, t0, t1, [2, 3, 6, 7]);
  store(2, t2, t3, [0, 1, 4, 5]);
  store(3, t2, t3, [2, 3, 6, 7]);
}

/** Four k at a time; `left` holds how many there are, less four. */
function emitTransposeLoop(f: FunctionBuilder, rows: readonly Local[], to: Local, left: Local, tile: DotTile): void {
  const stride = columnsOf(tile) * 4;
  f.loop((again) => {
    emitTransposed(f, rows, to, stride);
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
