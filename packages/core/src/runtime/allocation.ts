/**
 * @file Device memory of one storage: bound at first use, pinned by what is enqueued, returned when dropped and unpinned.
 */
import type { Backend, DeviceBuffer } from "../backend/contract.ts";
import type { TypedArray } from "../dtype.ts";
import { type AdjointError, DeviceLostError, UsageError } from "../errors.ts";

/** Backends that were stopped or lost their device, and why: their memory is gone as a whole. */
const gone = new WeakMap<Backend, string>();
/** Every use of a value asks, so the map is left alone while nothing is in it. */
let isAnyGone = false;

/** Notes that a backend is gone. */
export function noteGone(backend: Backend, why: string): void {
  if (!gone.has(backend)) gone.set(backend, why);
  isAnyGone = true;
}

/** The error for what needs a backend that is gone; undefined if it is there. */
export function lossOf(op: string, backend: Backend | undefined): DeviceLostError | undefined {
  if (!isAnyGone) return undefined;
  const got = backend === undefined ? undefined : gone.get(backend);
  if (got === undefined) return undefined;
  const hint = "await configure(), then make tensors again from host data";
  return new DeviceLostError({ op, rule: "the device must be there", got, hint });
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
  #backend: Backend | undefined = undefined;
  #pins = 0;
  #isDropped = false;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
  }

  /** The buffer on `backend`, uploaded if the data is still on the host. */
  bind(op: string, backend: Backend): DeviceBuffer {
    if (this.failure !== undefined) throw this.failure;
    const lost = this.lossFor(op);
    if (lost !== undefined) throw lost;
    if (this.buffer !== undefined) return this.buffer;
    if (this.host === undefined) {
      throw new UsageError({ op, rule: "the value is not on the device yet", hint: "realize it first" });
    }
    const buffer = this.provide(backend);
    backend.upload(buffer, this.host);
    this.host = undefined;
    return buffer;
  }

  /** The error for using a value whose device is gone, if it is. */
  lossFor(op: string): DeviceLostError | undefined {
    return this.buffer === undefined ? undefined : lossOf(op, this.#backend);
  }

  /** Takes memory from `backend`, with undefined contents. */
  provide(backend: Backend): DeviceBuffer {
    this.buffer = backend.allocate(this.sizeBytes);
    this.#backend = backend;
    return this.buffer;
  }

  /** Keeps the memory until `unpin`, even if it is dropped. */
  pin(): void {
    this.#pins++;
  }

  unpin(): void {
    this.#pins--;
    this.#releaseIfUnused();
  }

  /** The value is not wanted any more. */
  drop(): void {
    this.#isDropped = true;
    this.#releaseIfUnused();
  }

  #releaseIfUnused(): void {
    if (!this.#isDropped || this.#pins > 0) return;
    const [backend, buffer] = [this.#backend, this.buffer];
    if (buffer !== undefined && backend !== undefined && !gone.has(backend)) backend.release(buffer);
    this.buffer = undefined;
    this.host = undefined;
  }
}
