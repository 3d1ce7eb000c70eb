/**
 * @file A stable sort of rows by 32-bit keys for devices that run lanes one after the other: least significant digit
 * first, a byte a pass. Each program sorts a row by itself; all digits are counted in one pass beforehand.
 */
import type { ProgramBuffer } from "../ir/program.ts";
import { buildKernel, type KernelBuilder } from "../kernel/build.ts";
import { add, and, bitcast, constant, mul, shr } from "../kernel/expr.ts";
import type { BufferParam, Expr, Kernel, SharedArray } from "../kernel/types.ts";
import type { ProgramBuilder } from "./program-builder.ts";
import type { KeySource, Rows } from "./sort-kernels.ts";
import type { KeyOrder } from "./sort-keys.ts";

const DIGITS = 256;
const BITS = 8;

/** What becomes of the sorted elements: buffers are declared first, then each element is stored at its place. */
export interface SortSink {
  readonly name: string;
  readonly declare: (k: KernelBuilder) => (at: Expr, key: Expr, position: Expr, rowStart: Expr) => void;
  readonly buffers: readonly ProgramBuffer[];
}

/** Passes that order keys below `bound`. */
export function passesFor(bound: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(2, bound)) / BITS));
}

/** Appends the call that sorts rows by the low `passes` bytes of their keys. */
export function radixSortRows(
  program: ProgramBuilder,
  rows: Rows,
  order: KeyOrder,
  source: KeySource,
  sink: SortSink,
  passes = 4,
): void {
  const size = rows.count * rows.length;
  const scratch = [0, 1].flatMap(() => [program.newScratch("u32", size), program.newScratch("i32", size)]);
  program.call(
    radixKernel(order, source, sink, passes),
    [source.buffer, ...scratch, ...sink.buffers],
    [rows.length, ...source.params],
    [rows.count],
    size * (2 + 8 * passes),
  );
}

/** Keys and their positions, on one side of a pass. */
interface Side {
  readonly keys: BufferParam;
  readonly positions: BufferParam;
}

function radixKernel(order: KeyOrder, source: KeySource, sink: SortSink, passes: number): Kernel {
  return buildKernel(`sort-radix-${source.name}-${sink.name}`, (k) => {
    const row = k.gridIndex("row");
    const length = k.param("length", "i32");
    const readKey = source.declare(k);
    const sides = ["even", "odd"].map(
      (name): Side => ({
        keys: k.buffer(`${name}Keys`, "u32", "readwrite"),
        positions: k.buffer(`${name}Positions`, "i32", "readwrite"),
      }),
    );
    const [even, odd] = sides as [Side, Side];
    const store = sink.declare(k);
    const counts = k.shared("counts", "i32", DIGITS * passes);
    const base = k.let("base", mul(row, length));
    k.lanes(DIGITS * passes, (lane) => k.store(counts, lane, constant(0, "i32")));
    k.lanes(length, (lane) => k.store(even.keys, add(base, lane), order.encode(k, readKey(row, lane, length))));
    countDigits(k, counts, passes, length, (i) => k.load(even.keys, add(base, i)));
    for (let pass = 0; pass < passes; pass++) {
      const [from, to] = pass % 2 === 0 ? [even, odd] : [odd, even];
      k.lanes(1, () =>
        k.loop("i", length, (i) => {
          const key = k.let("key", k.load(from.keys, add(base, i)));
          const position = pass === 0 ? i : k.let("position", k.load(from.positions, add(base, i)));
          const slot = k.let("slot", digitSlot(key, pass));
          const place = k.let("place", k.load(counts, slot));
          k.store(counts, slot, add(place, 1));
          const at = k.let("at", add(base, place));
          if (pass === passes - 1) store(at, key, position, base);
          else {
            k.store(to.keys, at, key);
            k.store(to.positions, at, position);
          }
        }),
      );
    }
  });
}

/** Where the count of a key's digit lies. */
function digitSlot(key: Expr, pass: number): Expr {
  const digit = bitcast(and(shr(key, BITS * pass), DIGITS - 1), "i32");
  return add(digit, DIGITS * pass);
}

/** Counts the digits of all passes, and makes of each count the place of the first key with that digit. */
function countDigits(
  k: KernelBuilder,
  counts: SharedArray,
  passes: number,
  length: Expr,
  keyAt: (i: Expr) => Expr,
): void {
  const all = [...Array(passes).keys()];
  k.lanes(1, () => {
    k.loop("i", length, (i) => {
      const key = k.let("key", keyAt(i));
      for (const pass of all) {
        const slot = k.let("slot", digitSlot(key, pass));
        k.store(counts, slot, add(k.load(counts, slot), 1));
      }
    });
    const totals = all.map(() => k.variable("total", constant(0, "i32")));
    k.loop("digit", DIGITS, (digit) => {
      totals.forEach((total, pass) => {
        const slot = k.let("slot", add(digit, DIGITS * pass));
        const count = k.let("count", k.load(counts, slot));
        k.store(counts, slot, total);
        k.set(total, add(total, count));
      });
    });
  });
}
