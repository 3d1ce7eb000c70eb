/** @file The loops, ready to be called by the thread that made them. */
import { type AccumulatorCount, type Arithmetic, accumulatorCounts, COPY_BLOCK_BYTES, flopsPerTurn } from "./wat.ts";

export type MultiplyAdd = (turns: number, factor: number, term: number) => number;
export type Copy = (from: number, to: number, bytes: number, times: number) => void;

/**
 * Both halves begin on a page: processors hold a load back if a store before it has the same lowest bits of its address, and then
 * no load has those of a store that is still under way.
 */
const PAGE_BYTES = 4096;
const WASM_PAGE_BYTES = 65_536;

/** A part of a working set: `bytes` are read, and as many written at `to`. */
export interface Region {
  readonly to: number;
  readonly bytes: number;
  readonly memoryBytes: number;
}

/** Half of the bytes is read, half written; each thread has memory of its own for its part. Rounded up to whole blocks. */
export function regionOf(bytes: number, threads: number): Region {
  const half = Math.ceil(bytes / 2 / threads / COPY_BLOCK_BYTES) * COPY_BLOCK_BYTES;
  const to = Math.ceil(half / PAGE_BYTES) * PAGE_BYTES;
  return { to, bytes: half, memoryBytes: to + half };
}

/** How many turns of the loop make each thread's part of `flops`, rounded up. */
export function turnsOf(flops: number, threads: number, accumulators: AccumulatorCount): number {
  return Math.max(1, Math.ceil(flops / threads / flopsPerTurn(accumulators)));
}

/** What keeps sums finite, and away from numbers so small that processors are slow with them. */
export function operands(arithmetic: Arithmetic): readonly [factor: number, term: number] {
  // Fused: sum + 1·1, up to 2^24. Separate: sum·0.5 + 1, which tends to 2.
  return arithmetic === "fused" ? [1, 1] : [0.5, 1];
}

export class Loops {
  readonly #exports: WebAssembly.Exports;

  constructor(module: WebAssembly.Module) {
    this.#exports = new WebAssembly.Instance(module).exports;
  }

  multiplyAdd(accumulators: AccumulatorCount): MultiplyAdd {
    return this.#exports[`multiplyAdd${accumulators}`] as unknown as MultiplyAdd;
  }

  get copy(): Copy {
    return this.#exports["copy"] as unknown as Copy;
  }

  /** What copies read and write. */
  get bytes(): Uint8Array {
    return new Uint8Array((this.#exports["memory"] as WebAssembly.Memory).buffer);
  }

  /** Writes it all: pages that were never written share one of zeros, which a copy would read from the first cache. */
  reserve(bytes: number): void {
    const missing = bytes - this.bytes.length;
    if (missing > 0) (this.#exports["memory"] as WebAssembly.Memory).grow(Math.ceil(missing / WASM_PAGE_BYTES));
    this.bytes.fill(1);
  }
}

/** How long each loop is tried: long enough for it to be compiled well while it runs. */
const TRIAL_MS = 25;
const TRIAL_FLOPS = 2e7;

/** The fastest of the loops here. */
export function fastestCount(loops: Loops, arithmetic: Arithmetic): AccumulatorCount {
  const [factor, term] = operands(arithmetic);
  const trials = accumulatorCounts.map((count) => {
    const multiplyAdd = loops.multiplyAdd(count);
    const turns = turnsOf(TRIAL_FLOPS, 1, count);
    const end = performance.now() + TRIAL_MS;
    let bestMs = Number.POSITIVE_INFINITY;
    while (performance.now() < end) {
      const begin = performance.now();
      multiplyAdd(turns, factor, term);
      bestMs = Math.min(bestMs, performance.now() - begin);
    }
    return { count, bestMs };
  });
  return trials.reduce((best, trial) => (trial.bestMs < best.bestMs ? trial : best)).count;
}
