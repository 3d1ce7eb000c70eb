/**
 * @file The ledger: which storages are live, for `memory()`, and the finalizer that closes those nobody can reach.
 */
import type { Allocation } from "./allocation.ts";
import type { Storage } from "./storage.ts";

/** What `memory()` answers. */
export interface MemoryInfo {
  /** Bytes of live tensors that have a value, or will have one. */
  readonly bytes: number;
  /** Their number. */
  readonly buffers: number;
  /** The most bytes there have been. */
  readonly peakBytes: number;
  /** Bytes that no tensor holds, and the backend keeps for reuse, if it does. */
  readonly cachedBytes?: number;
  /** Live bytes and buffers by creation site, largest first, if sites are recorded. */
  readonly sites?: readonly SiteInfo[];
}

export interface SiteInfo {
  readonly site: string;
  readonly bytes: number;
  readonly buffers: number;
}

const BREATH_BYTES = 2 ** 25;
const BREATH_BUFFERS = 512;

class Ledger {
  readonly #live = new Set<Allocation>();
  #bytes = 0;
  #peakBytes = 0;
  #bytesSinceBreath = 0;
  #openedSinceBreath = 0;
  /** Says where something is made, while creation sites are recorded. */
  siteOf: (() => string) | undefined = undefined;
  readonly #finalizer = new FinalizationRegistry<Allocation>((allocation) => this.#end(allocation));

  /** Counts a storage as live. */
  open(storage: Storage): void {
    const { allocation } = storage;
    this.#live.add(allocation);
    this.#bytes += allocation.sizeBytes;
    if (this.#bytes > this.#peakBytes) this.#peakBytes = this.#bytes;
    this.#bytesSinceBreath += allocation.sizeBytes;
    this.#openedSinceBreath++;
    allocation.site = this.siteOf?.();
    this.#finalizer.register(storage, allocation, storage);
  }

  /** Ends the life of a storage and lets its memory go. */
  close(storage: Storage): void {
    this.#finalizer.unregister(storage);
    this.#end(storage.allocation);
  }

  /** Takes what lived on a device that is gone out of the count. */
  forgetLost(): void {
    for (const allocation of this.#live) {
      if (allocation.lossFor("memory") === undefined) continue;
      this.#live.delete(allocation);
      this.#bytes -= allocation.sizeBytes;
    }
  }

  /**
   * True if so much was made since the last time that the event loop should turn: finalizers run there only, and a loop
   * that awaits nothing but values at hand never gets there.
   */
  takeBreath(): boolean {
    if (this.#bytesSinceBreath < BREATH_BYTES && this.#openedSinceBreath < BREATH_BUFFERS) return false;
    this.#bytesSinceBreath = 0;
    this.#openedSinceBreath = 0;
    return true;
  }

  info(): MemoryInfo {
    return { bytes: this.#bytes, buffers: this.#live.size, peakBytes: this.#peakBytes };
  }

  /** What is live. */
  get live(): ReadonlySet<Allocation> {
    return this.#live;
  }

  #end(allocation: Allocation): void {
    if (this.#live.delete(allocation)) this.#bytes -= allocation.sizeBytes;
    allocation.drop();
  }
}

let theLedger: Ledger | undefined;

export function ledger(): Ledger {
  theLedger ??= new Ledger();
  return theLedger;
}
