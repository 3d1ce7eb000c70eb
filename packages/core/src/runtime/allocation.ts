/**
 * @file Device memory of one storage: bound at first use, pinned by what is enqueued, returned when dropped and unpinned.
 */
import type { Backend, DeviceBuffer } from "../backend/contract.ts";
import type { TypedArray } from "../dtype.ts";
import { type AdjointError, DeviceLostError, UsageError } from "../errors.ts";

/** Why a backend is gone, and the step from which training can be resumed, if any. */
interface Loss {
  readonly why: string;
  readonly step: number | undefined;
}

/** Backends that were stopped or lost their device: their memory is gone as a whole. */
const gone = new WeakMap<Backend, Loss>();
/** Every use of a value asks, so the map is left alone while nothing is in it. */
let isAnyGone = false;

/** True if data that was uploaded stays on the host as well. */
let isHostDataKept = false;

/** Notes that a backend is gone. */
export function noteGone(backend: Backend, why: string, step?: number): void {
  if (!gone.has(backend)) gone.set(backend, { why, step });
  isAnyGone = true;
}

/** From now on, data that is uploaded stays on the host as well, and survives the device. */
export function keepHostData(isKept: boolean): void {
  isHostDataKept = isKept;
}

/** The error for what needs a backend that is gone; undefined if it is there. */
export function lossOf(op: string, backend: Backend | undefined): DeviceLostError | undefined {
  if (!isAnyGone) return undefined;
  const loss = backend === undefined ? undefined : gone.get(backend);
  if (loss === undefined) return undefined;
  const { why, step } = loss;
  const hint = `await configure(), then ${step === undefined ? "make tensors again from host data" : `resume at step ${step}`}`;
  return new DeviceLostError({ op, rule: "the device must be there", got: why, hint, step });
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
    if (!isHostDataKept) this.host = undefined;
    return buffer;
  }

  /** The error for using a value whose device is gone, if it is. Data that is on the host will be uploaded again. */
  lossFor(op: string): DeviceLostError | undefined {
    if (this.buffer === undefined) return undefined;
    const lost = lossOf(op, this.#backend);
    if (lost === undefined || this.host === undefined) return lost;
    this.buffer = undefined;
    return undefined;
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
