/**
 * @file The kernels of a stable sort of rows: blocks by rank, then merges of neighbouring runs. In both, each element
 * finds its own place: in a block by counting who comes before it, in a merge by binary search in the other run. So all
 * lanes write to different places, and no result depends on their order.
 */

import type { ProgramBuffer } from "../ir/program.ts";
import { buildKernel, type KernelBuilder } from "../kernel/build.ts";
import { add, and, cast, constant, idiv, lt, min, mul, not, or, shr, sub, where } from "../kernel/expr.ts";
import type { Expr, Kernel, Var } from "../kernel/types.ts";
import { CHUNK, chunksOf, type ProgramBuilder } from "./program-builder.ts";
import type { KeyOrder } from "./sort-keys.ts";

/** Elements of a block. Ranking costs its square; each doubling saves a merge. */
export const BLOCK = 128;

/** Where the keys come from. */
export interface KeySource {
  /** Names what the kernel reads, for its own name. */
  readonly name: string;
  /** Declares the buffer and further parameters; returns how to read the key of element `i` of a row. */
  readonly declare: (k: KernelBuilder) => (row: Expr, i: Expr, length: Expr) => Expr;
  readonly buffer: ProgramBuffer;
  /** Arguments for the parameters that `declare` added. */
  readonly params: readonly number[];
}

/** Rows to be sorted. */
export interface Rows {
  readonly count: number;
  readonly length: number;
}

/** Sorted keys, and for each its i32 position in the row before sorting. */
export interface SortedRows {
  readonly keys: ProgramBuffer;
  readonly positions: ProgramBuffer;
}

/** Appends the calls that sort rows. The positions end in the buffer given. */
export function sortRows(
  program: ProgramBuilder,
  rows: Rows,
  order: KeyOrder,
  source: KeySource,
  positions: ProgramBuffer,
): SortedRows {
  const size = rows.count * rows.length;
  const widths: number[] = [];
  for (let width = BLOCK; width < rows.length; width *= 2) widths.push(width);
  const spare =
    widths.length > 0
      ? { keys: program.newScratch(order.dtype, size), positions: program.newScratch("i32", size) }
      : undefined;
  const last = { keys: program.newScratch(order.dtype, size), positions };
  let to = widths.length % 2 === 1 && spare !== undefined ? spare : last;

  const blocks = blockSortKernel(order, source);
  const buffers = [source.buffer, to.keys, to.positions];
  program.call(
    blocks,
    buffers,
    [rows.length, ...source.params],
    [rows.count, chunksOf(rows.length, BLOCK)],
    size * BLOCK,
  );
  const merge = widths.length > 0 ? mergeKernel(order) : undefined;
  for (const width of widths) {
    const from = to;
    to = from === last && spare !== undefined ? spare : last;
    const steps = searchSteps(width);
    const grid = [rows.count, chunksOf(rows.length)];
    if (merge === undefined) continue;
    program.call(
      merge,
      [from.keys, from.positions, to.keys, to.positions],
      [rows.length, width, steps],
      grid,
      4 * size * steps,
    );
  }
  return last;
}

/** Halvings that a binary search in `length` elements needs. */
export function searchSteps(length: number): number {
  return Math.floor(Math.log2(Math.max(1, length))) + 1;
}

/** Sorts blocks of a row: the place of an element is the number of those that come before it. */
function blockSortKernel(order: KeyOrder, source: KeySource): Kernel {
  return buildKernel(`sort-blocks-${source.name}`, (k) => {
    const row = k.gridIndex("row");
    const block = k.gridIndex("block");
    const length = k.param("length", "i32");
    const readKey = source.declare(k);
    const keys = k.output("keys", order.dtype);
    const positions = k.output("positions", "i32");
    const tile = k.shared("tile", order.dtype, BLOCK);
    const start = k.let("start", mul(block, BLOCK));
    const count = k.let("count", min(sub(length, start), BLOCK));
    const base = k.let("base", add(mul(row, length), start));
    k.hintLanes(BLOCK);
    k.lanes(count, (lane) => k.store(tile, lane, order.encode(k, readKey(row, add(start, lane), length))));
    k.lanes(count, (lane) => {
      const key = k.let("key", k.load(tile, lane));
      const rank = k.variable("rank", constant(0, "i32"));
      k.loop("j", count, (j) => {
        const other = k.let("other", k.load(tile, j));
        const isTieBefore = and(lt(j, lane), not(order.isBefore(key, other)));
        k.set(rank, add(rank, cast(or(order.isBefore(other, key), isTieBefore), "i32")));
      });
      const place = k.let("place", add(base, rank));
      k.store(keys, place, key);
      k.store(positions, place, add(start, lane));
    });
  });
}

/** Merges neighbouring runs of `width` sorted elements. Of equal keys, those of the left run come first. */
function mergeKernel(order: KeyOrder): Kernel {
  return buildKernel("sort-merge", (k) => {
    const row = k.gridIndex("row");
    const chunk = k.gridIndex("chunk");
    const length = k.param("length", "i32");
    const width = k.param("width", "i32");
    const steps = k.param("steps", "i32");
    const keys = k.input("keys", order.dtype);
    const positions = k.input("positions", "i32");
    const keysOut = k.output("keysOut", order.dtype);
    const positionsOut = k.output("positionsOut", "i32");
    const rowStart = k.let("rowStart", mul(row, length));
    const start = k.let("start", mul(chunk, CHUNK));
    k.hintLanes(CHUNK);
    k.lanes(k.let("count", min(sub(length, start), CHUNK)), (lane) => {
      const i = k.let("i", add(start, lane));
      const key = k.let("key", k.load(keys, add(rowStart, i)));
      const pair = k.let("pair", mul(idiv(i, mul(width, 2)), mul(width, 2)));
      const middle = k.let("middle", min(add(pair, width), length));
      const end = k.let("end", min(add(middle, width), length));
      const isLeft = k.let("isLeft", lt(i, middle));
      const isRight = k.let("isRight", not(isLeft));
      const low = k.variable("low", where(isLeft, middle, pair));
      const high = k.variable("high", where(isLeft, end, middle));
      k.loop("step", steps, () => {
        const probe = k.let("probe", shr(add(low, high), 1));
        const isOpen = k.let("isOpen", lt(low, high));
        const other = k.let("other", k.load(keys, add(rowStart, min(probe, sub(length, 1)))));
        const isBeforeLeft = and(isLeft, order.isBefore(other, key));
        const isBeforeRight = and(isRight, not(order.isBefore(key, other)));
        const isBefore = k.let("isBefore", or(isBeforeLeft, isBeforeRight));
        narrow(k, low, high, probe, isOpen, isBefore);
      });
      // From the left: i plus the right ones before it. From the right: its rank there plus the left ones before it.
      const place = k.let("place", add(add(rowStart, sub(i, middle)), low));
      k.store(keysOut, place, key);
      k.store(positionsOut, place, k.load(positions, add(rowStart, i)));
    });
  });
}

/** One halving of a binary search, while it is open: to the right of the probe if that comes before, else to its left. */
function narrow(k: KernelBuilder, low: Var, high: Var, probe: Expr, isOpen: Expr, isBefore: Expr): void {
  k.set(low, where(and(isOpen, isBefore), add(probe, 1), low));
  k.set(high, where(and(isOpen, not(isBefore)), probe, high));
}

/** The first of `length` sorted u32 keys from `start` on that is not less than `key`. Works in lanes and outside. */
export function lowerBound(k: KernelBuilder, load: (index: Expr) => Expr, length: Expr, steps: Expr, key: Expr): Var {
  const low = k.variable("low", constant(0, "i32"));
  const high = k.variable("high", length);
  k.loop("step", steps, () => {
    const probe = k.let("probe", shr(add(low, high), 1));
    const isOpen = k.let("isOpen", lt(low, high));
    const isBefore = k.let("isBefore", lt(load(min(probe, sub(length, 1))), key));
    narrow(k, low, high, probe, isOpen, isBefore);
  });
  return low;
}
