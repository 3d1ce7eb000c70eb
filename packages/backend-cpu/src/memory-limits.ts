/** @file How large a WebAssembly memory this machine lends. */
export const PAGE_BYTES = 65536;

/**
 * Most pages of a memory: one less than addresses reach, so that the end of any block is still an unsigned 32-bit
 * number.
 */
const MAX_PAGES = 65535;

/** Asked for in turn until one is granted: a shared memory reserves its maximum at once. In pages. */
const CANDIDATES: readonly number[] = [MAX_PAGES, 32768, 16384, 8192];

export interface MemoryLimits {
  readonly initialBytes: number;
  /** At most this much; the largest that the machine grants if left out. */
  readonly maximumBytes?: number | undefined;
  readonly isShared: boolean;
}

/** A memory with the largest maximum that is granted, or undefined if none is. */
export function createMemory({ initialBytes, maximumBytes, isShared }: MemoryLimits): CreatedMemory | undefined {
  const initial = Math.max(1, Math.ceil(initialBytes / PAGE_BYTES));
  const cap = Math.min(MAX_PAGES, Math.floor((maximumBytes ?? Number.POSITIVE_INFINITY) / PAGE_BYTES));
  const pages = maximumBytes === undefined ? CANDIDATES : [cap, ...CANDIDATES.filter((candidate) => candidate < cap)];
  for (const maximum of pages) {
    if (maximum < initial) continue;
    try {
      const memory = new WebAssembly.Memory({ initial, maximum, shared: isShared });
      return { memory, maximumBytes: maximum * PAGE_BYTES };
    } catch {
      // Refused: a smaller one may do.
    }
  }
  return undefined;
}

export interface CreatedMemory {
  readonly memory: WebAssembly.Memory;
  readonly maximumBytes: number;
}
