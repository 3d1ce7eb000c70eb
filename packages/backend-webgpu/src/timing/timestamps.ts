/**
 * @file Timestamps that a command buffer leaves: two for each interval. All are resolved into one buffer and read at once.
 */
import { BUFFER_USAGE, MAP_MODE_READ } from "../device/constants.ts";
import type { Faults } from "../device/faults.ts";
import type { Interval } from "./ticks.ts";

/** Most queries that a set may have on any device; even. */
const QUERIES_PER_SET = 4096;
const BYTES = 8;
/** Where queries may be resolved to. */
const ALIGNMENT_BYTES = 256;

export class Timestamps {
  readonly #faults: Faults;
  readonly #count: number;
  readonly #sets: readonly GPUQuerySet[];
  readonly #resolved: GPUBuffer;
  readonly #staging: GPUBuffer;

  constructor(device: GPUDevice, faults: Faults, intervals: number) {
    this.#faults = faults;
    this.#count = Math.max(1, intervals) * 2;
    const sets = Math.ceil(this.#count / QUERIES_PER_SET);
    this.#sets = Array.from({ length: sets }, (_, i) =>
      device.createQuerySet({ type: "timestamp", count: this.#countOf(i), label: "profile" }),
    );
    const size = Math.ceil((this.#count * BYTES) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    const { queryResolve, copySrc, copyDst, mapRead } = BUFFER_USAGE;
    this.#resolved = device.createBuffer({ label: "timestamps", size, usage: queryResolve | copySrc });
    this.#staging = device.createBuffer({ label: "timestamps", size, usage: copyDst | mapRead });
  }

  /** For a pass that is an interval. */
  around(interval: number): GPUComputePassTimestampWrites {
    const at = (2 * interval) % QUERIES_PER_SET;
    return { querySet: this.#setOf(interval), beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 };
  }

  /** For an empty pass right before an interval that is no pass. */
  before(interval: number): GPUComputePassTimestampWrites {
    return { querySet: this.#setOf(interval), endOfPassWriteIndex: (2 * interval) % QUERIES_PER_SET };
  }

  /** For an empty pass right behind it. */
  behind(interval: number): GPUComputePassTimestampWrites {
    return { querySet: this.#setOf(interval), beginningOfPassWriteIndex: ((2 * interval) % QUERIES_PER_SET) + 1 };
  }

  /** Ends the encoding. */
  resolve(encoder: GPUCommandEncoder): void {
    this.#sets.forEach((set, i) => {
      encoder.resolveQuerySet(set, 0, this.#countOf(i), this.#resolved, i * QUERIES_PER_SET * BYTES);
    });
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, this.#staging.size);
  }

  /** The intervals, once the device has come to their end. Nothing is left of the queries. */
  async read(): Promise<readonly Interval[]> {
    try {
      const staging = this.#staging;
      await this.#faults.wait("profile", () => staging.mapAsync(MAP_MODE_READ));
      const ticks = new BigUint64Array(staging.getMappedRange().slice(0, this.#count * BYTES));
      return Array.from({ length: this.#count / 2 }, (_, i) => ({
        begin: ticks[2 * i] ?? 0n,
        end: ticks[2 * i + 1] ?? 0n,
      }));
    } finally {
      for (const each of [...this.#sets, this.#resolved, this.#staging]) each.destroy();
    }
  }

  #countOf(set: number): number {
    return Math.min(QUERIES_PER_SET, this.#count - set * QUERIES_PER_SET);
  }

  #setOf(interval: number): GPUQuerySet {
    return this.#sets[Math.floor((2 * interval) / QUERIES_PER_SET)] as GPUQuerySet;
  }
}
