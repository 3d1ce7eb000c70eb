/**
 * @file The arena: one WebAssembly memory that grows, with everything that kernels touch. Pointers are byte addresses,
 * unsigned and below 2³², at multiples of 64. The bottom is kept for the owner's control words, so 0 is never a pointer;
 * the last bytes are never handed out, so that kernels may read whole vectors where a block ends.
 */
import { BackendError } from "@adjoint/core";
import { ALIGNMENT_BYTES, FreeSpace } from "./free-space.ts";
import { createMemory, PAGE_BYTES } from "./memory-limits.ts";

export interface ArenaOptions {
  /** At most this many bytes; by default as many as the machine grants, up to 4 GiB. */
  readonly maximumBytes?: number | undefined;
  /** Whether threads may share it; by default where the platform has shared memory. */
  readonly isShared?: boolean | undefined;
  /** Bytes at the bottom that are never handed out. */
  readonly reservedBytes?: number | undefined;
}

/** Memory grows by at least this part of its size, so that growing stays rare. */
const GROWTH = 0.25;
const RESERVED_BYTES = 4096;

/** How far behind any block memory can be read without a trap. */
export const GUARD_BYTES = 512;

/** Typed views of the whole memory. They are replaced when it grows: take them from the arena at each use. */
export interface ArenaViews {
  readonly u8: Uint8Array<ArrayBufferLike>;
  readonly i32: Int32Array<ArrayBufferLike>;
  readonly u32: Uint32Array<ArrayBufferLike>;
  readonly f32: Float32Array<ArrayBufferLike>;
  readonly f64: Float64Array<ArrayBufferLike>;
}

export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly isShared: boolean;
  readonly maximumBytes: number;
  readonly reservedBytes: number;
  /** Bytes handed out now, rounded up to the alignment. */
  liveBytes = 0;
  /** Most bytes that were handed out at one time. */
  peakBytes = 0;
  readonly #space: FreeSpace;
  #views: ArenaViews;

  /** @throws {BackendError} if not even the smallest memory is granted. */
  constructor(options: ArenaOptions = {}) {
    this.reservedBytes = roundUp(options.reservedBytes ?? RESERVED_BYTES, ALIGNMENT_BYTES);
    this.isShared = options.isShared ?? typeof SharedArrayBuffer === "function";
    const { isShared, reservedBytes } = this;
    const created = createMemory({
      initialBytes: reservedBytes + GUARD_BYTES,
      maximumBytes: options.maximumBytes,
      isShared,
    });
    if (created === undefined) {
      throw new BackendError({
        op: "configure",
        rule: "the CPU backend needs a WebAssembly memory, and none was granted",
        got: `maximumBytes=${options.maximumBytes}, isShared=${isShared}`,
      });
    }
    this.memory = created.memory;
    this.maximumBytes = created.maximumBytes;
    this.#views = viewsOf(this.memory);
    this.#space = new FreeSpace(reservedBytes);
    this.#space.extend(this.sizeBytes - reservedBytes - GUARD_BYTES);
  }

  /** Bytes the memory has now, in use or not. */
  get sizeBytes(): number {
    return this.#views.u8.byteLength;
  }

  get views(): ArenaViews {
    return this.#views;
  }

  /**
   * Memory with undefined contents, at a multiple of 64 bytes.
   * @throws {BackendError} if there is no block of this size, and memory cannot grow by one.
   */
  allocate(sizeBytes: number): number {
    const size = Math.max(ALIGNMENT_BYTES, roundUp(sizeBytes, ALIGNMENT_BYTES));
    let pointer = this.#space.take(size);
    if (pointer === undefined) {
      this.#grow(size);
      pointer = this.#space.take(size);
    }
    if (pointer === undefined) throw this.#exhausted(sizeBytes);
    this.liveBytes += size;
    this.peakBytes = Math.max(this.peakBytes, this.liveBytes);
    return pointer;
  }

  /** Takes memory back. @throws {BackendError} if nothing is allocated here. */
  release(pointer: number): void {
    const size = this.#space.give(pointer);
    if (size === undefined) {
      throw new BackendError({
        op: "release",
        rule: "only allocated memory can be released",
        got: `pointer ${pointer}`,
      });
    }
    this.liveBytes -= size;
  }

  /** Makes room for a block of `size` at the end, and for more if there is more. */
  #grow(size: number): void {
    const missing = size - this.#space.freeAtEnd;
    const room = this.maximumBytes - this.sizeBytes;
    if (missing > room) throw this.#exhausted(size);
    const wanted = roundUp(Math.max(missing, this.sizeBytes * GROWTH), PAGE_BYTES);
    for (const bytes of [Math.min(wanted, room), roundUp(missing, PAGE_BYTES)]) {
      try {
        this.memory.grow(bytes / PAGE_BYTES);
      } catch {
        continue;
      }
      this.#views = viewsOf(this.memory);
      this.#space.extend(bytes);
      return;
    }
    throw this.#exhausted(size);
  }

  #exhausted(asked: number): BackendError {
    return new BackendError({
      op: "allocate",
      rule: "the memory of the CPU backend is full",
      got: `asked=${asked}, live=${this.liveBytes}, maximum=${this.maximumBytes} bytes`,
      hint: "dispose of tensors that are no longer needed, or use smaller batches",
    });
  }
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

function viewsOf({ buffer }: WebAssembly.Memory): ArenaViews {
  return {
    u8: new Uint8Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
