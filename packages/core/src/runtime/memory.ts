/**
 * @file `memory()`: what live tensors hold on the device. Bytes that a backend caches for reuse are counted apart.
 */
import { bySite, callSite } from "./creation-sites.ts";
import { engine } from "./engine.ts";
import { ledger, type MemoryInfo } from "./ledger.ts";

/** Options of `memory`. */
export interface MemoryOptions {
  /** Records from now on (or stops recording) where tensors are made, which costs a stack trace each. */
  readonly sites?: boolean;
}

/**
 * Live bytes and buffers, and the most bytes so far.
 * @example memory().bytes // 4096, with one live f32[32, 32]
 */
export function memory(options: MemoryOptions = {}): MemoryInfo {
  const book = ledger();
  if (options.sites !== undefined) book.siteOf = options.sites ? callSite : undefined;
  const cachedBytes = engine().session?.backend.cachedBytes;
  return {
    ...book.info(),
    ...(book.siteOf === undefined ? {} : { sites: bySite(book.live) }),
    ...(cachedBytes === undefined ? {} : { cachedBytes }),
  };
}
