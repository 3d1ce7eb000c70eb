/**
 * @file Device memory of one storage: bound at first use, pinned by what is enqueued, returned when dropped and unpinned.
 */
import type { Backend, DeviceBuffer } from "../backend/contract.ts";
import type { TypedArray } from "../dtype.ts";
import { type AdjointError, DeviceLostError, UsageError } from "../errors.ts";

/** Backends that were stopped: their memory is gone as a whole. */
const stopped = new WeakSet<Backend>();

/** Notes that a backend was stopped. */
export function noteStopped(backend: Backend): void {
  stopped.add(backend);
}

export class Allocation {
  readonly sizeBytes: number;
  /** Data to be uploaded, in the format of device memory. */
  host: TypedArray | undefined = undefined;
  buffer: DeviceBuffer | undefined = undefined;
  /** Why there will be no value. */
  failure: AdjointError | undefined = undefined;
  /** Where it was made, if creation sites are recorded. */
  site: string | undefined = undefined;
  private backend: Backend | undefined = undefined;
  private pins = 0;
  private isDropped = false;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
  }

  /** The buffer on `backend`, uploaded if the data is still on the host. */
  bind(op: string, backend: Backend): DeviceBuffer {
    if (this.failure !== undefined) throw this.failure;
    if (this.buffer !== undefined) {
      if (this.backend === undefined || this.backend === backend) return this.buffer;
      const rule = "a tensor lives on the device that ran when it was computed";
      throw new DeviceLostError({
        op,
        rule,
        got: "a tensor of a device that is gone",
        hint: "make it again from host data",
      });
    }
    if (this.host === undefined) {
      throw new UsageError({ op, rule: "the value is not on the device yet", hint: "realize it first" });
    }
    const buffer = this.provide(backend);
    backend.upload(buffer, this.host);
    this.host = undefined;
    return buffer;
  }

  /** Takes memory from `backend`, with undefined contents. */
  provide(backend: Backend): DeviceBuffer {
    this.buffer = backend.allocate(this.sizeBytes);
    this.backend = backend;
    return this.buffer;
  }

  /** Keeps the memory until `unpin`, even if it is dropped. */
  pin(): void {
    this.pins++;
  }

  unpin(): void {
    this.pins--;
    this.releaseIfUnused();
  }

  /** The value is not wanted any more. */
  drop(): void {
    this.isDropped = true;
    this.releaseIfUnused();
  }

  private releaseIfUnused(): void {
    if (!this.isDropped || this.pins > 0) return;
    const { backend, buffer } = this;
    if (buffer !== undefined && backend !== undefined && !stopped.has(backend)) backend.release(buffer);
    this.buffer = undefined;
    this.host = undefined;
  }
}
