/**
 * @file Buffers that are used again. What is returned waits in a list of its size class, last in first out, so that a
 * replayed plan finds the buffers of its last run, and the bind groups made for them.
 */
import type { BackendError } from "@adjoint/core";
import { classBytes } from "./size-class.ts";

/** A buffer of the device. */
export interface Block {
  readonly gpu: GPUBuffer;
  readonly sizeBytes: number;
  /** True once the device has taken the memory back, or if it had none. */
  isDestroyed: boolean;
  /** Set if there was no memory. */
  failure: BackendError | undefined;
  /** When it came back to the pool, in returns since the pool began. */
  returnedAt: number;
}

export interface PoolOptions {
  /** Largest buffer of the device, in bytes. */
  readonly maxBufferBytes: number;
  /** Bytes that may wait beyond a quarter of what was lately in use. */
  readonly slackBytes: number;
  /** Makes a buffer. `fail` is called, later, if there was no memory for it; `usage` says what the rest is used for. */
  readonly create: (sizeBytes: number, fail: (error: BackendError) => void, usage: () => string) => GPUBuffer;
  /** Makes buffers, and waits for whether there is memory for all of them. A pool without it cannot reserve. */
  readonly tryCreate?: (sizes: readonly number[], usage: () => string) => Promise<readonly GPUBuffer[] | BackendError>;
}

/** So much memory is waited for: it takes longer to fill than to ask for. */
const RESERVED_BYTES = 16 << 20;

/** Takes over which the greatest use is remembered. */
const WINDOW = 4096;

export class BufferPool {
  /** Bytes that wait. */
  cachedBytes = 0;
  /** Bytes given out. */
  usedBytes = 0;
  /** Buffers made so far. */
  createdCount = 0;
  /** Buffers destroyed so far: what is derived from buffers looks here for whether to check them. */
  destroyedCount = 0;
  readonly #options: PoolOptions;
  readonly #free = new Map<number, Block[]>();
  #peakBytes = 0;
  #peakBeforeBytes = 0;
  #takes = 0;
  #returns = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** A buffer of at least this size, with undefined contents. */
  take(sizeBytes: number): Block {
    const size = classBytes(sizeBytes, this.#options.maxBufferBytes);
    const cached = this.#free.get(size)?.pop();
    if (cached !== undefined) this.cachedBytes -= size;
    const block = cached ?? this.#make(size);
    this.usedBytes += size;
    this.#notePeak();
    return block;
  }

  /**
   * Makes sure that the next buffers to be taken, of these sizes, have memory, if that is much and not there: what waits is freed
   * if need be. Undefined if there is nothing to wait for.
   * @throws {BackendError} if memory does not suffice.
   */
  reserve(sizes: readonly number[]): Promise<void> | undefined {
    if (sizes.reduce((sum, size) => sum + size, 0) < RESERVED_BYTES) return undefined;
    const left = new Map<number, number>();
    const missing = sizes
      .map((sizeBytes) => classBytes(sizeBytes, this.#options.maxBufferBytes))
      .filter((size) => {
        const count = (left.get(size) ?? this.#free.get(size)?.length ?? 0) - 1;
        left.set(size, count);
        return count < 0;
      });
    const isMuch = missing.reduce((sum, size) => sum + size, 0) >= RESERVED_BYTES;
    return isMuch ? this.#provide(missing) : undefined;
  }

  /** Bytes in use and waiting, and the limit of a buffer, in words. */
  #usage(): string {
    const { maxBufferBytes } = this.#options;
    return `${this.usedBytes} bytes in use, ${this.cachedBytes} kept for reuse, ${maxBufferBytes} at most in a buffer`;
  }

  async #provide(sizes: readonly number[]): Promise<void> {
    const { tryCreate } = this.#options;
    const usage = (): string => this.#usage();
    let made = await tryCreate?.(sizes, usage);
    if (made instanceof Error && this.cachedBytes > 0) {
      this.drain();
      made = await tryCreate?.(sizes, usage);
    }
    if (made instanceof Error) throw made;
    const blocks = (made ?? []).map((gpu, i) => blockOf(gpu, sizes[i] ?? gpu.size));
    this.createdCount += blocks.length;
    // In use for a moment: what was in use lately is not too much to keep.
    for (const { sizeBytes } of blocks) this.usedBytes += sizeBytes;
    this.#notePeak();
    for (const block of blocks) this.give(block);
  }

  /** Takes a buffer back. What was submitted before may still use it. */
  give(block: Block): void {
    const { sizeBytes } = block;
    this.usedBytes -= sizeBytes;
    if (block.isDestroyed) return;
    this.cachedBytes += sizeBytes;
    block.returnedAt = this.#returns++;
    const list = this.#free.get(sizeBytes);
    if (list === undefined) this.#free.set(sizeBytes, [block]);
    else list.push(block);
    while (this.cachedBytes > 0 && this.cachedBytes + this.usedBytes > this.#limitBytes) this.#destroyOldest();
  }

  /** Frees all that waits. */
  drain(): void {
    for (const list of this.#free.values()) for (const block of list) this.#destroy(block);
    this.#free.clear();
  }

  /** Most bytes, in use and waiting, that are kept. */
  get #limitBytes(): number {
    return 1.25 * Math.max(this.#peakBytes, this.#peakBeforeBytes) + this.#options.slackBytes;
  }

  #make(sizeBytes: number): Block {
    const fail = (error: BackendError): void => this.#discard(block, error);
    const gpu = this.#options.create(sizeBytes, fail, () => this.#usage());
    const block = blockOf(gpu, sizeBytes);
    this.createdCount++;
    return block;
  }

  /** What there was no memory for, and what waits, which may make room. */
  #discard(block: Block, error: BackendError): void {
    block.isDestroyed = true;
    block.failure = error;
    this.destroyedCount++;
    this.drain();
  }

  #notePeak(): void {
    if (++this.#takes % WINDOW === 0) {
      this.#peakBeforeBytes = this.#peakBytes;
      this.#peakBytes = this.usedBytes;
    }
    this.#peakBytes = Math.max(this.#peakBytes, this.usedBytes);
  }

  /** The lists are in order of return, so the oldest is first in one of them. */
  #destroyOldest(): void {
    let oldest: Block[] | undefined;
    for (const list of this.#free.values()) {
      if ((list[0]?.returnedAt ?? Infinity) < (oldest?.[0]?.returnedAt ?? Infinity)) oldest = list;
    }
    const block = oldest?.shift();
    if (block !== undefined) this.#destroy(block);
  }

  #destroy(block: Block): void {
    block.isDestroyed = true;
    block.gpu.destroy();
    this.cachedBytes -= block.sizeBytes;
    this.destroyedCount++;
  }
}

function blockOf(gpu: GPUBuffer, sizeBytes: number): Block {
  return { gpu, sizeBytes, isDestroyed: false, failure: undefined, returnedAt: 0 };
}
