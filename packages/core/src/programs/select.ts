/**
 * @file The first few of sorted rows, without sorting them, for devices that run lanes one after the other. A program
 * goes through a part of a row and keeps the best so far in order; blocks in which none is better are passed over by
 * their best key, which lanes find together. The best of all parts are gone through likewise.
 */
import type { DType } from "../dtype.ts";
import { inputBuffer, outputBuffer, type ProgramBuffer } from "../ir/program.ts";
import { buildKernel, type KernelBuilder } from "../kernel/build.ts";
import { add, cast, constant, idiv, lt, min, mul, not, or, sub } from "../kernel/expr.ts";
import type { BufferParam, Expr, Kernel, SharedArray } from "../kernel/types.ts";
import { chunksOf, type ProgramBuilder } from "./program-builder.ts";
import type { Rows } from "./sort-kernels.ts";
import type { KeyOrder } from "./sort-keys.ts";

/** Elements that one program goes through. */
const PART = 65536;
/** Elements whose best key is found together: fewer in short rows, where most blocks have one of the best. */
const blockFor = (length: number): number => (length < 8192 ? 16 : 64);
/** Greater than all keys but its equals. Places that no element has filled hold it. */
const LAST_KEY = 0xffffffff;

/** Up to so many are kept in order by insertion. */
export const MOST_SELECTED = 64;

/** Appends the calls that find the first `count` of each row, by 32-bit keys. */
export function selectRows(program: ProgramBuilder, rows: Rows, count: number, order: KeyOrder, dtype: DType): void {
  const elements = inputBuffer(0);
  let candidates: readonly ProgramBuffer[] = [];
  let length = rows.length;
  for (let parts = chunksOf(length, PART); ; parts = chunksOf(length, PART)) {
    const level: Level = { isFirst: candidates.length === 0, isLast: parts === 1 };
    const size = rows.count * parts * count;
    const to = level.isLast
      ? [outputBuffer(0), outputBuffer(1)]
      : [program.newScratch("u32", size), program.newScratch("i32", size)];
    const kernel = selectKernel(order, dtype, { ...level, count, block: blockFor(length) });
    const buffers = level.isFirst || level.isLast ? [elements, ...candidates, ...to] : [...candidates, ...to];
    program.call(kernel, buffers, [rows.length, length, parts], [rows.count, parts], 4 * rows.count * length);
    if (level.isLast) return;
    candidates = to;
    length = parts * count;
  }
}

interface Level {
  /** Reads elements, not the candidates of a level before. */
  readonly isFirst: boolean;
  /** Writes values and positions, not candidates. */
  readonly isLast: boolean;
}

interface Sizes {
  /** How many are wanted. */
  readonly count: number;
  /** Elements whose best key is found together. */
  readonly block: number;
}

/** The best elements so far, in order. */
interface Best {
  readonly keys: SharedArray;
  readonly positions: SharedArray;
  /** One number: how many there are. */
  readonly found: SharedArray;
  readonly count: number;
}

function selectKernel(order: KeyOrder, dtype: DType, level: Level & Sizes): Kernel {
  const { count, block } = level;
  const name = `select-${level.isFirst ? dtype : "candidates"}`;
  return buildKernel(name, (k) => {
    const [row, part] = [k.gridIndex("row"), k.gridIndex("part")];
    const rowLength = k.param("rowLength", "i32");
    const length = k.param("length", "i32");
    const parts = k.param("parts", "i32");
    const x = level.isFirst || level.isLast ? k.input("x", dtype) : undefined;
    const source = declareSource(k, order, x, level.isFirst);
    const start = k.let("start", mul(part, PART));
    const first = k.let("first", add(mul(row, length), start));
    const size = k.let("size", min(sub(length, start), PART));
    const best: Best = {
      keys: k.shared("bestKeys", "u32", count),
      positions: k.shared("bestPositions", "i32", count),
      found: k.shared("found", "i32", 1),
      count,
    };
    k.lanes(count, (lane) => {
      k.store(best.keys, lane, constant(LAST_KEY, "u32"));
      k.store(best.positions, lane, constant(0, "i32"));
    });
    k.lanes(1, () => k.store(best.found, 0, constant(0, "i32")));
    findBest(
      k,
      best,
      { size, block },
      (i) => source.key(add(first, i)),
      (i) => source.position(add(first, i), add(start, i)),
    );
    const out = k.let("out", mul(add(mul(row, parts), part), count));
    storeBest(k, best, out, level.isLast && x !== undefined ? { x, rowStart: mul(row, rowLength), dtype } : undefined);
  });
}

/** How keys and positions are read: of elements, or of the candidates that another level has found. */
function declareSource(k: KernelBuilder, order: KeyOrder, x: BufferParam | undefined, isFirst: boolean) {
  if (isFirst && x !== undefined)
    return { key: (at: Expr) => order.encode(k, k.load(x, at)), position: (_: Expr, index: Expr) => index };
  const keys = k.input("keys", "u32");
  const positions = k.input("positions", "i32");
  return { key: (at: Expr) => k.load(keys, at), position: (at: Expr) => k.load(positions, at) };
}

/** Goes through `size` elements, block by block. */
function findBest(
  k: KernelBuilder,
  best: Best,
  { size, block: width }: { readonly size: Expr; readonly block: number },
  keyAt: (i: Expr) => Expr,
  positionAt: (i: Expr) => Expr,
): void {
  const { count } = best;
  const threshold = k.variable("threshold", constant(LAST_KEY, "u32"));
  const found = k.variable("found", constant(0, "i32"));
  k.loop("block", idiv(add(size, width - 1), width), (block) => {
    const begin = k.let("begin", mul(block, width));
    const lanes = k.let("lanes", min(sub(size, begin), width));
    const leader = k.reduce("leader", "min", lanes, (lane) => keyAt(add(begin, lane)));
    k.if(or(lt(leader, threshold), lt(found, count)), () => {
      k.lanes(1, () =>
        k.loop("j", lanes, (j) => {
          const i = k.let("i", add(begin, j));
          const key = k.let("key", keyAt(i));
          const filled = k.let("filled", k.load(best.found, 0));
          const isBetter = lt(key, k.load(best.keys, count - 1));
          k.if(or(isBetter, lt(filled, count)), () => insert(k, best, filled, key, positionAt(i)));
        }),
      );
      k.set(found, k.load(best.found, 0));
      k.set(threshold, k.load(best.keys, count - 1));
    });
  });
}

/** Puts an element behind all that are not after it. The last one drops out if there is no room. */
function insert(k: KernelBuilder, best: Best, filled: Expr, key: Expr, position: Expr): void {
  const { keys, positions, found, count } = best;
  const end = k.let("end", min(filled, count - 1));
  const rank = k.variable("rank", constant(0, "i32"));
  k.loop("s", end, (s) => k.set(rank, add(rank, cast(not(lt(key, k.load(keys, s))), "i32"))));
  k.loop("s", sub(end, rank), (s) => {
    const to = k.let("to", sub(end, s));
    k.store(keys, to, k.load(keys, sub(to, 1)));
    k.store(positions, to, k.load(positions, sub(to, 1)));
  });
  k.store(keys, rank, key);
  k.store(positions, rank, position);
  k.store(found, 0, min(add(filled, 1), count));
}

interface Values {
  readonly x: BufferParam;
  readonly rowStart: Expr;
  readonly dtype: DType;
}

/** Stores values and positions; or, without the elements, keys and positions as candidates. */
function storeBest(k: KernelBuilder, { keys, positions, count }: Best, out: Expr, values: Values | undefined): void {
  const first = values === undefined ? k.output("keysOut", "u32") : k.output("values", values.dtype);
  const positionsOut = k.output("positionsOut", "i32");
  k.lanes(count, (lane) => {
    const position = k.let("position", k.load(positions, lane));
    const value = values === undefined ? k.load(keys, lane) : k.load(values.x, add(values.rowStart, position));
    k.store(first, add(out, lane), value);
    k.store(positionsOut, add(out, lane), position);
  });
}
