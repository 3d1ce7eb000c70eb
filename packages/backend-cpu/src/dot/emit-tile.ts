/**
 * @file The register tile: out[i, j] (+)= Σ_k a[i, k] · b[k, j] for a few rows and vectors of columns, in one pass over k.
 *
 * The sums are held in locals. Instructions are in the order that keeps few values alive, for engines that keep it: with few
 * rows all numbers of a first and then one vector of b at a time with its products, with many rows the other way round.
 */
import type { FunctionBuilder, Local } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import type { FunctionRef, FunctionType } from "../wasm/types.ts";

/**
 * Parameters: a, from one of its rows to the next; b, from one k to the next; number of k; output,
 * from one of its rows to the next; columns of the last vector, 1 to 4; earlier sums that are added, from one of their rows
 * to the next; whether there are none.
 */
export const TILE_TYPE: FunctionType = { params: Array.from({ length: 11 }, () => "i32" as const), results: [] };

export interface TileOptions {
  readonly rows: number;
  readonly vectors: number;
  /** Steps of k in a round of the loop. */
  readonly unroll: number;
  readonly isFma: boolean;
}

interface TileParams {
  readonly a: Local;
  readonly aRow: Local;
  readonly b: Local;
  readonly bStep: Local;
  readonly k: Local;
  readonly out: Local;
  readonly outRow: Local;
  readonly lastLanes: Local;
  readonly sums: Local;
  readonly sumsRow: Local;
  readonly isFirst: Local;
}

function tileParams({ params }: FunctionBuilder): TileParams {
  const [a, aRow, b, bStep, k, out, outRow, lastLanes, sums, sumsRow, isFirst] = params as readonly [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  return { a, aRow, b, bStep, k, out, outRow, lastLanes, sums, sumsRow, isFirst };
}

/** Adds a function for a tile of `rows` × `vectors`. Reads whole vectors of b and of earlier sums, whatever `lastLanes`. */
export function emitTile(m: ModuleBuilder, { rows, vectors, unroll, isFma }: TileOptions): FunctionRef {
  const fill = (f: FunctionBuilder): void => {
    const p = tileParams(f);
    const sums = Array.from({ length: rows }, () => Array.from({ length: vectors }, () => f.local("v128")));
    f.get(p.k).if(() => emitSums(f, p, sums, unroll, isFma));
    f.get(p.isFirst)
      .op("i32.eqz")
      .if(() => emitAddEarlier(f, emitRowPointers(f, p.sums, p.sumsRow, rows), sums));
    emitRowPointers(f, p.out, p.outRow, rows).forEach((out, i) => {
      sums[i]?.forEach((sum, j) => {
        if (j < vectors - 1)
          f.get(out)
            .get(sum)
            .memory("v128.store", j * 16);
        else emitLastStore(f, out, p.lastLanes, sum, j * 16);
      });
    });
  };
  return m.function(`tile_${rows}x${vectors * 4}`, TILE_TYPE, fill, false);
}

/** A pointer to each row: the first, which is given, and others at this distance. */
function emitRowPointers(f: FunctionBuilder, first: Local, distance: Local, count: number): readonly Local[] {
  const pointers = [first];
  for (let i = 1; i < count; i++) {
    const pointer = f.local("i32");
    f.get(pointers[i - 1] ?? first)
      .get(distance)
      .op("i32.add")
      .set(pointer);
    pointers.push(pointer);
  }
  return pointers;
}

function emitSums(
  f: FunctionBuilder,
  p: TileParams,
  sums: readonly (readonly Local[])[],
  unroll: number,
  isFma: boolean,
): void {
  const pointers = emitRowPointers(f, p.a, p.aRow, sums.length);
  const numbers = sums.map(() => f.local("v128"));
  const columns = (sums[0] ?? []).map(() => f.local("v128"));
  const steps = (count: number): void =>
    void f.loop((again) => {
      for (let u = 0; u < count; u++) {
        const loadA = (i: number): Local => load(f, pointers[i], "v128.load32_splat", u * 4, numbers[i]);
        const loadB = (j: number): Local => load(f, p.b, "v128.load", j * 16, columns[j]);
        emitStep(f, sums, loadA, loadB, isFma);
        f.get(p.b).get(p.bStep).op("i32.add").set(p.b);
      }
      for (const pointer of pointers)
        f.get(pointer)
          .i32(count * 4)
          .op("i32.add")
          .set(pointer);
      f.get(p.k).i32(count).op("i32.sub").tee(p.k).i32(count).op("i32.ge_s").brIf(again);
    });
  if (unroll === 1) {
    steps(1);
    return;
  }
  f.get(p.k).i32(unroll).op("i32.ge_s");
  f.if(() => steps(unroll));
  f.get(p.k).if(() => steps(1));
}

function load(
  f: FunctionBuilder,
  pointer: Local | undefined,
  op: "v128.load" | "v128.load32_splat",
  offset: number,
  to: Local | undefined,
): Local {
  if (pointer === undefined || to === undefined) throw new RangeError("a tile has no such row or vector");
  f.get(pointer).memory(op, offset).set(to);
  return to;
}

/** One k. What there is less of, numbers of a or vectors of b, is held; the other comes one at a time. */
function emitStep(
  f: FunctionBuilder,
  sums: readonly (readonly Local[])[],
  loadA: (i: number) => Local,
  loadB: (j: number) => Local,
  isFma: boolean,
): void {
  const [first = []] = sums;
  if (sums.length > first.length) {
    const columns = first.map((_, j) => loadB(j));
    sums.forEach((row, i) => {
      const number = loadA(i);
      row.forEach((sum, j) => {
        emitMultiplyAdd(f, sum, number, columns[j] ?? number, isFma);
      });
    });
  } else {
    const numbers = sums.map((_, i) => loadA(i));
    first.forEach((_, j) => {
      const column = loadB(j);
      sums.forEach((row, i) => {
        emitMultiplyAdd(f, row[j] ?? column, numbers[i] ?? column, column, isFma);
      });
    });
  }
}

/** sum += x · y */
export function emitMultiplyAdd(f: FunctionBuilder, sum: Local, x: Local, y: Local, isFma: boolean): void {
  if (isFma) f.get(x).get(y).get(sum).op("f32x4.relaxed_madd").set(sum);
  else f.get(sum).get(x).get(y).op("f32x4.mul").op("f32x4.add").set(sum);
}

/** Adds the sums of earlier blocks of k. */
function emitAddEarlier(f: FunctionBuilder, rows: readonly Local[], sums: readonly (readonly Local[])[]): void {
  rows.forEach((row, i) => {
    sums[i]?.forEach((sum, j) => {
      f.get(sum)
        .get(row)
        .memory("v128.load", j * 16)
        .op("f32x4.add")
        .set(sum);
    });
  });
}

/** Stores the first `lastLanes` lanes. */
function emitLastStore(f: FunctionBuilder, out: Local, lastLanes: Local, sum: Local, offset: number): void {
  f.get(lastLanes).i32(4).op("i32.eq");
  f.if(
    () => f.get(out).get(sum).memory("v128.store", offset),
    () => {
      f.get(out).get(sum).memoryLane("v128.store32_lane", 0, offset);
      for (const lane of [1, 2]) {
        f.get(lastLanes).i32(lane).op("i32.gt_s");
        f.if(() =>
          f
            .get(out)
            .get(sum)
            .memoryLane("v128.store32_lane", lane, offset + lane * 4),
        );
      }
    },
  );
}
