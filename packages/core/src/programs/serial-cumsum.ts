/**
 * @file The kernels of `cumsum` for devices that run lanes one after the other. In a chunk of a row several chains of
 * additions run side by side, since each addition waits for the one before it. Short rows are summed many at a time.
 */
import type { DType, ValueType } from "../dtype.ts";
import { buildKernel, type KernelBuilder } from "../kernel/build.ts";
import { add, constant, idiv, lt, max, min, mul, sub, where } from "../kernel/expr.ts";
import type { BufferParam, Expr, Kernel } from "../kernel/types.ts";

/** Elements of a chunk. */
export const SERIAL_CHUNK = 1024;
/** Rows that a program of `shortRowsKernel` takes. */
export const ROWS_PER_PROGRAM = 256;
/** Rows up to this length are summed side by side. */
export const SHORT_ROW = 64;

const CHAINS = 8;

/** Running sums of a chunk, and, with offsets, the sum up to the chunk before. Grid: row, chunk. */
export function serialScanKernel(type: ValueType, from: DType, to: DType, hasOffsets: boolean): Kernel {
  return buildKernel(hasOffsets ? "cumsum-serial-apply" : "cumsum-serial", (k) => {
    const [row, chunk] = [k.gridIndex("row"), k.gridIndex("chunk")];
    const length = k.param("length", "i32");
    const x = k.input("x", from);
    const out = k.output("out", to);
    const start = k.let("start", mul(chunk, SERIAL_CHUNK));
    const base = k.let("base", add(mul(row, length), start));
    const count = k.let("count", min(sub(length, start), SERIAL_CHUNK));
    k.hintLanes(SERIAL_CHUNK / CHAINS);
    const share = k.let("share", idiv(count, CHAINS));
    const before = hasOffsets ? loadOffset(k, type, row, chunk) : constant(0, type);
    const starts = [k.let("start", before)];
    for (let chain = 1; chain < CHAINS; chain++) {
      const begin = k.let("begin", add(base, mul(share, chain - 1)));
      const total = k.reduce("total", "sum", share, (lane) => k.load(x, add(begin, lane)));
      starts.push(k.let("start", add(starts[chain - 1] as Expr, total)));
    }
    k.lanes(1, () => addChains(k, { x, out, base, count, share, starts }));
  });
}

interface Chains {
  readonly x: BufferParam;
  readonly out: BufferParam;
  readonly base: Expr;
  readonly count: Expr;
  /** Elements of each chain. */
  readonly share: Expr;
  /** What each starts from. */
  readonly starts: readonly Expr[];
}

/** Runs the chains; the last one goes on over what is left. */
function addChains(k: KernelBuilder, { x, out, base, count, share, starts }: Chains): void {
  const sums = starts.map((start) => k.variable("sum", start));
  const begins = starts.map((_, chain) => k.let("begin", add(base, mul(share, chain))));
  const append = (chain: number, at: Expr): void => {
    const sum = sums[chain] as (typeof sums)[number];
    k.set(sum, add(sum, k.load(x, at)));
    k.store(out, at, sum);
  };
  k.loop("i", share, (i) => {
    begins.forEach((begin, chain) => {
      append(chain, k.let("at", add(begin, i)));
    });
  });
  const rest = k.let("rest", mul(share, CHAINS));
  k.loop("i", sub(count, rest), (i) => append(CHAINS - 1, k.let("at", add(add(base, rest), i))));
}

/** The sum of all chunks before this one. */
function loadOffset(k: KernelBuilder, type: ValueType, row: Expr, chunk: Expr): Expr {
  const ends = k.input("ends", type);
  const chunks = k.param("chunks", "i32");
  const before = k.load(ends, max(add(mul(row, chunks), sub(chunk, 1)), 0));
  return where(lt(0, chunk), before, 0);
}

/** Running sums of many rows, one for each lane. Grid: groups of rows. */
export function shortRowsKernel(type: ValueType, from: DType, to: DType): Kernel {
  return buildKernel("cumsum-rows", (k) => {
    const group = k.gridIndex("group");
    const rows = k.param("rows", "i32");
    const length = k.param("length", "i32");
    const x = k.input("x", from);
    const out = k.output("out", to);
    const first = k.let("first", mul(group, ROWS_PER_PROGRAM));
    k.hintLanes(ROWS_PER_PROGRAM);
    k.lanes(k.let("count", min(sub(rows, first), ROWS_PER_PROGRAM)), (lane) => {
      const base = k.let("base", mul(add(first, lane), length));
      const sum = k.variable("sum", constant(0, type));
      k.loop("i", length, (i) => {
        const at = k.let("at", add(base, i));
        k.set(sum, add(sum, k.load(x, at)));
        k.store(out, at, sum);
      });
    });
  });
}
